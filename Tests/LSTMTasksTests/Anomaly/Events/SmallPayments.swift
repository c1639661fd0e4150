import Foundation
import LSTMData
import LSTMTestSupport

@testable import LSTMTasks

/// Payments of few customers, some of which are six times what they should be.
enum SmallPayments {
  /// A table in the order of time: number, time, customer, shop, amount, whether it is a fraud and of what kind.
  static func text(_ count: Int = 900, seed: UInt64 = 1, rare: Int = 20) -> String {
    var numbers = TestNumbers(seed: seed)
    let noise = numbers.normal([count]).values
    let choices = numbers.uniform([3 * count], in: 0...1).values
    return "NR,WHEN,CUSTOMER_ID,SHOP_ID,AMOUNT,FRAUD,KIND\n"
      + (0..<count).map { row in
        let customer = Int(choices[3 * row] * 12)
        let usual = 20.0 + 10 * Double(customer)
        let isFraud = Int(choices[3 * row + 1] * Double(rare)) == 0
        let amount = usual * max(0.1, 1 + 0.3 * noise[row]) * (isFraud ? 6 : 1)
        let minutes = row * 97
        let (day, hour, minute) = (minutes / 1440, minutes / 60 % 24, minutes % 60)
        let time = "2021-\(two(1 + day / 28))-\(two(1 + day % 28)) \(two(hour)):\(two(minute)):00"
        let cents = (amount * 100).rounded() / 100
        return "\(row),\(time),\(customer),\(Int(choices[3 * row + 2] * 30)),\(cents),"
          + (isFraud ? "1,3" : "0,0")
      }.joined(separator: "\n") + "\n"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// The events of a table from the text of its file.
  static func events(
    _ text: String = text(), label: String? = "FRAUD",
    _ change: (inout DetectorSource) -> Void = { _ in }
  ) throws -> DetectorData.Events {
    let data = try SmallSequences.data(text, name: "payments.csv", label: label) {
      $0.series.idColumn = "CUSTOMER_ID"
      change(&$0)
    }
    guard case .events(let events) = data else { throw NotEvents() }
    return events
  }

  struct NotEvents: Error {}

  /// A training of seconds.
  static func options(_ change: (inout DetectorOptions) -> Void = { _ in }) -> DetectorOptions {
    var options = DetectorOptions()
    (options.hiddenSize, options.memberCount, options.batchSize) = (8, 1, 6)
    options.learningRate = 0.01
    options.budget = (nil, 60, nil)
    change(&options)
    return options
  }
}
