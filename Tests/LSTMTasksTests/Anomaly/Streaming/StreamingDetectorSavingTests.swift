import LSTMFormats
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("A streaming detector as bytes")
struct StreamingDetectorSavingTests {
  private static func options() -> StreamingDetectorOptions {
    var options = StreamingDetectorOptions(warmUp: 60)
    options.trainingSteps = 10
    options.seed = 3
    return options
  }

  private static func detector(after count: Int) throws -> StreamingDetector {
    var detector = StreamingDetector(options())
    for (row, value) in StreamingDetectorTests.wave(days: 10).prefix(count).enumerated() {
      _ = try detector.read(StreamingDetectorTests.time(row), value)
    }
    return detector
  }

  @Test(
    "goes on with the same bits wherever it was saved", arguments: [0, 1, 30, 59, 60, 61, 200, 300])
  func roundTrip(count: Int) throws {
    var values = StreamingDetectorTests.wave(days: 10)
    values[40] = .nan
    values[310] = 1e6
    var whole = StreamingDetector(Self.options())
    var other = StreamingDetector(StreamingDetectorOptions(warmUp: 999))
    for (row, value) in values.enumerated() {
      if row == count {
        let bytes = try whole.savedState()
        try other.restore(bytes)
        let again = try other.savedState()
        #expect(again == bytes)
      }
      let expected = try whole.read(StreamingDetectorTests.time(row), value)
      guard row >= count else { continue }
      let found = try other.read(StreamingDetectorTests.time(row), value)
      #expect(found == expected)
    }
    let (last, expected) = (try other.savedState(), try whole.savedState())
    #expect(last == expected)
  }

  @Test("is refused when it is cut short or changed anywhere")
  func damaged() throws {
    for count in [20, 100] {
      let bytes = try Self.detector(after: count).savedState()
      var other = try Self.detector(after: 30)
      let before = try other.savedState()
      var random = TestNumbers(seed: 5)
      for _ in 0..<300 {
        let place = random.integers(1, in: 0...bytes.count - 1)[0]
        var flipped = bytes
        flipped[place] ^= 1 << UInt8(random.integers(1, in: 0...7)[0])
        for wrong in [flipped, Array(bytes[..<place])] {
          #expect {
            try other.restore(wrong)
          } throws: { error in
            guard let error = error as? any ReportableError else { return false }
            return error.kind == .badData
          }
        }
      }
      let after = try other.savedState()
      #expect(after == before)
    }
  }

  @Test("is refused when it is something else, or of a newer build")
  func otherKinds() throws {
    var detector = StreamingDetector()
    var writer = SafetensorsWriter()
    #expect(throws: DetectorError.otherKind(found: nil)) {
      try detector.restore(try writer.bytes())
    }
    try writer.addNote("format", "swift-lstm streaming detector")
    try writer.addNote("version", "99")
    try writer.addNote("seed", "1")
    #expect(throws: DetectorError.futureVersion(found: 99, supported: 1)) {
      try detector.restore(try writer.bytes())
    }
  }
}
