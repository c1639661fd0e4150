import LSTMKit

/// A layer of some variant of the LSTM, to be timed beside the plain one.
struct VariantProblem {
  static let variants: [(name: String, variant: LSTMVariant)] = [
    ("plain", .plain),
    ("peepholes", .with { $0.hasPeepholes = true }),
    ("coupled gates", .with { $0.couplesForgetGate = true }),
    ("no output gate", .with { $0.hasOutputGate = false }),
    ("cell clip", .with { $0.cellClip = 3 }),
    ("recurrent dropout", .with { $0.recurrentDropout = 0.3 }),
    ("zoneout", .with { ($0.cellZoneout, $0.hiddenZoneout) = (0.5, 0.05) }),
    ("weight-drop", .with { $0.weightDrop = 0.5 }),
    ("layer normalization", .with { $0.hasLayerNormalization = true }),
    (projection, .plain),
  ]
  /// A plain layer but for hidden states that are projections to half as many features.
  private static let projection = "projection to H/2"

  let isTraining: Bool
  let network: LayerWithInput
  let upstream: Tensor

  init(_ request: JSONReader) throws {
    func size(_ name: String) throws -> Int { try request.member(name).integer(in: 1...65536) }
    let name = try request.member("variant")
    let wanted = try name.string()
    guard let variant = Self.variants.first(where: { $0.name == wanted })?.variant else {
      throw name.expected("one of " + Self.variants.map(\.name).joined(separator: ", "))
    }
    isTraining = try request.member("work").string() == "training"
    var random = RandomGenerator(seed: 1)
    let (steps, batch, hidden) = (try size("time"), try size("batch"), try size("hidden"))
    network = LayerWithInput(
      lstm: LSTM(
        inputSize: try size("input"), hiddenSize: hidden,
        projectionSize: wanted == Self.projection ? hidden / 2 : nil, variant: variant,
        using: &random),
      input: .uniform([steps, batch, try size("input")], in: -1...1, using: &random))
    upstream = .uniform([steps, batch, network.lstm.outputSize], in: -1...1, using: &random)
  }

  func prepared() -> () -> Void {
    let (network, upstream) = (network, upstream)
    guard isTraining else {
      let layer = PreparedLSTM(network.lstm)
      return { _ = layer(network.input) }
    }
    var step = 0
    return {
      step += 1
      let phase = Phase.training(MaskSource(seed: 1, step: step))
      _ = valueAndGradient(of: network, upstream: upstream) {
        $0.lstm(network.input, phase: phase).outputs
      }
    }
  }
}
