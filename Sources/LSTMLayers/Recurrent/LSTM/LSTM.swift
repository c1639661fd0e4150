import LSTMTensor

/// Long short-term memory over whole sequences: the fused form of ``LSTMCell``, stacked, in either
/// direction or both.
public struct LSTM: StackedRecurrentLayer, RecurrentStackWrapper {
  /// What it carries between steps: hidden state and cell state.
  public typealias State = LSTMState

  package var stack: RecurrentStack

  /// Features of a hidden state that is a projection, P; `nil`: it has one for each unit.
  public var projectionSize: Int? { stack.cell.variant?.projectionSize }

  /// A layer with new weights.
  ///
  /// - Parameters:
  ///   - inputSize: features of an input, I.
  ///   - hiddenSize: units of a layer, H.
  ///   - projectionSize: features of a hidden state, P, where it is a projection of what the units show:
  ///     h = W (o ⊙ tanh(C)) with a `projectionWeight` [P, H] (LSTMP, Sak, Senior and Beaufays 2014). Cell states
  ///     keep their H values; hidden states and outputs have P for H. `nil`: h = o ⊙ tanh(C). It goes with every
  ///     variant but zoneout of the hidden state.
  ///   - layerCount: layers on top of each other, L.
  ///   - direction: the order in which sequences are read.
  ///   - dropout: probability of dropping a value between two layers, in training.
  ///   - hasBias: whether gates have biases.
  ///   - hasTrainableState: whether the initial state is learned; otherwise it is zero.
  ///   - variant: what sets it apart from the plain LSTM.
  ///   - initialization: how the weights start.
  ///   - random: the source of chance.
  public init(
    inputSize: Int, hiddenSize: Int, projectionSize: Int? = nil, layerCount: Int = 1,
    direction: Direction = .forward, dropout: Float = 0, hasBias: Bool = true,
    hasTrainableState: Bool = false, variant: LSTMVariant = .plain,
    initialization: RecurrentInitialization = RecurrentInitialization(),
    using random: inout RandomGenerator
  ) {
    var variant = variant
    variant.projectionSize = projectionSize
    stack = RecurrentStack(
      .lstm(variant), inputSize: inputSize, hiddenSize: hiddenSize, layerCount: layerCount,
      direction: direction, dropout: dropout, hasBias: hasBias,
      hasTrainableState: hasTrainableState, initialization: initialization, using: &random)
  }
}
