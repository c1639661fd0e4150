import LSTMData
import LSTMTensor

extension TrainedLanguageModel {
  /// The tokens of a prompt, and what in it the model has never seen.
  ///
  /// - Parameter prompt: an empty one stands for the beginning of a line.
  public func encodePrompt(_ prompt: String) -> (tokens: [Int32], unseen: [Substitution]) {
    let bytes = Array((prompt.isEmpty ? "\n" : prompt).utf8)
    let tokens = tokenizer.encode(bytes)
    return (
      tokens.isEmpty ? [0] : tokens, prompt.isEmpty ? [] : tokenizer.substitutions(in: bytes)
    )
  }

  /// Writes a text.
  ///
  /// - Parameters:
  ///   - length: tokens to write at most.
  ///   - prompt: what to go on from.
  ///   - options: how tokens are chosen.
  ///   - seed: the same text for the same seed.
  ///   - stops: texts before which writing ends.
  /// - Returns: the text after the prompt.
  public func generate(
    length: Int, prompt: String = "", options: SamplingOptions, seed: UInt64 = 1,
    stops: StopTexts = .none
  ) -> String {
    var generator = TextGenerator(
      PreparedLanguageModel(model), tokenizer: tokenizer, prompt: encodePrompt(prompt).tokens,
      options: options, seed: seed, stops: stops)
    var text = ""
    for _ in 0..<length {
      guard let piece = generator.next() else { break }
      text += piece
    }
    return text + generator.finish()
  }

  /// Searches for the likeliest texts, by beam search.
  ///
  /// Of two that end before a stop text the shorter one is often likelier: what is compared is the probability of all
  /// that was written, the stop text included.
  ///
  /// - Parameters:
  ///   - length: tokens to write at most.
  ///   - prompt: what to go on from.
  ///   - options: how many are followed and returned.
  ///   - stops: texts before which writing ends.
  ///   - progress: called with the share of the length that is done.
  /// - Returns: the texts after the prompt, the likeliest first, no two alike.
  public func likeliestTexts(
    length: Int, prompt: String = "", options: TextSearchOptions, stops: StopTexts = .none,
    progress: (Double) -> Void = { _ in }
  ) -> [FoundText] {
    TextSearch.run(
      PreparedLanguageModel(model), tokenizer, prompt: encodePrompt(prompt).tokens, length: length,
      options, stops, progress: progress)
  }
}
