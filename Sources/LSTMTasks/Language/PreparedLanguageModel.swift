import LSTMLayers
import LSTMTensor

/// A language model for inference, laid out for the kernels once and shared by all streams.
public struct PreparedLanguageModel: Sendable {
  let layers: PreparedLSTM
  let output: PackedLinear
  /// The first layer's input projection of every token, where that table is small enough: it replaces a
  /// product a step by a copy, with the same bits.
  let projections: Tensor?
  let embedding: Tensor
  /// Tokens that the model tells apart.
  public let vocabularySize: Int

  /// Floats that the table of projections may take: 64 MiB.
  private static let largestTable = 1 << 24

  /// Lays out a model.
  public init(_ model: LanguageModel) {
    self.init(model, largestTable: Self.largestTable)
  }

  init(_ model: LanguageModel, largestTable: Int) {
    vocabularySize = model.architecture.vocabularySize
    layers = PreparedLSTM(stack: model.recurrent)
    output = PackedLinear(weight: model.output.weight, bias: model.output.bias)
    embedding = model.embedding.weight.detached
    let first = layers.firstLayer
    projections =
      vocabularySize * first.projectionSize <= largestTable
      ? first.projections(of: embedding) : nil
  }

  /// Lets texts that go on side by side read a token each.
  ///
  /// - Parameters:
  ///   - stepper: of N texts; goes on.
  ///   - tokens: one of each text, [N].
  ///   - logits: of the next tokens, [N, V].
  func advance(
    _ stepper: inout RecurrentStepper, reading tokens: [Int32], into logits: inout Tensor
  ) {
    if let projections {
      stepper.step(projected: projections, rows: tokens)
    } else {
      stepper.step(embedding.gathering(TokenIDs(tokens)))
    }
    stepper.project(through: output, into: &logits)
  }

  /// A text that begins.
  public func stream() -> LanguageStream {
    LanguageStream(model: self)
  }
}

/// A text as a model reads it: one token at a time, the recurrent state carried along.
///
/// A value: a copy is a fork. ``savedState()`` and ``restore(_:)`` carry it over the end of a process.
public struct LanguageStream: Sendable {
  private let model: PreparedLanguageModel
  private var stepper: RecurrentStepper
  private var row: [Int32] = [0]

  /// Logits of the next token [1, V]; zeros before the first token.
  public private(set) var logits: Tensor

  /// Everything that the next step depends on, by name: the states, then logits.
  var tensors: [(name: String, tensor: Tensor)] {
    get {
      zip(model.layers.stack.stateNames, stepper.states).map { (name: $0, tensor: $1) }
        + [(name: "logits", tensor: logits)]
    }
    set {
      stepper.states = newValue.dropLast().map(\.tensor)
      logits = newValue[newValue.count - 1].tensor
    }
  }

  init(model: PreparedLanguageModel) {
    self.model = model
    stepper = model.layers.stepper(batchSize: 1)
    logits = .zeros([1, model.vocabularySize])
  }

  /// Reads one token.
  public mutating func read(_ token: Int32) {
    precondition(token >= 0 && Int(token) < model.vocabularySize, "token \(token)")
    row[0] = token
    model.advance(&stepper, reading: row, into: &logits)
  }

  /// Reads tokens.
  public mutating func read(_ tokens: some Sequence<Int32>) {
    for token in tokens { read(token) }
  }
}
