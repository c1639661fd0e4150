/// Collects a column of times, in every order of day and month that has fitted so far.
struct TimeBuilder: Sendable {
  private struct Candidate: Sendable {
    let order: DateOrder
    var times: [Timestamp] = []
  }

  private var candidates: [Candidate]
  private var precision = TimePrecision.year
  private var hasZone = false
  /// A time that did fit, for messages.
  private(set) var example: String

  init(orders: [DateOrder], example: String) {
    candidates = orders.map { Candidate(order: $0) }
    self.example = example
  }

  /// Takes a field; false where no order is left that fits.
  mutating func append(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    if candidates.count > 1 { return appendAmbiguous(bytes, range) }
    guard let text = TimeText(bytes, range, order: candidates[0].order) else { return false }
    note(text)
    candidates[0].times.append(text.timestamp)
    return true
  }

  private mutating func appendAmbiguous(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    let texts = candidates.map { TimeText(bytes, range, order: $0.order) }
    guard texts.contains(where: { $0 != nil }) else { return false }
    var kept: [Candidate] = []
    for (candidate, text) in zip(candidates, texts) {
      guard let text else { continue }
      note(text)
      kept.append(candidate)
      kept[kept.count - 1].times.append(text.timestamp)
    }
    candidates = kept
    return true
  }

  private mutating func note(_ text: TimeText) {
    precision = max(precision, text.precision)
    hasZone = hasZone || text.hasZone
  }

  /// The column: of several orders that make different times, the first.
  var column: TimeColumn {
    TimeColumn(
      times: candidates[0].times, order: candidates[0].order,
      isAmbiguous: candidates.dropFirst().contains { $0.times != candidates[0].times },
      precision: precision, hasZone: hasZone)
  }
}
