import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("The network that gives a sequence back")
struct SequenceAutoencoderTests {
  private static func network(
    features: Int = 2, hidden: Int = 5, latent: Int = 3, layers: Int = 1
  ) -> SequenceAutoencoder {
    var random = RandomGenerator(seed: 7)
    return SequenceAutoencoder(
      ReconstructionArchitecture(
        kind: .rows, sequenceLength: 6, featureCount: features, cell: .lstm, hiddenSize: hidden,
        layerCount: layers, latentSize: latent, memberCount: 1, referenceCount: 0), using: &random)
  }

  private static func inputs(_ shape: [Int]) -> Tensor {
    var numbers = TestNumbers(seed: 3)
    return Tensor(numbers.uniform(shape))
  }

  @Test("is the cell of the textbook, step by step: read, squeeze, and say from the same values")
  func steps() throws {
    let (network, inputs) = (Self.network(), Self.inputs([6, 3, 2]))
    func cell(_ stack: RecurrentStack) throws -> LSTMCell {
      let layer = stack.layers[0][0]
      return LSTMCell(
        inputWeight: layer.inputWeight, recurrentWeight: layer.recurrentWeight,
        bias: try #require(layer.bias))
    }
    let (encoder, decoder) = (try cell(network.encoder), try cell(network.decoder))
    var state = encoder.zeroState(batchSize: 3)
    for step in 0..<6 {
      state = encoder.step(inputs.rows(step..<step + 1).reshaped(to: [3, 2]), state: state)
    }
    let latent = network.bottleneck(state.hidden)
    #expect(relativeError(network.latent(inputs, phase: .inference), DoubleArray(latent)) < 1e-6)
    var (spoken, parts) = (decoder.zeroState(batchSize: 3), [Tensor]())
    for _ in 0..<6 {
      spoken = decoder.step(latent, state: spoken)
      parts.append(network.output(spoken.hidden))
    }
    #expect(relativeError(network(inputs), DoubleArray(Tensor.stacking(parts))) < 1e-5)
  }

  @Test(
    "has the gradients that finite differences in Double give, with and without missing values",
    arguments: [false, true])
  func gradients(hasMissing: Bool) throws {
    let (network, inputs) = (Self.network(), DoubleArray(Self.inputs([4, 3, 2])))
    let marks: [Double] = inputs.values.indices.map { hasMissing && $0 % 5 == 2 ? 0 : 1 }
    let mask = DoubleArray(marks, shape: inputs.shape)
    let parameters = network.parameters
    #expect(
      parameters.map(\.path) == [
        "encoder.0.inputWeight", "encoder.0.recurrentWeight", "encoder.0.bias",
        "bottleneck.weight", "bottleneck.bias", "decoder.0.inputWeight",
        "decoder.0.recurrentWeight", "decoder.0.bias", "output.weight", "output.bias",
      ])
    func loss(_ p: [DoubleArray]) -> Double {
      let encoder = Reference.LSTM(inputWeight: p[0], recurrentWeight: p[1], bias: p[2])
      let read = encoder.forward(inputs, initial: encoder.zeroState(batchSize: 3))
      let latent = Reference.linear(read.final.hidden, weight: p[3], bias: p[4])
      let decoder = Reference.LSTM(inputWeight: p[5], recurrentWeight: p[6], bias: p[7])
      let said = decoder.forward(
        .stacking(Array(repeating: latent, count: 4)), initial: decoder.zeroState(batchSize: 3))
      let output = Reference.linear(said.outputs, weight: p[8], bias: p[9])
      var (sum, count) = (0.0, 0.0)
      for place in output.values.indices where mask[place] > 0 {
        sum += (output[place] - inputs[place]) * (output[place] - inputs[place])
        count += 1
      }
      return sum / count
    }
    let observed = hasMissing ? Tensor(mask) : nil
    let (value, found) = valueAndGradient(of: network) {
      $0.loss(Tensor(inputs), isObserved: observed, phase: .inference)
    }
    let points = parameters.map { DoubleArray($0.tensor) }
    #expect(abs(Double(value.scalar) - loss(points)) < 1e-6)
    let gradients = try parameters.map { path, _ in
      guard case .dense(let gradient)? = found[path] else { throw Missing(path: path) }
      return DoubleArray(gradient)
    }
    let errors = gradientErrors(of: loss, at: points, against: gradients, samples: 6)
    for (error, parameter) in zip(errors, parameters) {
      #expect(error < 1e-4, "\(parameter.path)")
    }
  }

  private struct Missing: Error {
    let path: String
  }

  @Test("gives the same bits alone and among others, trained parts and all")
  func batches() {
    let (network, inputs) = (Self.network(layers: 2), Self.inputs([6, 4, 2]))
    let whole = network(inputs)
    func row(_ row: Int, of tensor: Tensor) -> [Float] {
      (0..<12).map { tensor[($0 / 2 * 4 + row) * 2 + $0 % 2] }
    }
    for place in 0..<4 {
      let alone = Tensor(row(place, of: inputs), shape: [6, 1, 2])
      #expect(network(alone).values == row(place, of: whole))
    }
  }
}
