import ArgumentParser
import LSTMKit

/// How a text is said.
struct SpeakingArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "How far takes go from the usual one; 0: never, 1: as far as the recordings.")
  var variety = SpeakingOptions().variety

  @Option(parsing: .unconditional, help: "How much faster than the recordings.")
  var rate = SpeakingOptions().rate

  @Option(
    parsing: .unconditional,
    help: "Seconds of silence between words, where the recordings have one word each.")
  var pause = SpeakingOptions().pause

  @Option(parsing: .unconditional, help: "Iterations of the search for phases.")
  var iterations = SpeakingOptions().iterations

  func validate() throws {
    for (name, value, range) in [
      ("variety", Double(variety), 0...2), ("rate", Double(rate), 0.2...5),
      ("pause", pause, 0...10),
    ] {
      guard range.contains(value) else {
        throw ValidationError(
          "--\(name) is \(value); it must be from \(range.lowerBound) to \(range.upperBound).")
      }
    }
    try TrainingArguments.check([("iterations", iterations, 0...1000)])
  }

  /// The options.
  ///
  /// - Parameter seed: another seed is another take.
  func options(seed: UInt64) -> SpeakingOptions {
    var options = SpeakingOptions()
    options.variety = variety
    options.rate = rate
    options.pause = pause
    options.iterations = iterations
    options.seed = seed
    return options
  }
}
