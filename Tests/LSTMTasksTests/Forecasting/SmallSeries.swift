import Foundation
import LSTMData
import LSTMTestSupport

@testable import LSTMTasks

/// Series of which it is known how they came about.
enum SmallSeries {
  /// Days with a week that repeats, a level that wanders, and noise.
  static func weekly(_ count: Int, seed: UInt64 = 1, noise: Double = 0.3) -> [Double] {
    var numbers = TestNumbers(seed: seed)
    let random = numbers.normal([2 * count]).values
    var level = 20.0
    return (0..<count).map { day in
      level += 0.05 * random[day]
      return level + Double([0, 1, 3, 2, 0, -4, -5][day % 7]) + noise * random[count + day]
    }
  }

  /// A table of columns over days from 2020 on.
  static func table(
    _ columns: [(name: String, values: [Double])], targets: [String]? = nil, known: [String] = [],
    missing: MissingValuePolicy = .mask
  ) throws -> SeriesTable {
    var text = (["date"] + columns.map(\.name)).joined(separator: ",") + "\n"
    let start = try Timestamp("2020-01-01").unwrapped
    for row in columns[0].values.indices {
      let day = Frequency.daily.advance(start, by: row).text
      let cells = columns.map { $0.values[row].isNaN ? "" : "\($0.values[row])" }
      text += ([day] + cells).joined(separator: ",") + "\n"
    }
    return try table(
      text, SeriesOptions(targets: targets, knownCovariates: known, missing: missing))
  }

  /// A table from the text of its file.
  static func table(_ text: String, _ options: SeriesOptions = SeriesOptions()) throws
    -> SeriesTable
  {
    try withTemporaryFolder { folder in
      let path = folder + "/series.csv"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      return try SeriesTable(contentsOf: path, options: options)
    }
  }

  /// A forecaster so small that a test can afford it.
  static func forecaster(_ change: (inout ForecasterOptions) -> Void = { _ in }) -> Forecaster {
    var forecaster = Forecaster(horizon: 7)
    forecaster.options.hiddenSize = 12
    forecaster.options.batchSize = 16
    forecaster.options.budget = (nil, 30, nil)
    change(&forecaster.options)
    return forecaster
  }
}

extension Optional {
  struct Missing: Error {}

  var unwrapped: Wrapped {
    get throws {
      guard let self else { throw Missing() }
      return self
    }
  }
}
