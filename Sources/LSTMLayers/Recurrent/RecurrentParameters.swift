import LSTMTensor

/// The trainable tensors of one layer in one direction.
public struct RecurrentParameters: Module {
  /// [gates · H, I]; gates in the order of ``Gate`` (sLSTM; LSTM, less those a variant is without), of reset, update,
  /// candidate (GRU); [4H + 2 heads, I]: query, key, value, output gate, then input and forget gates of the heads (mLSTM).
  public var inputWeight: Tensor
  /// [gates · H, H]; [gates · H, P] of an LSTM with a projection, [gates · H, H / heads] of an sLSTM; without rows, and not listed, of an mLSTM.
  public var recurrentWeight: Tensor
  /// [gates · H].
  public var bias: Tensor?
  /// The GRU's second candidate bias [H], inside the product with the reset gate.
  public var candidateBias: Tensor?
  /// The weight [H, H] by which the candidate of a GRU sees what the reset gate leaves of the hidden state, where the gate comes
  /// before the product; its ``recurrentWeight`` is then [2H, H].
  public var candidateWeight: Tensor?
  /// An LSTM's peepholes: one row [H] for each gate with weights but the candidate, in the order of ``Gate``.
  public var peepholeWeight: Tensor?
  /// An LSTM's projection [P, H]: makes the hidden state of what the units show, h = W (o ⊙ tanh(C)).
  public var projectionWeight: Tensor?
  /// The weight by which an LSTM's gates see those of the step before, where they do: a row and a column for each unit of each gate
  /// with weights but the candidate, in the order of ``Gate``; [3H, 3H] where all are there.
  public var gateWeight: Tensor?
  /// A layer-normalised LSTM's gains.
  public var normalization: RecurrentNormalization?

  /// Visits the weights, then the biases.
  public mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try visit("inputWeight", &inputWeight)
    if recurrentWeight.count > 0 { try visit("recurrentWeight", &recurrentWeight) }
    if var bias {
      try visit("bias", &bias)
      self.bias = bias
    }
    if var candidateBias {
      try visit("candidateBias", &candidateBias)
      self.candidateBias = candidateBias
    }
    if var candidateWeight {
      try visit("candidateWeight", &candidateWeight)
      self.candidateWeight = candidateWeight
    }
    if var peepholeWeight {
      try visit("peepholeWeight", &peepholeWeight)
      self.peepholeWeight = peepholeWeight
    }
    if var projectionWeight {
      try visit("projectionWeight", &projectionWeight)
      self.projectionWeight = projectionWeight
    }
    if var gateWeight {
      try visit("gateWeight", &gateWeight)
      self.gateWeight = gateWeight
    }
    if var normalization {
      try normalization.visitParameters(under: "normalization", visit)
      self.normalization = normalization
    }
  }

  package var kernelWeights: RecurrentWeights {
    RecurrentWeights(
      inputWeight: inputWeight, recurrentWeight: recurrentWeight, bias: bias,
      candidateBias: candidateBias, candidateWeight: candidateWeight,
      peepholeWeight: peepholeWeight,
      projectionWeight: projectionWeight, normalization: normalization)
  }
}

extension RecurrentNormalization: Module {
  /// Visits the gains, then the shift.
  public mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try visit("inputScale", &inputScale)
    try visit("recurrentScale", &recurrentScale)
    try visit("cellScale", &cellScale)
    try visit("cellShift", &cellShift)
  }
}

/// How the weights of a recurrent layer start.
public struct RecurrentInitialization: Sendable, Equatable {
  /// The input weights.
  public var input: Initializer
  /// The recurrent weights.
  public var recurrent: Initializer
  /// The biases, but for the forget gate's.
  public var bias: Initializer
  /// The forget gate's bias; `nil`: like the others.
  ///
  /// Only the LSTM has one. Gers and others (2000) introduced the gate, Jozefowicz and others (2015)
  /// recommend 1.
  public var forgetBias: Float?
  /// The longest dependency to be learned, T: forget biases then start as log of a number drawn from
  /// 1…T − 1, input biases as its opposite, so that units remember for every span up to it (chrono initialisation, Tallec
  /// and Ollivier 2018); `nil`: not so.
  public var longestLag: Int?

  /// Uniform in ±1/√H, forget bias 1.
  public init(
    input: Initializer = .uniformByHiddenSize, recurrent: Initializer = .uniformByHiddenSize,
    bias: Initializer = .uniformByHiddenSize, forgetBias: Float? = 1, longestLag: Int? = nil
  ) {
    self.input = input
    self.recurrent = recurrent
    self.bias = bias
    self.forgetBias = forgetBias
    self.longestLag = longestLag
  }
}
