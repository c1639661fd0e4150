/// Collects a column of times, in every order of day and month that has fitted so far.
struct TimeBuilder: Sendable {
  private var orders: [DateOrder]
  /// The times in each order; one array alone as long as all orders say the same.
  private var times: [[Timestamp]] = [[]]
  private var precision = TimePrecision.year
  private var hasZone = false
  /// A time that did fit, for messages.
  private(set) var example: String

  init(orders: [DateOrder], example: String) {
    self.orders = orders
    self.example = example
  }

  /// Takes a field; false where no order is left that fits.
  mutating func append(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    if let text = TimeText(bytes, range, order: orders[0]), orders.count == 1 || !text.hasOrder {
      note(text)
      for place in times.indices { times[place].append(text.timestamp) }
      return true
    }
    return orders.count > 1 && appendInEachOrder(bytes, range)
  }

  private mutating func appendInEachOrder(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    let texts = orders.map { TimeText(bytes, range, order: $0) }
    guard texts.contains(where: { $0 != nil }) else { return false }
    if times.count < orders.count { times = orders.map { _ in times[0] } }
    for place in orders.indices.reversed() {
      if let text = texts[place] {
        note(text)
        times[place].append(text.timestamp)
      } else {
        orders.remove(at: place)
        times.remove(at: place)
      }
    }
    return true
  }

  private mutating func note(_ text: TimeText) {
    precision = max(precision, text.precision)
    hasZone = hasZone || text.hasZone
  }

  /// The column: of several orders that make different times, the first.
  var column: TimeColumn {
    TimeColumn(
      times: times[0], order: orders[0],
      isAmbiguous: times.dropFirst().contains { $0 != times[0] },
      precision: precision, hasZone: hasZone)
  }
}
