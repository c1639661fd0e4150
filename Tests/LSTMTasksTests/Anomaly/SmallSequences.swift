import Foundation
import LSTMData
import LSTMTestSupport

@testable import LSTMTasks

/// Waves to learn from, and others that are unlike them.
enum SmallSequences {
  /// A table: the class, then twelve steps of a wave; every `rare`-th row is a saw tooth of class 2.
  static func text(_ count: Int, rare: Int = 5, seed: UInt64 = 1, hasHeader: Bool = false) -> String
  {
    var numbers = TestNumbers(seed: seed)
    let noise = numbers.normal([count * 13]).values
    let header =
      hasHeader ? (["class"] + (1...12).map { "s\($0)" }).joined(separator: ",") + "\n" : ""
    return header
      + (0..<count).map { row in
        let isRare = row % rare == rare - 1
        let shift = 0.3 * noise[row * 13 + 12]
        let steps = (0..<12).map { step in
          (isRare ? Double(step % 4) - 1.5 : sin(Double(step) / 2 + shift))
            + 0.05 * noise[row * 13 + step]
        }
        return ([isRare ? "2" : "1"] + steps.map { "\($0)" }).joined(separator: ",")
      }.joined(separator: "\n") + "\n"
  }

  /// The rows of a table from the text of its file.
  static func rows(_ text: String, label: String? = "column1") throws -> SequenceRows {
    guard case .rows(let rows) = try data(text, label: label) else { throw NotRows() }
    return rows
  }

  struct NotRows: Error {}

  /// What a file of this text holds.
  static func data(
    _ text: String, name: String = "rows.csv", kind: DetectorKind? = nil, label: String? = nil,
    _ change: (inout DetectorSource) -> Void = { _ in }
  ) throws -> DetectorData {
    try withTemporaryFolder { folder in
      let path = folder + "/" + name
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      var source = DetectorSource(path, kind: kind, label: label)
      change(&source)
      return try source.read()
    }
  }

  /// Hours of a day's wave with noise; a bump at hours 400 to 405 where it is asked for.
  static func series(_ count: Int = 480, bump: Bool = false, hasLabel: Bool = false) -> String {
    var numbers = TestNumbers(seed: 2)
    let noise = numbers.normal([2 * count]).values
    return "ds,a,b\(hasLabel ? ",state" : "")\n"
      + (0..<count).map { hour in
        let isBump = bump && (400...405).contains(hour)
        let a = sin(Double(hour) * .pi / 12) + 0.05 * noise[hour] + (isBump ? 2 : 0)
        let b = 50 + 10 * cos(Double(hour) * .pi / 12) + 0.5 * noise[count + hour]
        let time = "2020-01-\(two(1 + hour / 24 % 28)) \(two(hour % 24)):00:00"
        return "\(time),\(a),\(b)" + (hasLabel ? (isBump ? ",bad" : ",good") : "")
      }.joined(separator: "\n") + "\n"
  }

  private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }

  /// A detector so small that a test can afford it.
  static func options(_ change: (inout DetectorOptions) -> Void = { _ in }) -> DetectorOptions {
    var options = DetectorOptions()
    options.hiddenSize = 12
    options.latentSize = 3
    options.memberCount = 2
    options.batchSize = 16
    options.learningRate = 0.02
    options.budget = (nil, 60, nil)
    change(&options)
    return options
  }
}
