import LSTMTensor

/// What can be wrong with the options of acoustic features.
public enum AcousticOptionError: ReportableError, Equatable {
  /// A value is out of its range.
  case outOfRange(option: String, found: String, expected: String)
  /// A mel triangle lies between two frequencies of the spectrum.
  case emptyTriangle(number: Int, count: Int, transformSize: Int, sampleRate: Int)

  /// The request does not fit itself.
  public var kind: FailureKind { .usage }

  /// What was found, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .outOfRange(let option, let found, let expected):
      "The acoustic features' \(option) is \(found); expected \(expected)."
    case .emptyTriangle(let number, let count, let size, let rate):
      "Mel triangle \(number + 1) of \(count) is narrower than the \((Double(rate) / Double(size)).text(1)) Hz between two "
        + "frequencies of a spectrum of \(size) samples; expected each to cover one. Use fewer triangles or a larger spectrum."
    }
  }
}

extension AcousticOptions {
  /// Finds the first option that is out of its range.
  func check() throws(AcousticOptionError) {
    func expect(
      _ isRight: Bool, _ option: String, _ found: some Any, _ expected: String
    ) throws(AcousticOptionError) {
      if !isRight {
        throw .outOfRange(option: option, found: "\(found)", expected: expected)
      }
    }
    let half = Double(sampleRate) / 2
    try expect((1...1_000_000).contains(sampleRate), "sample rate", sampleRate, "1 to 1,000,000 Hz")
    try expect(
      windowCount >= 2 && windowCount <= 1 << 16, "window", "\(windowDuration) s",
      "2 to 65,536 samples")
    try expect(
      hopCount >= 1 && hopCount <= 1 << 16, "hop", "\(hopDuration) s", "1 to 65,536 samples")
    try expect(
      spectrumSize >= windowCount && spectrumSize <= 1 << 17, "spectrum", "\(spectrumSize) samples",
      "at least the window's \(windowCount), at most 131,072")
    try expect((1...1024).contains(melCount), "number of mel triangles", melCount, "1 to 1,024")
    try expect(
      dynamicRange.map { $0 >= 0 && $0.isFinite } ?? true, "dynamic range",
      "\(dynamicRange ?? 0) nats", "0 or more")
    try expect(
      lowestFrequency >= 0 && lowestFrequency < (highestFrequency ?? half), "lowest frequency",
      "\(lowestFrequency) Hz", "0 up to the highest, \(highestFrequency ?? half) Hz")
    try expect(
      (highestFrequency ?? half) <= half, "highest frequency", "\(highestFrequency ?? half) Hz",
      "at most half the sample rate, \(half) Hz")
    try expect(floor >= 1e-30 && floor < 1, "least energy", floor, "1e-30 to 1")
    try expect(
      (1...melCount).contains(staticWidth), "number of cepstra", staticWidth,
      "1 to the number of mel triangles, \(melCount)")
    try expect((0...2).contains(deltaOrder), "delta order", deltaOrder, "0, 1 or 2")
    try expect(
      (3...101).contains(deltaWidth) && deltaWidth % 2 == 1, "delta width", deltaWidth,
      "an odd number from 3 to 101")
    try expect((0.5...2).contains(warp), "warp", warp, "0.5 to 2")
  }
}
