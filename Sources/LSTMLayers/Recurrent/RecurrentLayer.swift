import LSTMTensor

/// What a recurrent layer carries from one time step to the next.
public protocol RecurrentState: Sendable {
  /// The tensors of the state by name, each [L · D, N, size] (L layers, D directions); size is H but for
  /// an mLSTM's.
  var tensors: [(name: String, tensor: Tensor)] { get }
  /// A state from its tensors, in the order of ``tensors``.
  init(tensors: [Tensor])
}

extension RecurrentState {
  /// The same values without a past: where truncated back-propagation cuts.
  public var detached: Self { Self(tensors: tensors.map(\.tensor.detached)) }

  /// Sequences per state.
  public var batchSize: Int { tensors.first?.tensor.shape[1] ?? 0 }
}

/// What a recurrent layer computes from a batch of sequences.
public struct RecurrentOutput<State: RecurrentState>: Sendable {
  /// The top layer's hidden state at every step, [T, N, D · H]; zero beyond a sequence's length.
  public var outputs: Tensor
  /// The state after each sequence's last step.
  public var state: State
}

/// The order in which a layer reads a sequence.
public enum Direction: String, Sendable, CaseIterable {
  /// From the first step to the last.
  case forward
  /// From the last step to the first.
  case reverse
  /// Both, their outputs side by side: forward first.
  case bidirectional

  package var passes: [Bool] {
    switch self {
    case .forward: [false]
    case .reverse: [true]
    case .bidirectional: [false, true]
    }
  }
}

/// A layer that reads sequences step by step: LSTM, GRU, RNN, sLSTM, mLSTM.
public protocol RecurrentLayer: Module {
  /// What it carries between steps.
  associatedtype State: RecurrentState

  /// Features of an input, I.
  var inputSize: Int { get }
  /// Features of an output, D · H.
  var outputSize: Int { get }

  /// The state of sequences that begin: zero, or the trained one.
  func zeroState(batchSize: Int) -> State

  /// Reads whole sequences: what a call of the layer does, with everything spelled out.
  ///
  /// - Parameters:
  ///   - input: [T, N, I].
  ///   - state: where the sequences continue from; `nil`: they begin.
  ///   - lengths: steps of each sequence, 0…T; `nil`: all have T.
  ///   - phase: training draws dropout masks.
  func read(_ input: Tensor, state: State?, lengths: [Int]?, phase: Phase)
    -> RecurrentOutput<State>
}

extension RecurrentLayer {
  /// Reads whole sequences.
  ///
  /// - Parameters:
  ///   - input: [T, N, I].
  ///   - state: where the sequences continue from; `nil`: they begin.
  ///   - lengths: steps of each sequence, 0…T; `nil`: all have T.
  ///   - phase: training draws dropout masks.
  public func callAsFunction(
    _ input: Tensor, state: State? = nil, lengths: [Int]? = nil, phase: Phase = .inference
  ) -> RecurrentOutput<State> {
    read(input, state: state, lengths: lengths, phase: phase)
  }

  /// Reads one time step.
  ///
  /// - Parameters:
  ///   - input: [N, I].
  ///   - state: the state before it.
  /// - Returns: the hidden state [N, D · H] and the state after the step.
  public func step(_ input: Tensor, state: State) -> RecurrentOutput<State> {
    let whole = self(input.reshaped(to: Shape([1] + input.shape.array)), state: state)
    return RecurrentOutput(
      outputs: whole.outputs.reshaped(to: Shape(Array(whole.outputs.shape.array.dropFirst()))),
      state: whole.state)
  }
}
