import LSTMLayers
import LSTMTensor

/// Draws paths into the future: each value from the distribution that a network says, then read as if it had come true
/// (ancestral sampling).
struct PathSampler: Sendable {
  private let reader: AutoregressiveReader
  private let horizon: Int
  private let recurrent: PreparedLSTM
  private let output: PackedLinear
  /// [K, F].
  private let direct: [Float]

  /// The weights of a network laid out once for all paths.
  init(_ network: AutoregressiveNetwork, _ data: ForecastData) {
    reader = AutoregressiveReader(data, network.autoregression)
    horizon = network.architecture.shape.horizon
    recurrent = PreparedLSTM(stack: network.recurrent)
    output = PackedLinear(weight: network.output.weight, bias: network.output.bias)
    direct = network.direct.weight.values
  }

  /// Paths from windows, [N, P, H], in the unit of the network's distribution.
  ///
  /// - Parameter generators: [N · P], the chance of each path.
  func paths(_ windows: [ForecastWindow], generators: [RandomGenerator]) -> [Float] {
    let count = generators.count / max(1, windows.count)
    let frames = windows.map(reader.frame)
    var generators = generators
    var paths = [Float](repeating: 0, count: generators.count * horizon)
    var stepper = recurrent.stepper(batchSize: generators.count)
    stepper.states = contextStates(windows, frames, copies: count)
    let width = reader.featureCount
    var values = [Float](repeating: 0, count: generators.count * width)
    var inputs = Tensor.zeros([generators.count, width])
    let outputCount = reader.autoregression.distribution.outputCount
    var outputs = Tensor.zeros([generators.count, outputCount])
    var said = [Float](repeating: 0, count: outputs.count)
    for step in 0..<horizon {
      for (number, window) in windows.enumerated() {
        write(
          window, frames[number], step: step, rows: number * count..<(number + 1) * count, paths,
          into: &values)
      }
      inputs.withMutableBuffer { _ = $0.update(fromContentsOf: values) }
      stepper.step(inputs)
      stepper.project(through: output, into: &outputs)
      outputs.withBuffer { outputs in
        for index in said.indices { said[index] = outputs[index] }
      }
      for row in generators.indices {
        paths[row * horizon + step] = draw(
          said, values, row: row, frame: frames[row / count], using: &generators[row])
      }
    }
    return paths
  }

  /// The state behind each window's context, as often as it has paths.
  private func contextStates(
    _ windows: [ForecastWindow], _ frames: [AutoregressiveReader.Frame], copies: Int
  ) -> [Tensor] {
    let inputs = reader.inputs(
      windows, frames, steps: -reader.autoregression.context..<0)
    return recurrent.read(inputs).states.map { state in
      let (layers, rows, size) = (state.shape[0], state.shape[1], state.shape[2])
      var copied = Tensor(uninitialized: [layers, rows * copies, size])
      state.withBuffer { state in
        copied.withMutableBuffer { copied in
          for row in 0..<layers * rows {
            for copy in 0..<copies {
              for unit in 0..<size {
                copied[(row * copies + copy) * size + unit] = state[row * size + unit]
              }
            }
          }
        }
      }
      return copied
    }
  }

  /// The inputs of a step of all paths of a window: those of its past, and what each path has drawn since.
  private func write(
    _ window: ForecastWindow, _ frame: AutoregressiveReader.Frame, step: Int, rows: Range<Int>,
    _ paths: [Float], into inputs: inout [Float]
  ) {
    let width = reader.featureCount
    let lags = reader.autoregression.lags
    let first = rows.lowerBound * width
    reader.write(window, frame, step: step, into: &inputs, at: first)
    // What was drawn is there.
    if step > 0, reader.data.shape.hasMask { inputs[first + lags.count] = 0 }
    for row in rows {
      for place in 0..<width where row > rows.lowerBound {
        inputs[row * width + place] = inputs[first + place]
      }
      for (place, lag) in lags.enumerated() where lag <= step {
        inputs[row * width + place] = reader.input(paths[row * horizon + step - lag], frame)
      }
    }
  }

  private func draw(
    _ outputs: [Float], _ inputs: [Float], row: Int,
    frame: AutoregressiveReader.Frame, using random: inout RandomGenerator
  ) -> Float {
    let width = reader.featureCount
    let distribution = reader.autoregression.distribution
    var parameters = SIMD4<Float>.zero
    for place in 0..<distribution.outputCount {
      var sum: Float = 0
      for input in 0..<width {
        sum = sum.addingProduct(direct[place * width + input], inputs[row * width + input])
      }
      parameters[place] = outputs[row * distribution.outputCount + place] + sum
    }
    return frame.center
      + Float(distribution.sample(parameters, scale: Double(frame.scale), using: &random))
  }
}
