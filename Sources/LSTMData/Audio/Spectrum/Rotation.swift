import LSTMTensor

/// The point at a fraction of the unit circle, exact at its quarters.
///
/// - Returns: cosine and sine of 2π · `part` / `whole`.
func rotation(_ part: Int, of whole: Int) -> (cosine: Double, sine: Double) {
  let turned = (part % whole + whole) % whole
  let (quarter, rest) = (4 * turned).quotientAndRemainder(dividingBy: whole)
  let scale = Double.pi / 2 / Double(whole)
  let (x, y) =
    rest == 0
    ? (1.0, 0.0) : (cosine(scale * Double(rest)), cosine(scale * Double(whole - rest)))
  return switch quarter {
  case 0: (x, y)
  case 1: (-y, x)
  case 2: (-x, -y)
  default: (y, -x)
  }
}
