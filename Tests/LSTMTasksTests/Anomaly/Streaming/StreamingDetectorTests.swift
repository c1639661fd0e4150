import Foundation
import LSTMData
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("A streaming detector")
struct StreamingDetectorTests {
  /// Rows of half an hour: a daily wave with noise, of so many days.
  static func wave(days: Int, seed: UInt64 = 1, noise: Double = 0.1) -> [Double] {
    var random = TestNumbers(seed: seed)
    let noise = random.normal([days * 48], deviation: noise).values
    return noise.enumerated().map { row, noise in
      10 + 3 * sin(2 * .pi * Double(row) / 48) + noise
    }
  }

  static func time(_ row: Int) -> Timestamp {
    Timestamp(microseconds: 1_400_000_000_000_000 + Int64(row) * 1_800_000_000)
  }

  static func detect(
    _ values: [Double], warmUp: Int = 192, steps: Int = 60
  ) throws -> [Detection] {
    var options = StreamingDetectorOptions(warmUp: warmUp)
    options.trainingSteps = steps
    var detector = StreamingDetector(options)
    return try values.enumerated().map { try detector.read(time($0), $1) }
  }

  static func flags(_ detections: [Detection]) -> [Int] {
    detections.indices.filter { detections[$0].isFlagged }
  }

  @Test("finds what was done to a series, where it was done, and says what it is")
  func injected() throws {
    let clean = Self.wave(days: 20)
    var spike = clean
    spike[700] += 8
    var sink = clean
    for row in 700..<720 { sink[row] -= 12 }
    var flat = clean
    for row in 696..<744 { flat[row] = 10 }
    for (values, kinds) in [
      (spike, [AnomalyKind.high]), (sink, [.low, .eighthLow]),
      (flat, [.eighthUnlike, .halfUnlike, .prediction, .improbable]),
    ] {
      let detections = try Self.detect(values)
      let flags = Self.flags(detections)
      let first = try #require(flags.first { $0 >= 690 })
      #expect((696..<744).contains(first))
      #expect(kinds.contains(try #require(detections[first].kind)))
    }
    // One row in two thousand may be flagged without cause, for each of ten statistics.
    #expect(Self.flags(try Self.detect(clean)).count <= 6)
  }

  @Test("expects values close to those that come")
  func expectation() throws {
    let values = Self.wave(days: 20)
    let detections = try Self.detect(values)
    let errors = (192..<values.count).map { abs(values[$0] - (detections[$0].expected ?? 0)) }
    let naive = (192..<values.count).map { abs(values[$0] - values[$0 - 1]) }
    #expect(errors.reduce(0, +) < 0.75 * naive.reduce(0, +))
  }

  @Test("says nothing while it warms up, and a score of 0 to 1 afterwards")
  func warmUp() throws {
    let detections = try Self.detect(Self.wave(days: 10))
    #expect(detections.prefix(192).allSatisfy { $0 == .none })
    #expect(
      detections.dropFirst(192).allSatisfy { detection in
        detection.expected?.isFinite == true && detection.score.map { (0...1).contains($0) } == true
      })
    #expect(StreamingDetectorOptions(rows: 1000).warmUp == 150)
    #expect(StreamingDetectorOptions(rows: 100_000).warmUp == 750)
    #expect(StreamingDetectorOptions(rows: 1).warmUp == 10)
  }

  @Test("knows nothing of rows to come: of a prefix it says the same")
  func noLookAhead() throws {
    let values = Self.wave(days: 12)
    let whole = try Self.detect(values)
    var changed = values
    for row in 400..<values.count { changed[row] = 1e6 }
    let prefix = try Self.detect(changed)[..<400]
    #expect(Array(prefix) == Array(whole[..<400]))
  }

  @Test("flags the same rows in any unit", arguments: [1e-12, 1e12])
  func scale(unit: Double) throws {
    var values = Self.wave(days: 20)
    values[700] += 8
    let flags = Self.flags(try Self.detect(values))
    #expect(Self.flags(try Self.detect(values.map { $0 * unit })) == flags)
    #expect(flags.contains(700))
  }

  @Test("is sound on constant, empty, enormous, missing and irregular data")
  func hostile() throws {
    var random = TestNumbers(seed: 7)
    let noise = random.normal([600]).values
    let cases: [[Double]] = [
      Array(repeating: 0, count: 400),
      Array(repeating: .leastNonzeroMagnitude, count: 400),
      Array(repeating: .nan, count: 400), noise.map { $0 * 1e300 },
      noise.enumerated().map { $0 % 3 == 0 ? .nan : $1 },
      Array(repeating: 1, count: 300) + Array(repeating: 1e308, count: 100),
      (0..<400).map { $0 < 200 ? .nan : noise[$0] }, [1],
      noise.map { $0 > 2 ? 1e-300 : $0 },
    ]
    for values in cases {
      for detection in try Self.detect(values, warmUp: 60, steps: 5) {
        #expect(detection.expected?.isNaN != true)
        #expect(detection.score.map { (0...1).contains($0) } ?? true)
      }
    }
    #expect(Self.flags(try Self.detect(cases[0], warmUp: 60)).isEmpty)
    let jump = try Self.detect(cases[5], warmUp: 60, steps: 5)
    #expect(Self.flags(jump).first == 300)

    var detector = StreamingDetector(StreamingDetectorOptions(warmUp: 20))
    #expect(throws: DetectorError.self) { try detector.read(Self.time(0), .infinity) }
    for row in 0..<100 {
      // Times that stand still and go back.
      _ = try detector.read(Self.time(row % 7), noise[row])
    }
    for row in [Int64.min, .max, 0] {
      _ = try detector.read(Timestamp(microseconds: row), 1)
    }
  }

  @Test("says the same for any number of threads")
  func threads() throws {
    let values = Self.wave(days: 8)
    let one = try KernelSettings.with(threads: 1) { try Self.detect(values) }
    let three = try KernelSettings.with(threads: 3) { try Self.detect(values) }
    #expect(one == three)
  }

  @Test(
    "finds the anomalies of NAB's artificial series at its default threshold",
    .enabled(
      if: SharedData.has("anomaly/nab/labels/combined_windows.json"), "\(SharedData.absence)")
  )
  func artificialSeries() throws {
    let labels = try AnomalyWindows(
      contentsOf: SharedData.path("anomaly/nab/labels/combined_windows.json"))
    var scores: [LabelledScores] = []
    for file in labels.files where file.name.hasPrefix("artificialWithAnomaly/art_daily") {
      let table = try SeriesTable(
        contentsOf: SharedData.path("anomaly/nab/data/\(file.name)"),
        options: SeriesOptions(fillsGaps: false, keepsAllRows: true))
      let series = table.series[0]
      let detection = try SeriesDetection(of: series, names: table.targetNames)
      let rows = try #require(labels.rows(of: file.name, times: series.times))
      scores.append(try detection.labelled(by: rows, name: file.name))
    }
    try #require(scores.count == 4)
    let report = DetectionReport(scores, threshold: 0.5, seconds: 0)
    #expect(report.rows[0].flagged.detectedWindows == 4)
    #expect(report.rows[0].flagged.score > 85)
  }
}
