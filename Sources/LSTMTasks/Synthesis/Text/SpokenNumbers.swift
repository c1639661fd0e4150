/// Numbers as English says them.
enum SpokenNumbers {
  private static let small = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
  ]
  private static let tens = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
  ]
  /// The largest number that is said as one.
  static let largest = 999_999

  /// The words of digits: as a number up to 999,999, digit by digit what is larger or begins with a zero.
  ///
  /// - Parameter digits: of 0 to 9, at least one.
  static func words(ofDigits digits: some StringProtocol) -> [String] {
    let isNumber = digits.utf8.count == 1 || !digits.hasPrefix("0")
    if isNumber, let number = Int(digits), number <= largest { return words(of: number) }
    return eachDigit(digits)
  }

  /// The words of digits one by one, as behind a decimal point.
  static func eachDigit(_ digits: some StringProtocol) -> [String] {
    digits.compactMap { $0.wholeNumberValue }.filter(small.indices.contains).map { small[$0] }
  }

  private static func words(of number: Int) -> [String] {
    switch number {
    case ..<20: return [small[max(0, number)]]
    case ..<100:
      let (ten, rest) = number.quotientAndRemainder(dividingBy: 10)
      return [tens[ten - 2]] + (rest == 0 ? [] : words(of: rest))
    case ..<1000: return parts(of: number, unit: 100, name: "hundred")
    default: return parts(of: number, unit: 1000, name: "thousand")
    }
  }

  private static func parts(of number: Int, unit: Int, name: String) -> [String] {
    let (count, rest) = number.quotientAndRemainder(dividingBy: unit)
    return words(of: count) + [name] + (rest == 0 ? [] : words(of: rest))
  }
}
