import LSTMTensor

/// Layers of one kind of cell on top of each other, in either direction or both: ``LSTM``, ``GRU``,
/// ``RNN``, ``SLSTM`` and ``MLSTM``.
///
/// Each reads a whole sequence in one fused operation.
public protocol StackedRecurrentLayer: RecurrentLayer {
  /// Units of a layer, H.
  var hiddenSize: Int { get }
  /// Layers on top of each other, L.
  var layerCount: Int { get }
  /// The order in which sequences are read.
  var direction: Direction { get }
  /// The trainable tensors, by layer and then by direction (forward first).
  var layers: [[RecurrentParameters]] { get set }

  /// Holds a unit's hidden state at zero for all who read it: the recurrence and the next layer.
  ///
  /// Exact, since a state that no weight reads is as good as zero. The unit itself goes on, so a
  /// trace still shows it; in the top layer, whatever reads the outputs must ignore its column, too.
  mutating func silence(_ unit: RecurrentUnit)
}

/// A layer that is a ``RecurrentStack`` under a name of its own: it adds its state and how it is made.
///
/// It stands apart from ``StackedRecurrentLayer`` so that users see what a layer offers and not the
/// stack, which would take any other cell as well.
package protocol RecurrentStackWrapper: StackedRecurrentLayer {
  var stack: RecurrentStack { get set }
}

extension RecurrentStackWrapper {
  /// Features of an input, I.
  public var inputSize: Int { stack.inputSize }
  /// Units of a layer, H.
  public var hiddenSize: Int { stack.hiddenSize }
  /// Layers on top of each other, L.
  public var layerCount: Int { stack.layers.count }
  /// The order in which sequences are read.
  public var direction: Direction { stack.direction }
  /// Features of an output, D · H.
  public var outputSize: Int { stack.outputSize }

  /// The trainable tensors, by layer and then by direction (forward first).
  public var layers: [[RecurrentParameters]] {
    get { stack.layers }
    set { stack.layers = newValue }
  }

  /// The state of sequences that begin: zero, or the trained one.
  public func zeroState(batchSize: Int) -> State {
    State(tensors: stack.zeroStates(batchSize: batchSize))
  }

  /// Holds a unit's hidden state at zero for all who read it: the recurrence and the next layer.
  public mutating func silence(_ unit: RecurrentUnit) {
    stack.silence(unit)
  }

  /// Reads whole sequences: one fused operation a layer.
  public func read(_ input: Tensor, state: State?, lengths: [Int]?, phase: Phase)
    -> RecurrentOutput<State>
  {
    let result = stack.read(
      input, states: state?.tensors.map(\.tensor), lengths: lengths, phase: phase)
    return RecurrentOutput(outputs: result.outputs, state: State(tensors: result.states))
  }

  /// Visits the weights of every layer, then the initial state if it is trained.
  public mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try stack.visitParameters(visit)
  }
}
