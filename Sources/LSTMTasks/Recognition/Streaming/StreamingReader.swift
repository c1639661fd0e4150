import LSTMData
import LSTMTensor

/// Speech that a streaming model hears: features, steps and search go on with every piece.
struct StreamingReader: Sendable {
  private let recognizer: TrainedRecognizer
  private let fresh: any FrameDecoder
  private let pauseSteps: Int
  private let longestSteps: Int
  private var frames: AcousticStream
  private var normalizer: RunningNormalizer
  private var stacking: FrameStackingStream
  private var steps: RecognizerSteps?
  private var decoder: any FrameDecoder
  /// Steps before what the decoder has read.
  private var base = 0

  /// The seconds of a pause where nothing is asked for, and beyond which a text is cut at any moment between words.
  private static let (usualPause, longest) = (0.8, 30.0)
  /// Steps after which the end of an utterance is looked for.
  private static let searchInterval = 8

  init(_ recognizer: TrainedRecognizer, _ decoder: any FrameDecoder, pause: Double?) {
    self.recognizer = recognizer
    let features = recognizer.features
    pauseSteps = max(1, Int((pause ?? Self.usualPause) / features.stepDuration))
    longestSteps = Int(Self.longest / features.stepDuration)
    frames = recognizer.analysis.stream()
    normalizer = features.runningNormalizer
    stacking = FrameStackingStream(features.stacking, width: features.acoustics.width)
    steps = recognizer.networks.first.map { RecognizerSteps($0) }
    fresh = decoder
    self.decoder = decoder
  }

  /// What has been heard since the last pause.
  var partial: [TimedWord] { words(decoder.heard) }

  /// Takes samples at the network's rate, and gives the words that a pause stands behind.
  mutating func append(_ samples: [Float]) -> [TimedWord] {
    read(stacking.append(normalizer.normalize(frames.append(samples))))
  }

  /// The words that are left.
  mutating func finish() -> [TimedWord] {
    let words = read(stacking.append(normalizer.normalize(frames.finish())))
    return words + read(stacking.finish()) + decode(steps?.finish()) + conclude()
  }

  private mutating func read(_ rows: AcousticFeatures) -> [TimedWord] {
    rows.count > 0 ? decode(steps?.read(rows)) : []
  }

  private mutating func decode(_ logits: Tensor?) -> [TimedWord] {
    guard let logits else { return [] }
    let count = logits.shape[0]
    var words: [TimedWord] = []
    var next = 0
    while next < count {
      // Looked at after so many steps whatever the pieces are, so that all cuttings give the same words.
      let left = Self.searchInterval - (base + decoder.frameCount) % Self.searchInterval
      let end = min(count, next + left)
      decoder.read(logits.rows(next..<end))
      next = end
      if (base + decoder.frameCount) % Self.searchInterval == 0, isAtEnd { words += conclude() }
    }
    return words
  }

  /// Whether an utterance has ended: nothing was heard for a while, or for a moment after a long time.
  private var isAtEnd: Bool {
    let count = decoder.frameCount
    guard let last = decoder.heard.last else { return count >= longestSteps }
    let silence = count - last.frames.upperBound
    return silence >= pauseSteps || count >= longestSteps && silence >= pauseSteps / 4
      || count >= 2 * longestSteps
  }

  private mutating func conclude() -> [TimedWord] {
    guard decoder.frameCount > 0 else { return [] }
    let words = words(decoder.candidates(1)[0].units)
    base += decoder.frameCount
    decoder = fresh
    return words
  }

  private func words(_ units: [DecodedUnit]) -> [TimedWord] {
    recognizer.words(units, from: Double(base) * recognizer.stepDuration)
  }
}
