import LSTMData
import LSTMTensor

/// Text that a language model writes, piece by piece: a sequence that ends at a stop text, or never.
public struct TextGenerator: Sequence, IteratorProtocol, Sendable {
  private let tokenizer: any Tokenizer
  private let stops: StopTexts
  private var stream: LanguageStream
  private var sampler: Sampler
  private var writer: TextWriter
  /// The text's last token, and whether the model has read it: the last that it writes is not worth reading.
  private var last: Int32
  private var isRead = true

  /// Tokens that it has written.
  public private(set) var tokenCount = 0

  /// Reads a prompt and is then ready to write on.
  ///
  /// - Parameters:
  ///   - model: the network, laid out for inference.
  ///   - tokenizer: its tokenizer.
  ///   - prompt: tokens to go on from; not empty.
  ///   - options: how tokens are chosen.
  ///   - seed: the same text for the same seed.
  ///   - stops: texts before which writing ends.
  public init(
    _ model: PreparedLanguageModel, tokenizer: any Tokenizer, prompt: [Int32],
    options: SamplingOptions, seed: UInt64, stops: StopTexts = .none
  ) {
    precondition(!prompt.isEmpty, "a text needs something to begin from")
    self.tokenizer = tokenizer
    self.stops = stops
    stream = model.stream()
    stream.read(prompt)
    sampler = Sampler(options, seed: seed)
    sampler.note(prompt)
    last = prompt[prompt.count - 1]
    writer = TextWriter(tokenizer, after: last, stops: stops)
  }

  /// The text of one more token: empty while a character is still incomplete or a stop text may be coming, `nil` once one
  /// has come.
  public mutating func next() -> String? {
    if writer.isStopped { return nil }
    if !isRead { stream.read(last) }
    last = sampler.next(stream.logits)
    isRead = false
    tokenCount += 1
    return writer.write(last)
  }

  /// What is left at the end: of an incomplete character, or of a stop text that did not come.
  public mutating func finish() -> String {
    writer.finish()
  }

  /// Reads on in the same text, behind what was written, a stop text included; ready to write once more.
  ///
  /// - Parameter tokens: somebody else's part of the text; none to only go on.
  public mutating func read(_ tokens: [Int32]) {
    if !isRead { stream.read(last) }
    isRead = true
    stream.read(tokens)
    sampler.note(tokens)
    last = tokens.last ?? last
    writer = TextWriter(tokenizer, after: last, stops: stops)
  }

  /// Whether the text, a stop text included, ends with a line feed.
  public var endsLine: Bool {
    var bytes: [UInt8] = []
    tokenizer.append(last, after: nil, to: &bytes)
    return bytes.last == UInt8(ascii: "\n")
  }
}
