import LSTMData
import LSTMTensor

/// Text that a language model writes, piece by piece, as an endless sequence.
public struct TextGenerator: Sequence, IteratorProtocol, Sendable {
  private var stream: LanguageStream
  private var sampler: Sampler
  private var decoder: TokenStreamDecoder
  private var written = 0

  /// Reads a prompt and is then ready to write on.
  ///
  /// - Parameters:
  ///   - model: the network, laid out for inference.
  ///   - tokenizer: its tokenizer.
  ///   - prompt: tokens to go on from; not empty.
  ///   - options: how tokens are chosen.
  ///   - seed: the same text for the same seed.
  public init(
    _ model: PreparedLanguageModel, tokenizer: any Tokenizer, prompt: [Int32],
    options: SamplingOptions, seed: UInt64
  ) {
    precondition(!prompt.isEmpty, "a text needs something to begin from")
    stream = model.stream()
    stream.read(prompt)
    sampler = Sampler(options, seed: seed)
    decoder = TokenStreamDecoder(tokenizer, after: prompt.last)
  }

  /// The text of one more token; empty while a character is still incomplete.
  public mutating func next() -> String? {
    if written > 0, let last { stream.read(last) }
    let token = sampler.next(stream.logits)
    last = token
    written += 1
    return decoder.decode(token)
  }

  private var last: Int32?

  /// What is left of an incomplete character at the end.
  public mutating func finish() -> String {
    decoder.finish()
  }
}

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
  ///   - length: tokens to write.
  ///   - prompt: what to go on from.
  ///   - options: how tokens are chosen.
  ///   - seed: the same text for the same seed.
  /// - Returns: the text after the prompt.
  public func generate(
    length: Int, prompt: String = "", options: SamplingOptions, seed: UInt64 = 1
  ) -> String {
    var generator = TextGenerator(
      PreparedLanguageModel(model), tokenizer: tokenizer, prompt: encodePrompt(prompt).tokens,
      options: options, seed: seed)
    var text = ""
    for _ in 0..<length { text += generator.next() ?? "" }
    return text + generator.finish()
  }
}
