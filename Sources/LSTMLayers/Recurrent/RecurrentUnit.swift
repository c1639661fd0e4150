/// One unit of a stack of recurrent layers, by its place; all counts from zero.
public struct RecurrentUnit: Sendable, Hashable {
  /// Layer, from the input up.
  public var layer: Int
  /// Whether it belongs to the direction that reads from the last step to the first.
  public var isReverse: Bool
  /// Its number in the layer and direction.
  public var index: Int

  /// A unit by its place.
  public init(layer: Int, isReverse: Bool = false, index: Int) {
    self.layer = layer
    self.isReverse = isReverse
    self.index = index
  }
}

extension RecurrentUnit: CustomStringConvertible {
  /// As in a sentence: `unit 37 of layer 0`.
  public var description: String {
    "unit \(index) of layer \(layer)\(isReverse ? " in reverse" : "")"
  }

  /// As it is typed, in the manner of parameter paths: `0.37`, `0.reverse.37`.
  public var path: String { "\(layer).\(isReverse ? "reverse." : "")\(index)" }

  /// The unit that a ``path`` names; `nil` for any other text.
  public init?(path: String) {
    var parts = path.split(separator: ".", omittingEmptySubsequences: false)
    let isReverse = parts.count == 3 && parts[1] == "reverse"
    if isReverse { parts.remove(at: 1) }
    guard parts.count == 2, let layer = UInt16(parts[0]), let index = UInt32(parts[1]) else {
      return nil
    }
    self.init(layer: Int(layer), isReverse: isReverse, index: Int(index))
  }
}
