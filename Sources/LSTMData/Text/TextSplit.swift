/// A text cut in two: what a model learns from, and the end of it, which it is judged by.
public struct TextSplit: Sendable, Equatable {
  /// The first part, UTF-8.
  public let training: [UInt8]
  /// The last part, UTF-8.
  public let validation: [UInt8]

  /// Cuts a text between two characters (Unicode scalars).
  ///
  /// Of n characters the training part has ⌊(1 - fraction) · n⌋, where the product is meant as one
  /// of decimal numbers: a tenth of 70 characters is 7, whatever 0.1 is in binary.
  /// - Parameters:
  ///   - text: Valid UTF-8.
  ///   - fraction: The part to set aside for validation, between 0 and 1.
  /// - Throws: ``TextError``, where the fraction is out of range or a part would be empty.
  public init(_ text: [UInt8], validationFraction fraction: Double) throws(TextError) {
    guard fraction > 0, fraction < 1 else { throw .fractionOutOfRange(fraction) }
    let count = characterCount(of: text)
    let share = fraction * Double(count)
    let nearest = share.rounded()
    let validationCount = abs(share - nearest) <= 4 * share.ulp ? nearest : share.rounded(.up)
    let trainingCount = count - Int(validationCount)
    guard trainingCount > 0, validationCount > 0 else {
      throw .tooShortToSplit(characterCount: count, fraction: fraction)
    }
    let cut = byteOffset(ofCharacter: trainingCount, in: text)
    training = Array(text[..<cut])
    validation = Array(text[cut...])
  }
}
