import Foundation

extension Double {
  /// The number with so many decimals.
  package func text(_ decimals: Int) -> String {
    String(format: "%.\(decimals)f", self)
  }

  /// The number as a digit before the point, so many behind it, and a power of ten.
  package func exponentText(_ decimals: Int) -> String {
    String(format: "%.\(decimals)e", self)
  }
}

extension String {
  /// Spaces behind, up to a width.
  package func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  /// Spaces in front, up to a width.
  package func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
