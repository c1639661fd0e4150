/// How much of an n-gram's count is withheld for tokens that were not seen in its context: the three discounts of
/// modified Kneser-Ney smoothing.
///
/// They follow from the counts of counts, the number n_r of n-grams that were counted r times (Chen and Goodman 1999,
/// "An empirical study of smoothing techniques for language modeling", equation 26): with Y = n₁ / (n₁ + 2 n₂),
/// D₁ = 1 − 2 Y n₂ / n₁, D₂ = 2 − 3 Y n₃ / n₂ and D₃ = 3 − 4 Y n₄ / n₃, the last for all counts from three.
struct ModifiedDiscount: Sendable, Equatable {
  /// What is taken where the counts of counts say nothing: half of the smallest count that has the discount.
  private static let fallback = [0.5, 1, 1.5]

  /// Of counts of none, one, two, and three or more.
  private let values: [Double]

  /// The discounts of n-grams of one length.
  ///
  /// A discount for which a count of counts is missing, or that lies outside (0, r] for the count r, is half of r: so it
  /// is with the few n-grams of a short text or of a small alphabet.
  init(counts: [Int32]) {
    var counted = [Int](repeating: 0, count: 5)
    for count in counts where count > 0 && count < 5 { counted[Int(count)] += 1 }
    let number = counted.map(Double.init)
    let share = number[1] / (number[1] + 2 * number[2])
    var values = [0.0]
    for count in 1...3 {
      let size = Double(count)
      let discount = size - (size + 1) * share * number[count + 1] / number[count]
      let isKnown = [1, 2, count, count + 1].allSatisfy { counted[$0] > 0 }
      values.append(
        isKnown && discount > 0 && discount <= size ? discount : Self.fallback[count - 1])
    }
    self.values = values
  }

  /// What is withheld of a count.
  subscript(count: Int32) -> Double { values[Int(min(max(count, 0), 3))] }
}
