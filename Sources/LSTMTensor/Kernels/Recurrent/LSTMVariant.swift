/// What sets a variant of the LSTM apart from the plain one.
///
/// Every option is a part of the same layer, on the same fused kernels, and they combine.
public struct LSTMVariant: Sendable, Equatable, Hashable {
  /// Whether there is an input gate; without, i = 1 ("NIG" in Greff and others 2015).
  public var hasInputGate = true
  /// Whether there is a forget gate; without, f = 1: the LSTM of 1997 in this respect ("NFG").
  public var hasForgetGate = true
  /// Whether there is an output gate; without, o = 1 ("NOG").
  public var hasOutputGate = true
  /// Whether the input gate decides on forgetting too, f = 1 − i ("CIFG"); the forget gate then has no
  /// weights of its own.
  public var couplesForgetGate = false
  /// Whether the candidate passes through tanh ("NIAF" without).
  public var hasCandidateActivation = true
  /// Whether the cell state passes through tanh on its way out; without, h = o ⊙ C ("NOAF").
  public var hasOutputActivation = true
  /// Whether gates see the cell state: C of the step before (input, forget), C of this step (output),
  /// each through a weight per unit (Gers and Schmidhuber 2000).
  public var hasPeepholes = false
  /// Whether gates see the gates of the step before ("FGR" in Greff and others 2015, section 3; so they did in 1997).
  ///
  ///     i = σ(W_i [h′, x] + G_i [i′, f′, o′] + b_i), and f and o likewise
  ///
  /// with the values of input, forget and output gate after the step before, zero at first, and a `gateWeight`
  /// G over them; the candidate sees none. Gates that a variant is without neither see nor are seen. It does
  /// not go with a projection.
  public var hasFullGateRecurrence = false
  /// Whether layers normalise what they compute (Ba, Kiros and Hinton 2016, equations 29 to 31).
  ///
  ///     (i, f, C̃, o) = α₁ ⊙ norm(U h′) + α₂ ⊙ norm(W x) + b,  h = o ⊙ tanh(α₃ ⊙ norm(C) + β₃)
  ///
  /// with norm(a) = (a − mean a) ÷ √(var a + 1e-5). Input projection W x and recurrent projection U h′
  /// are normalised apart from each other, each over the whole vector of all gates and units of a
  /// sequence at a step, 4H numbers, less those of gates that the variant is without, as the paper
  /// does; other libraries normalise gate by gate. The cell state, which is carried on as it is, is
  /// normalised over its H units where it is shown. The paper's shifts of the two projections would
  /// only add to the bias b, and are not there apart from it.
  public var hasLayerNormalization = false
  /// The cell state is held within ± this; `nil`: it is free.
  public var cellClip: Float?
  /// Probability of dropping a unit's candidate at a step in training: what the cell state already holds
  /// is never lost (Semeniuta and others 2016).
  public var recurrentDropout: Float = 0
  /// Probability that a unit's cell state stays as it was for a step in training; when the model is used, that
  /// share of it stays (zoneout, Krueger and others 2017).
  public var cellZoneout: Float = 0
  /// The same for the hidden state.
  public var hiddenZoneout: Float = 0
  /// Probability of dropping a recurrent weight for a whole sequence in training (weight-drop, Merity and others 2018).
  public var weightDrop: Float = 0
  /// Features of a hidden state that is a projection, P; set by the layer.
  ///
  /// `nil`: the hidden state is what the units show.
  package var projectionSize: Int?

  /// The plain LSTM, to be changed.
  public init() {}

  /// The LSTM of the textbook.
  public static let plain = LSTMVariant()

  /// The plain LSTM with a change.
  public static func with(_ change: (inout LSTMVariant) -> Void) -> LSTMVariant {
    var variant = LSTMVariant()
    change(&variant)
    return variant
  }

  /// Whether the forget gate has weights.
  package var ownsForgetGate: Bool { hasForgetGate && !couplesForgetGate }

  /// Whether each gate has weights, in the order in which they are stacked.
  package var weightedGates: [Bool] { [hasInputGate, ownsForgetGate, true, hasOutputGate] }

  /// Whether the plain kernel computes it: dropped weights and projections are another matter.
  var isPlainForKernels: Bool {
    var rest = self
    rest.weightDrop = 0
    rest.projectionSize = nil
    return rest == .plain
  }
}
