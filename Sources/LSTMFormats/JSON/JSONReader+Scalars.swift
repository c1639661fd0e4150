extension JSONReader {
  /// The value as a text.
  ///
  /// - Throws: ``JSONError`` where it is no string.
  public func string() throws -> String {
    guard case .string(let text) = value else { throw expected("a string") }
    return text
  }

  /// The value as `true` or `false`.
  ///
  /// - Throws: ``JSONError`` where it is neither.
  public func boolean() throws -> Bool {
    guard case .boolean(let value) = value else { throw expected("true or false") }
    return value
  }

  /// The value as an integer; a number written `1.0` or `1e2` is none.
  ///
  /// - Throws: ``JSONError`` where it is no integer or out of range.
  public func integer(in range: ClosedRange<Int> = Int.min...Int.max) throws -> Int {
    guard case .integer(let wide) = value, let integer = Int(exactly: wide),
      range.contains(integer)
    else {
      throw expected(Self.description(of: "an integer", in: range, Int.min...Int.max))
    }
    return integer
  }

  /// The value as a number; integers count.
  ///
  /// - Throws: ``JSONError`` where it is no number or out of range.
  public func double(in range: ClosedRange<Double> = Self.allNumbers) throws -> Double {
    let number: Double? =
      switch value {
      case .integer(let integer): Double(integer)
      case .number(let number): number
      default: nil
      }
    guard let number, number.isFinite, range.contains(number) else {
      throw expected(Self.description(of: "a number", in: range, Self.allNumbers))
    }
    return number
  }

  /// The value as a `Float`, rounded to the nearest; integers count.
  ///
  /// - Throws: ``JSONError`` where it is no number or beyond the range of `Float`.
  public func float() throws -> Float {
    let number = Float(try double())
    guard number.isFinite else { throw expected("a number of at most 3.4e38") }
    return number
  }

  /// The range of ``double(in:)`` that excludes nothing.
  public static var allNumbers: ClosedRange<Double> { -Double.infinity...Double.infinity }

  private static func description<Number: Comparable>(
    of kind: String, in range: ClosedRange<Number>, _ all: ClosedRange<Number>
  ) -> String {
    switch (range.lowerBound == all.lowerBound, range.upperBound == all.upperBound) {
    case (true, true): kind
    case (false, true): "\(kind) of at least \(range.lowerBound)"
    case (true, false): "\(kind) of at most \(range.upperBound)"
    case (false, false): "\(kind) from \(range.lowerBound) to \(range.upperBound)"
    }
  }
}
