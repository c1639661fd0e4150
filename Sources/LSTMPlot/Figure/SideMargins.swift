/// The room beside a drawing, for labels: drawings with the same margins stand exactly one above the other.
public struct SideMargins: Sendable, Equatable {
  /// Pixels on the left at least; more where labels need it.
  public var left: Double
  /// Pixels on the right at least.
  public var right: Double

  /// As much room as the labels need.
  public init(left: Double = 0, right: Double = 0) {
    (self.left, self.right) = (left, right)
  }
}

extension Figure.Margins {
  /// Widens what is narrower, up to half a narrow page.
  mutating func widen(to margins: SideMargins) {
    left = max(left, min(margins.left, 120))
    right = max(right, min(margins.right, 120))
  }
}
