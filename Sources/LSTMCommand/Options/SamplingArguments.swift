import ArgumentParser
import LSTMKit

/// How tokens are drawn, and what keeps them from coming again.
struct SamplingArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "0: always the likeliest token; 1: as the model says; below 1: safer. (default: 1.0)")
  var temperature: Float?

  @Option(parsing: .unconditional, help: "Choose among this many likeliest tokens.")
  var topK: Int?

  @Option(
    parsing: .unconditional,
    help: "Choose among the likeliest tokens that share this much probability.")
  var topP: Float?

  @Option(
    parsing: .unconditional,
    help: "How much less likely tokens get that have just been there; 1: not at all, 1.2: some.")
  var repetitionPenalty: Float?

  @Option(
    parsing: .unconditional,
    help: """
      How many of the last tokens --repetition-penalty looks at. (default: \
      \(RepetitionOptions.defaultWindow))
      """)
  var repetitionWindow: Int?

  @Option(parsing: .unconditional, help: "Let no sequence of this many tokens come a second time.")
  var noRepeatNgram: Int?

  /// The temperature that is used.
  var usedTemperature: Float { temperature ?? 1 }

  /// The options that say how tokens are drawn, as far as they are given.
  var drawing: [String] {
    [
      temperature.map { _ in "--temperature" }, topK.map { _ in "--top-k" },
      topP.map { _ in "--top-p" },
    ].compactMap { $0 }
  }

  /// - Throws: a `ReportableError` for a value out of its range, or without the option that it belongs to.
  func repetition() throws -> RepetitionOptions {
    let options = try RepetitionOptions(
      penalty: repetitionPenalty ?? 1,
      window: repetitionWindow ?? RepetitionOptions.defaultWindow, uniqueNgram: noRepeatNgram)
    guard repetitionWindow == nil || repetitionPenalty != nil else {
      throw UsageError(
        "--repetition-window says how far --repetition-penalty looks back: add --repetition-penalty, 1.2 for instance."
      )
    }
    return options
  }

  /// - Throws: a `ReportableError` for a value out of its range.
  func options() throws -> SamplingOptions {
    try SamplingOptions(
      temperature: usedTemperature, topK: topK, topP: topP, repetition: try repetition())
  }
}
