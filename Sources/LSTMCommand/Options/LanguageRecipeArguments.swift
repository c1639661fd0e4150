import ArgumentParser
import LSTMKit

/// What published recipes of language models have beside the sizes: Zaremba and others 2014, AWD-LSTM.
struct LanguageRecipeArguments: ParsableArguments {
  @Flag(help: "Drop a value at all steps of a window or at none, not at each step anew.")
  var locked = false

  @Option(
    parsing: .unconditional, help: "Probability of dropping a value of an embedding; as --dropout.")
  var inputDropout: Float?

  @Option(
    parsing: .unconditional,
    help: "Probability of dropping a value before the output layer; as --dropout.")
  var outputDropout: Float?

  @Option(
    parsing: .unconditional, help: "Probability of dropping a token wherever it stands in a window."
  )
  var tokenDropout: Float = 0

  @Option(
    parsing: .unconditional,
    help: "What large hidden states cost (AR); 2 in AWD-LSTM.")
  var activationPenalty: Float = 0

  @Option(
    parsing: .unconditional,
    help: "What hidden states cost that change from step to step (TAR); 1 in AWD-LSTM.")
  var changePenalty: Float = 0

  @Flag(help: "Let windows differ in length, from half to one and a half --sequence-length.")
  var varyLength = false

  @Option(
    parsing: .unconditional,
    help: "Epochs at the full learning rate; it is halved with each after them.")
  var holdEpochs: Int?

  @Option(
    parsing: .unconditional,
    help: """
      Average the weights once validation is no better than so many epochs before (NT-ASGD); the learning rate \
      stays. 5 in AWD-LSTM.
      """)
  var averageAfter: Int?

  @Option(parsing: .unconditional, help: "The most that the norm of the gradients may be.")
  var clip: Float = LanguageOptions().clipNorm

  func validate() throws {
    let rates = [
      ("input-dropout", inputDropout ?? 0), ("output-dropout", outputDropout ?? 0),
      ("token-dropout", tokenDropout),
    ]
    for (name, rate) in rates where !(rate >= 0 && rate < 1) {
      throw ValidationError("--\(name) is \(rate); it must be from 0 up to but not 1.")
    }
    let penalties = [("activation-penalty", activationPenalty), ("change-penalty", changePenalty)]
    for (name, penalty) in penalties where !(penalty >= 0 && penalty.isFinite) {
      throw ValidationError("--\(name) is \(penalty); it must be a number from 0 up.")
    }
    for (name, count) in [("hold-epochs", holdEpochs), ("average-after", averageAfter)] {
      if let count, count < 1 {
        throw ValidationError("--\(name) is \(count); it must be 1 or more.")
      }
    }
    guard clip > 0, clip.isFinite else {
      throw ValidationError("--clip is \(clip); it must be above 0.")
    }
  }

  func apply(to options: inout LanguageOptions) {
    options.dropout.isLocked = locked
    options.dropout.input = inputDropout
    options.dropout.output = outputDropout
    options.dropout.token = tokenDropout
    options.activationPenalty.size = activationPenalty
    options.activationPenalty.change = changePenalty
    options.variesLength = varyLength
    options.holdEpochs = holdEpochs
    options.averagingPatience = averageAfter
    options.clipNorm = clip
  }
}
