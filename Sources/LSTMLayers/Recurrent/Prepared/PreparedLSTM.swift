import LSTMTensor

/// An LSTM for inference: weights laid out for the kernels once for good, immutable, shared by all
/// streams.
public struct PreparedLSTM: Sendable {
  package let stack: RecurrentStack
  let layers: [[PackedRecurrentWeights]]

  /// Lays out the weights of a layer.
  public init(_ lstm: LSTM) {
    self.init(stack: lstm.stack)
  }

  package init(stack: RecurrentStack) {
    self.stack = stack
    layers = stack.packed()
  }

  /// The first layer's weights: for tables of its input projections.
  package var firstLayer: PackedRecurrentWeights { layers[0][0] }

  /// Features of an input, I.
  public var inputSize: Int { stack.inputSize }
  /// Units of a layer, H.
  public var hiddenSize: Int { stack.hiddenSize }
  /// Features of an output, D · H, P for H where hidden states are projections.
  public var outputSize: Int { stack.outputSize }

  /// Reads whole sequences, as the layer itself does.
  ///
  /// - Parameters:
  ///   - input: [T, N, I].
  ///   - state: where the sequences continue from; `nil`: they begin.
  ///   - lengths: steps of each sequence, 0…T; `nil`: all have T.
  public func callAsFunction(
    _ input: Tensor, state: LSTMState? = nil, lengths: [Int]? = nil
  ) -> RecurrentOutput<LSTMState> {
    let result = stack.infer(
      input.detached, states: state?.tensors.map(\.tensor.detached), lengths: lengths,
      packed: layers)
    return RecurrentOutput(outputs: result.outputs, state: LSTMState(tensors: result.states))
  }

  /// Reads whole sequences [T, N, I] from their start, whatever the cell; the states are [L, N, size] each.
  package func read(_ input: Tensor) -> (outputs: Tensor, states: [Tensor]) {
    stack.infer(input.detached, states: nil, lengths: nil, packed: layers)
  }

  /// A stream at the start of `batchSize` sequences.
  ///
  /// - Precondition: the layer reads forward; a stream has no end to start from.
  public func stream(batchSize: Int = 1) -> LSTMStream {
    LSTMStream(stepper: stepper(batchSize: batchSize))
  }

  package func stepper(batchSize: Int) -> RecurrentStepper {
    precondition(stack.direction == .forward, "a stream can only be read forward")
    var stepper = RecurrentStepper(layers: layers.map { $0[0] }, batchSize: batchSize)
    if !stack.initialStates.isEmpty { stepper.states = stack.zeroStates(batchSize: batchSize) }
    return stepper
  }
}

/// Sequences that are read as they come, one step at a time.
///
/// A value: a copy is a fork that goes on by itself. A step gives the bits of the whole sequence and
/// takes no memory from the system.
public struct LSTMStream: Sendable {
  private var stepper: RecurrentStepper

  init(stepper: RecurrentStepper) {
    self.stepper = stepper
  }

  /// Where the sequences stand, to be saved and restored.
  public var state: LSTMState {
    get { LSTMState(tensors: stepper.states) }
    set { stepper.states = newValue.tensors.map(\.tensor) }
  }

  /// Reads one time step.
  ///
  /// - Parameter input: [N, I].
  public mutating func step(_ input: Tensor) {
    stepper.step(input)
  }

  /// The top layer's hidden state after the last step, [N, H], or [N, P].
  public var hidden: Tensor { stepper.output }
}
