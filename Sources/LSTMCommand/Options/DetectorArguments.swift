import ArgumentParser
import LSTMKit

/// What a detector's data are.
struct DetectorArguments: ParsableArguments {
  @Option(
    help:
      "Columns to watch, or the steps of a row, with commas between them; every column of numbers.")
  var target: String?

  @Option(help: "Column of the class; where there is no header, column1 is the first.")
  var label: String?

  @Option(help: "The class that is normal; the most frequent where nothing is said.")
  var normal: String?

  var targets: [String]? { target.map { $0.split(separator: ",").map(String.init) } }

  /// A file as the detector's reader takes it.
  func source(_ path: String, kind: DetectorKind? = nil, _ series: SeriesArguments)
    -> DetectorSource
  {
    DetectorSource(
      path, kind: kind, label: label, series: series.options(targets: targets),
      reading: series.reading)
  }
}

extension DetectorKind: ExpressibleByArgument {}
