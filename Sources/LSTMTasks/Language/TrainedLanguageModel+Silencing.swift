import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTraining

extension TrainedLanguageModel {
  /// Silenced copies of the model that read side by side, as the rows of one batch.
  static let silencedRows = 128

  /// −ln p of each token but the first, in the order of the text.
  public func losses(of part: TokenPart<Int32, [Tensor]>) -> [Double] {
    let (tokens, memory) = (part.tokens, part.memory)
    let embedded = model.embedding(TokenIDs(tokens, shape: [tokens.count, 1]))
    let hidden = model.recurrent.read(embedded, states: memory, lengths: nil, phase: .inference)
    var losses: [Double] = []
    forEachPart(of: hidden.outputs, tokens) { logits, targets in
      losses += logits.crossEntropies(targets: targets).values.map(Double.init)
    }
    return losses.dropLast()
  }

  /// The same for each of some units, held at zero from the first token on.
  ///
  /// The layers below a silenced unit compute what they always do: once for all. Those from its own up run
  /// as a batch, one row a unit.
  public func losses(
    of part: TokenPart<Int32, [Tensor]>, silencing units: [RecurrentUnit],
    progress: (Double) -> Void
  ) -> [[Double]] {
    let (tokens, memory) = (part.tokens, part.memory)
    guard tokens.count > 1 else { return units.map { _ in [] } }
    var losses = [[Double]](repeating: [], count: units.count)
    let output = PackedLinear(weight: model.output.weight, bias: model.output.bias)
    var done = 0
    for layer in 0..<layerCount {
      let places = units.indices.filter { units[$0].layer == layer }
      guard !places.isEmpty else { continue }
      let silencing = SilencedLayer(model, layer, tokens, memory)
      for start in stride(from: 0, to: places.count, by: Self.silencedRows) {
        let rows = places[start..<min(start + Self.silencedRows, places.count)]
        let found = silencing.losses(rows.map { units[$0].index }, tokens, memory, output) {
          progress((Double(done) + $0 * Double(rows.count)) / Double(units.count))
        }
        for (place, row) in zip(rows, found) { losses[place] = row }
        done += rows.count
      }
    }
    return losses
  }
}

/// A layer some of whose units are silenced, and the layers above.
private struct SilencedLayer {
  private let first: Int
  private let layers: [PackedRecurrentWeights]
  /// What the layer's gates take from its inputs, a row a step.
  private let projections: Tensor

  init(_ model: LanguageModel, _ layer: Int, _ tokens: [Int32], _ memory: [Tensor]) {
    first = layer
    var inputs = model.embedding(TokenIDs(tokens, shape: [tokens.count, 1]))
    if layer > 0 {
      inputs =
        model.recurrent.part(0..<layer).read(
          inputs, states: memory.map { $0.rows(0..<layer) }, lengths: nil, phase: .inference
        ).outputs
    }
    layers = model.recurrent.part(layer..<model.architecture.layerCount).packed().map { $0[0] }
    projections = layers[0].projections(
      of: inputs.reshaped(to: [tokens.count, inputs.shape.columnCount]))
  }

  /// −ln p of each token but the first, by silenced unit.
  func losses(
    _ units: [Int], _ tokens: [Int32], _ memory: [Tensor], _ output: PackedLinear,
    progress: (Double) -> Void
  ) -> [[Double]] {
    let count = units.count
    var stepper = RecurrentStepper(layers: layers, batchSize: count)
    stepper.states = memory.map { state in
      let (rows, size) = (state.shape[0] - first, state.shape[2])
      let ids = (first..<first + rows).flatMap { Array(repeating: Int32($0), count: count) }
      return state.reshaped(to: [state.shape[0], size])
        .gathering(TokenIDs(ids, shape: [rows, count]))
    }
    stepper.silence(units)
    var logits = Tensor.zeros([count, output.outputSize])
    var losses = [[Double]](repeating: [], count: count)
    for step in 0..<tokens.count - 1 {
      stepper.step(projected: projections, rows: Array(repeating: Int32(step), count: count))
      stepper.project(through: output, into: &logits)
      let targets = TokenIDs(Array(repeating: tokens[step + 1], count: count))
      for (row, loss) in logits.crossEntropies(targets: targets).values.enumerated() {
        losses[row].append(Double(loss))
      }
      progress(Double(step + 1) / Double(tokens.count - 1))
    }
    return losses
  }
}
