/// A part of a detector's memory that can be saved and restored.
///
/// One visit serves both, as it does for the parameters of a module: saving reads the numbers, restoring replaces
/// them by as many others.
protocol StreamState {
  /// Visits all numbers that the next row depends on, under fixed names, in a fixed order.
  mutating func visitState(_ visit: (_ name: String, _ numbers: inout [Double]) throws -> Void)
    rethrows
}

extension StreamState {
  /// Visits with `prefix` and a dot before each name: for parts of parts.
  mutating func visitState(
    under prefix: String, _ visit: (_ name: String, _ numbers: inout [Double]) throws -> Void
  ) rethrows {
    try visitState { name, numbers in try visit("\(prefix).\(name)", &numbers) }
  }

  /// A place in an array, of a number that may come from a file: 0 for what is none.
  static func index(_ number: Double, below bound: Int) -> Int {
    number >= 0 && number < Double(bound) ? Int(number) : 0
  }
}
