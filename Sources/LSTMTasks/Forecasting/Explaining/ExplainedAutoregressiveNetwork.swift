import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTraining

/// A network that reads value by value and says the distribution of the next one, each given the true ones before it.
struct ExplainedAutoregressiveNetwork: ExplainedForecastNetwork {
  let member: Int
  private let network: AutoregressiveNetwork
  private let autoregression: Autoregression
  private let horizon: Int
  let share: Float

  /// Numbers drawn from a distribution to find its quantiles.
  private static let drawCount = 400

  init(_ model: ForecastModel, _ autoregression: Autoregression, _ member: Int) {
    self.member = member
    self.autoregression = autoregression
    network = model.autoregressive[member]
    horizon = model.architecture.shape.horizon
    share = model.shares.values[model.architecture.bases.count]
  }

  var recurrent: RecurrentStack { network.recurrent }
  var valuesPerStep: Int { 1 }
  var windowLength: Int { autoregression.context }
  var lossUnit: String { "nats" }
  var stepName: String { "one value each" }

  private var context: Range<Int> { -autoregression.context..<0 }

  /// The context, and the horizon as far as it is known: each value is predicted by the step that reads the one before.
  private func range(_ window: ForecastWindow, _ data: ForecastData) -> Range<Int> {
    let known = data.channels[window.channel].count - window.origin
    return context.lowerBound..<max(1, min(horizon, known))
  }

  func steps(of window: ForecastWindow, _ data: ForecastData) -> [Range<Int>] {
    range(window, data).map { $0 - 1..<$0 }
  }

  var surveySteps: [Range<Int>] { context.map { $0 - 1..<$0 } }

  func inputs(_ window: ForecastWindow, _ data: ForecastData) -> Tensor {
    inputs([window], data, steps: range(window, data))
  }

  func surveyInputs(_ windows: [ForecastWindow], _ data: ForecastData) -> Tensor {
    inputs(windows, data, steps: context)
  }

  private func inputs(
    _ windows: [ForecastWindow], _ data: ForecastData, steps: Range<Int>
  ) -> Tensor {
    let reader = AutoregressiveReader(data, autoregression)
    return reader.inputs(windows, windows.map(reader.frame), steps: steps)
  }

  func forecasts(
    _ window: ForecastWindow, _ data: ForecastData, hidden: Tensor
  ) -> [ScaledForecast] {
    let (range, inputs) = (range(window, data), inputs(window, data))
    let reader = AutoregressiveReader(data, autoregression)
    let frame = reader.frame(window)
    let outputs = said(hidden.reshaped(to: [range.count, recurrent.outputSize]), inputs)
    let losses = self.losses(outputs, [window], data, steps: range)
    let scaler = data.channels[window.channel].scaler
    let isOfCounts = autoregression.distribution.isOfCounts
    let width = autoregression.distribution.outputCount
    return range.enumerated().map { step, value in
      var parameters = SIMD4<Float>.zero
      for place in 0..<width { parameters[place] = outputs[step * width + place] }
      // A distribution's quantiles as those of numbers drawn from it: the same each time.
      var random = RandomGenerator(seed: RandomGenerator.key(ForecastModel.pathSeed, UInt64(step)))
      let drawn = (0..<Self.drawCount).map { _ in
        autoregression.distribution.sample(
          parameters, scale: Double(frame.scale), using: &random) + Double(frame.center)
      }.sorted()
      func scaled(_ share: Double) -> Double {
        let number = drawn[Int(share * Double(Self.drawCount - 1))]
        return isOfCounts ? Double(scaler.scaled(number)) : number
      }
      return ScaledForecast(
        step: step, value: value, middle: scaled(0.5), interval: (scaled(0.05), scaled(0.95)),
        loss: losses[step])
    }
  }

  func losses(
    _ windows: [ForecastWindow], _ data: ForecastData, silencing unit: RecurrentUnit?
  ) -> [Double] {
    var network = network
    if let unit { network.silence(unit) }
    let steps = context.lowerBound..<horizon
    let outputs = network(inputs(windows, data, steps: steps), phase: .inference).values
    let losses = losses(outputs, windows, data, steps: steps)
    return windows.indices.map { row in
      let known = (0..<horizon).compactMap {
        losses[($0 + autoregression.context) * windows.count + row]
      }
      return known.reduce(0, +) / Double(max(1, known.count))
    }
  }

  func lastLoss(_ window: ForecastWindow, _ data: ForecastData) -> LastLoss? {
    let (range, reader) = (range(window, data), AutoregressiveReader(data, autoregression))
    let frames = [reader.frame(window)]
    let targets = reader.targets([window], frames, steps: range, from: range.lowerBound)
    guard let last = targets.values.values.lastIndex(where: { !$0.isNaN }) else { return nil }
    let inputs = inputs([window], data, steps: range.lowerBound..<range.lowerBound + last + 1)
    let newest = inputs.rows(last..<last + 1)
    let (value, scale) = (
      targets.values.rows(last..<last + 1), targets.scales.rows(last..<last + 1)
    )
    return LastLoss(
      inputs: inputs, values: range.lowerBound + last..<range.lowerBound + last + 1
    ) { hidden in
      let outputs =
        network.output(hidden.reshaped(to: [1, recurrent.outputSize]))
        + network.direct(newest.reshaped(to: [1, newest.shape[2]]))
      return outputs.negativeLogLikelihood(
        of: value, scales: scale, under: autoregression.distribution)
    }
  }

  /// The distributions' parameters [T · K] where the top layer has states [T, H].
  private func said(_ hidden: Tensor, _ inputs: Tensor) -> [Float] {
    let direct = network.direct(inputs.reshaped(to: [hidden.shape[0], inputs.shape[2]]))
    return (network.output(hidden) + direct).values
  }

  /// −ln p of each value [S · N]; `nil` where it is not known.
  private func losses(
    _ outputs: [Float], _ windows: [ForecastWindow], _ data: ForecastData, steps: Range<Int>
  ) -> [Double?] {
    let reader = AutoregressiveReader(data, autoregression)
    let targets = reader.targets(
      windows, windows.map(reader.frame), steps: steps, from: steps.lowerBound)
    let (values, scales) = (targets.values.values, targets.scales.values)
    let width = autoregression.distribution.outputCount
    return values.indices.map { row in
      guard !values[row].isNaN else { return nil }
      var parameters = SIMD4<Double>.zero
      for place in 0..<width { parameters[place] = Double(outputs[row * width + place]) }
      return autoregression.distribution.negativeLogLikelihood(
        of: Double(values[row]), outputs: parameters, scale: Double(scales[row])
      ).loss
    }
  }
}
