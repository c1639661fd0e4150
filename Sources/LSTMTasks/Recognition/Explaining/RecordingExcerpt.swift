import LSTMData
import LSTMTraining

/// A recording up to the end of a part of it, at the networks' rate.
struct RecordingExcerpt {
  let name: String
  /// From the beginning of the recording to the end of the part.
  let samples: [Float]
  /// What a reader should know about the recording.
  let notes: [String]
  /// Which part it is; empty: all.
  let note: String
  /// The first sample of the part.
  private let start: Int

  /// The samples of the part.
  var excerpt: [Float] { Array(samples[start...]) }

  /// Reads no more of a file than is needed.
  ///
  /// - Parameters:
  ///   - first: the first step of the part.
  ///   - count: its steps.
  init(_ path: String, _ model: TrainedRecognizer, first: Int, count: Int) throws {
    var reader = try WAVReader(path: path)
    let rate = reader.format.sampleRate
    let step = model.features.acoustics.hopCount * model.features.stacking.count
    let end = (first + count) * step
    var resampler = Resampler(from: rate, to: model.sampleRate)
    var samples: [Float] = []
    while samples.count <= end, let piece = try reader.next() {
      samples += resampler.append(reader.format.mono(piece))
    }
    let isCut = samples.count > end
    if !isCut { samples += resampler.finish() }
    name = path == "-" ? "standard input" : path
    start = first * step
    let duration =
      isCut
      ? reader.frameCount.map { Double($0) / Double(rate) }
      : Double(samples.count) / Double(model.sampleRate)
    guard start < samples.count else {
      throw ExplainedPartError.secondOutOfRange(
        file: name, from: Double(first) * model.stepDuration, duration: duration ?? 0)
    }
    // A frame is centred on its first sample: one more would begin another step.
    self.samples = isCut ? Array(samples.prefix(end - 1)) : samples
    let seconds = Double(self.samples.count - start) / Double(model.sampleRate)
    let whole = duration.map { "\(seconds.text(1)) of \($0.text(1))" } ?? seconds.text(1)
    note =
      !isCut && first == 0
      ? ""
      : "\(whole) seconds, from second \((Double(first) * model.stepDuration).text(2)) on; choose others with --from and "
        + "--length."
    notes =
      reader.notes
      + (rate == model.sampleRate
        ? [] : ["It is brought from \(rate) to \(model.sampleRate) samples a second."])
  }
}
