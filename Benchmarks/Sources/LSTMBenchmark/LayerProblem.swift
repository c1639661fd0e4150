import LSTMKit

/// A layer, an input and a gradient of its output, read from the file that all contenders read.
struct LayerProblem {
  let isTraining: Bool
  let network: LayerWithInput
  let upstream: Tensor
  let answerPath: String

  init(_ request: JSONReader) throws {
    isTraining = try request.member("work").string() == "training"
    answerPath = try request.member("answer").string()
    let file = try SafetensorsFile(contentsOf: request.member("problem").string())
    func tensor(_ name: String) throws -> Tensor {
      Tensor(try file.floats(named: name), shape: Shape(try file.tensor(named: name).shape))
    }
    let input = try tensor("input")
    upstream = try tensor("upstream")
    var random = RandomGenerator(seed: 1)
    var lstm = LSTM(
      inputSize: input.shape[2], hiddenSize: try request.member("hidden").integer(in: 1...65536),
      layerCount: try request.member("layers").integer(in: 1...64),
      direction: try request.member("bidirectional").boolean() ? .bidirectional : .forward,
      using: &random)
    let entries = try file.tensors.map(\.name).filter { $0.hasPrefix("lstm.") }
      .map { (key: $0, tensor: try tensor($0)) }
    let parameters = try PyTorchNames.imported(entries)
    lstm.visitParameters { path, parameter in
      guard let found = parameters.first(where: { $0.path == "lstm." + path }) else { return }
      parameter = found.tensor
    }
    network = LayerWithInput(lstm: lstm, input: input)
  }

  /// Writes what the layer computes, for the comparison, and returns what is to be timed.
  func prepared() throws -> () -> Void {
    var writer = SafetensorsWriter()
    func add(_ name: String, _ tensor: Tensor) throws {
      try writer.add(name, shape: tensor.shape.array, floats: tensor.values)
    }
    defer { try? AtomicFile.write(writer.bytes(), to: answerPath) }
    if isTraining {
      let (network, upstream) = (network, upstream)
      let (outputs, gradients) = valueAndGradient(of: network, upstream: upstream) { $0.outputs }
      try add("outputs", outputs)
      for (path, gradient) in gradients.entries { try add("gradient." + path, gradient.dense) }
      return { _ = valueAndGradient(of: network, upstream: upstream) { $0.outputs } }
    }
    let (layer, input) = (PreparedLSTM(network.lstm), network.input)
    try add("outputs", layer(input).outputs)
    if input.shape[0] == 1, network.lstm.direction == .forward {
      // One step at a time is what streams are for.
      var stream = layer.stream(batchSize: input.shape[1])
      let step = Tensor(input.values, shape: Shape(Array(input.shape.array.dropFirst())))
      return { stream.step(step) }
    }
    return { _ = layer(input) }
  }
}

/// A layer whose input counts as a parameter, so that its gradient is computed too.
struct LayerWithInput: Module {
  var lstm: LSTM
  var input: Tensor

  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try lstm.visitParameters(under: "lstm", visit)
    try visit("input", &input)
  }

  var outputs: Tensor { lstm(input).outputs }
}

/// A square matrix product.
func largeProduct(_ size: Int) -> () -> Void {
  var random = RandomGenerator(seed: 1)
  let a = Tensor.uniform([size, size], in: -1...1, using: &random)
  let b = Tensor.uniform([size, size], in: -1...1, using: &random)
  return { _ = a.linear(weight: b) }
}
