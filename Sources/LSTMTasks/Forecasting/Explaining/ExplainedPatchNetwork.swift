import LSTMLayers
import LSTMTensor
import LSTMTraining

/// A network that reads patches and says the quantiles of what a simple forecast leaves over.
struct ExplainedPatchNetwork: ExplainedForecastNetwork {
  let member: Int
  private let network: PatchNetwork
  private let base: LinearForecast
  private let kind: ForecastArchitecture.Network
  private let shape: ForecastShape
  let share: Float

  init(_ model: ForecastModel, _ member: Int) {
    let architecture = model.architecture
    let place = architecture.memberNetworks[member]
    self.member = member
    network = model.members[member]
    kind = architecture.networks[place]
    base = model.bases[kind.base]
    shape = architecture.shape
    share = model.shares.values[architecture.bases.count + place]
  }

  var recurrent: RecurrentStack { network.recurrent }
  var valuesPerStep: Int { shape.patchLength }
  var windowLength: Int { shape.lookback }
  var lossUnit: String { "deviations" }
  var stepName: String {
    shape.patchLength == 1 ? "one value each" : "\(shape.patchLength) values each"
  }

  var surveySteps: [Range<Int>] {
    stride(from: -shape.lookback, to: 0, by: shape.patchLength).map { $0..<$0 + shape.patchLength }
  }

  func steps(of window: ForecastWindow, _ data: ForecastData) -> [Range<Int>] { surveySteps }

  func inputs(_ window: ForecastWindow, _ data: ForecastData) -> Tensor {
    surveyInputs([window], data)
  }

  func surveyInputs(_ windows: [ForecastWindow], _ data: ForecastData) -> Tensor {
    data.networkInputs(
      windows, withoutYear: base.withoutYear, isShifted: base.isShifted,
      covariates: kind.readsCovariates)
  }

  func forecasts(
    _ window: ForecastWindow, _ data: ForecastData, hidden: Tensor
  ) -> [ScaledForecast] {
    let steps = hidden.shape[0]
    let last = hidden.rows(steps - 1..<steps).reshaped(to: [1, recurrent.outputSize])
    let levels = QuantileForecast.levels.count
    var quantiles = said(network.quantiles(last, future: data.future([window])), [window], data)
    let losses = self.losses(quantiles, [window], data)
    quantiles.sortQuantiles()
    return (0..<shape.horizon).map { value in
      let own = quantiles[value * levels..<(value + 1) * levels].map(Double.init)
      return ScaledForecast(
        step: steps - 1, value: value, middle: own[levels / 2],
        interval: (own[0], own[levels - 1]), loss: losses[value])
    }
  }

  func losses(
    _ windows: [ForecastWindow], _ data: ForecastData, silencing unit: RecurrentUnit?
  ) -> [Double] {
    var network = network
    if let unit { network.silence(unit) }
    let residual = network(
      surveyInputs(windows, data), future: data.future(windows), phase: .inference)
    let losses = losses(said(residual, windows, data), windows, data)
    return windows.indices.map { row in
      let known = losses[row * shape.horizon..<(row + 1) * shape.horizon].compactMap(\.self)
      return known.reduce(0, +) / Double(max(1, known.count))
    }
  }

  func lastLoss(_ window: ForecastWindow, _ data: ForecastData) -> LastLoss? {
    let targets = data.targets([window])
    guard targets.values.contains(where: { !$0.isNaN }) else { return nil }
    let rest = targets - base([window], data)
    let future = data.future([window])
    return LastLoss(inputs: inputs(window, data), values: 0..<shape.horizon) { hidden in
      quantileLoss(
        network.quantiles(hidden.reshaped(to: [1, recurrent.outputSize]), future: future), rest,
        levels: ForecastProblem.levels)
    }
  }

  /// The network's quantiles [N · H · Q]: the simple forecast, and what the network adds to it.
  private func said(
    _ residual: Tensor, _ windows: [ForecastWindow], _ data: ForecastData
  ) -> [Float] {
    let levels = QuantileForecast.levels.count
    let points = base(windows, data).values
    return residual.values.enumerated().map { points[$0 / levels] + $1 }
  }

  /// The quantile loss of each value [N · H]; `nil` where it is not known.
  private func losses(
    _ quantiles: [Float], _ windows: [ForecastWindow], _ data: ForecastData
  ) -> [Double?] {
    let levels = QuantileForecast.levels.count
    return data.targets(windows).values.enumerated().map { row, target in
      guard !target.isNaN else { return nil }
      var sum = QuantileLossSum()
      sum.add(Array(quantiles[row * levels..<(row + 1) * levels]), [target])
      return sum.mean
    }
  }
}
