import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTraining

extension TrainedForecaster: Explainable {
  /// Recurrent layers of a network, L.
  public var layerCount: Int { model.architecture.layerCount }
  /// Units of a layer that others read: features of its hidden state.
  public var hiddenSize: Int {
    model.explained(0)?.recurrent.hiddenStateSize ?? model.architecture.hiddenSize
  }
  /// Forward: a series is read as time goes.
  public var direction: Direction { .forward }
  /// The cell's name if there is no trace of it.
  public var untracedCell: String? {
    model.explained(0)?.recurrent.isTraced == false ? model.architecture.cell.rawValue : nil
  }
  /// Quantile losses in standard deviations of the training part, or −ln p where networks say a distribution.
  public var lossUnit: String { model.explained(0)?.lossUnit ?? "" }

  /// The window before a forecast of one series of a table.
  ///
  /// - Throws: ``ForecastError``, `TableError`, `ExplainedPartError`.
  public func part(
    of source: ExplainedSource, progress: (Double) -> Void
  ) throws -> ForecastPart {
    let count = model.explainedCount
    guard count > 0 else { throw ExplainedPartError.noNetwork }
    guard let network = model.explained(source.member ?? 0) else {
      throw ExplainedPartError.memberOutOfRange(member: source.member ?? 0, count: count)
    }
    let table = try source.readTable(seriesOptions)
    let part = try ForecastPart(source, try data(table), table, network)
    if part.window.origin == part.channel.count { try checkFuture(table, horizon: horizon) }
    return part
  }

  /// Reads a window, and keeps everything that happens.
  public func read(_ part: ForecastPart, candidateCount: Int) -> ExplainedInput {
    guard let network = model.explained(part.member) else {
      return ExplainedInput(steps: [], traces: [])
    }
    let (data, window) = (part.data, part.window)
    let traces = network.recurrent.trace(network.inputs(window, data))
    guard let hidden = traces.last?.hidden else { return ExplainedInput(steps: [], traces: []) }
    let forecasts = network.forecasts(window, data, hidden: hidden)
    let places = network.steps(of: window, data)
    let steps = places.enumerated().map { step, values in
      ExplainedStep(
        label: label(values, part), text: "", candidates: [],
        loss: mean(forecasts.filter { $0.step == step }.compactMap(\.loss)))
    }
    var input = ExplainedInput(
      steps: steps, traces: traces,
      content: .series(picture(part, network, forecasts)), survey: survey(part, network))
    input.forecasts = forecasts.map { explained($0, part) }
    input.lossUnit = network.lossUnit
    input.remarks = remarks(network)
    return input
  }

  /// The mean loss of what the network says at each of the window's and earlier origins.
  public func losses(of part: ForecastPart) -> [Double] {
    model.explained(part.member)?.losses(part.scored, part.data, silencing: nil) ?? []
  }

  /// The same for each of some units, held at zero from the first step of every window on.
  public func losses(
    of part: ForecastPart, silencing units: [RecurrentUnit], progress: (Double) -> Void
  ) -> [[Double]] {
    guard let network = model.explained(part.member), !part.scored.isEmpty else {
      return units.map { _ in [] }
    }
    return units.enumerated().map { number, unit in
      defer { progress(Double(number + 1) / Double(units.count)) }
      return network.losses(part.scored, part.data, silencing: unit)
    }
  }

  /// A forecast by the first time that it is of.
  public func name(ofPrediction number: Int, in part: ForecastPart) -> PredictionName {
    PredictionName(
      place: part.text(of: part.channel.times[part.scored[number].origin]),
      subject: horizon == 1 ? "the value then" : "the \(horizon) values from then on")
  }

  /// ‖∂L ÷ ∂h‖ and ‖∂L ÷ ∂C‖ of the window's forecast, or of its last value where values are predicted one by one.
  public func gradients(of part: ForecastPart) -> LossGradients? {
    guard let network = model.explained(part.member),
      let last = network.lastLoss(part.window, part.data)
    else { return nil }
    var loss = 0.0
    let found = network.recurrent.stateGradients(
      reading: last.inputs, from: network.recurrent.zeroStates(batchSize: 1)
    ) { hidden in
      let result = last.loss(hidden)
      loss = Double(result.scalar)
      return result
    }
    let first = part.text(
      of: part.channel.times[part.window.origin + last.values.lowerBound])
    return LossGradients(
      next: last.values.count == 1
        ? "the value at \(first)" : "the \(last.values.count) values from \(first) on",
      loss: loss,
      layers: found.layerGradients(hasCell: network.recurrent.cell.variant != nil))
  }
}

extension TrainedForecaster {
  private func mean(_ losses: [Double]) -> Double? {
    losses.isEmpty ? nil : losses.reduce(0, +) / Double(losses.count)
  }

  /// The times of a step's values.
  private func label(_ values: Range<Int>, _ part: ForecastPart) -> String {
    func text(_ place: Int) -> String {
      let index = part.window.origin + place
      return index < 0
        ? "before \(part.text(of: part.channel.times[0]))"
        : part.text(of: part.channel.times[index])
    }
    return values.count == 1
      ? text(values.lowerBound) : "\(text(values.lowerBound)) to \(text(values.upperBound - 1))"
  }

  /// A number of a network in the unit that forecasts are given in.
  private func restored(_ scaled: Double, _ part: ForecastPart) -> Double {
    restored(part.channel.scaler.original(scaled))
  }

  private func explained(_ forecast: ScaledForecast, _ part: ForecastPart) -> ExplainedForecast {
    let index = part.window.origin + forecast.value
    return ExplainedForecast(
      step: forecast.step,
      label: index < 0 ? "before the series" : part.text(of: part.channel.times[index]),
      middle: restored(forecast.middle, part),
      interval: forecast.interval.map {
        let lower = restored($0.lower, part)
        return lower...max(lower, restored($0.upper, part))
      }, outcome: outcome(index, part), loss: forecast.loss)
  }

  private func outcome(_ index: Int, _ part: ForecastPart) -> Double? {
    let channel = part.channel
    guard channel.isObserved.indices.contains(index), channel.isObserved[index] else { return nil }
    return features.transform.restored(channel.values[index])
  }

  /// States of the windows before the forecast, and what the units may follow there.
  private func survey(
    _ part: ForecastPart, _ network: any ExplainedForecastNetwork
  ) -> UnitSurvey {
    let count = part.surveyed.count
    return UnitSurvey(
      features: ForecastStepFeatures(part, steps: network.surveySteps).all,
      traces: network.recurrent.trace(network.surveyInputs(part.surveyed, part.data)),
      sampleName: "steps, \(network.stepName), of \(count) windows",
      note: """
        Measured on \(count == 1 ? "the window" : "\(count) windows side by side that end with this one"), \
        \(count * network.surveySteps.count) steps in all; the network begins each from nothing.
        """)
  }

  /// What the explained network has to do with the forecast.
  private func remarks(_ network: any ExplainedForecastNetwork) -> [String] {
    let count = model.explainedCount
    let which =
      count == 1
      ? "" : " This is network \(network.member) of 0 to \(count - 1); --member chooses another."
    guard model.architecture.autoregression == nil else {
      return which.isEmpty ? [] : [String(which.dropFirst())]
    }
    let losses = "Losses are quantile losses, in standard deviations of what was learned from."
    let percent = Int((100 * network.share).rounded())
    if network.share == 0 {
      return [
        """
        The forecast is made without this network: where choices were measured, simple forecasts were better. What \
        follows is what it would say.\(which)
        """, losses,
      ]
    }
    return [
      percent == 100
        ? "The forecast is that of its networks.\(which)"
        : "Networks like this one make \(percent) % of the forecast, simple forecasts and others the rest.\(which)",
      losses,
    ]
  }

  /// The window, what came, and what is said of it.
  private func picture(
    _ part: ForecastPart, _ network: any ExplainedForecastNetwork, _ said: [ScaledForecast]
  ) -> ExplainedSeries {
    let (channel, origin) = (part.channel, part.window.origin)
    func line(_ name: String, _ places: Range<Int>) -> ExplainedSeries.Line {
      ExplainedSeries.Line(
        name, places: places.map(Double.init),
        values: places.map { outcome(origin + $0, part) ?? .nan })
    }
    let whole = forecasts([part.window], part.data)[0]
    let ahead = (0..<horizon).map(Double.init)
    let first = part.text(of: channel.times[origin])
    return ExplainedSeries(
      name: "Series \(channel.id) before and behind \(first)",
      valueName: features.targets.count == 1 ? features.targets[0] : channel.id,
      axis: "steps (\(part.table.frequency.name)) from \(first)",
      lines: [
        line("what it read", -network.windowLength..<0), line("what came", 0..<horizon),
        .init("the forecast", places: ahead, values: whole.quantile(0.5)),
        .init(
          "this network alone", places: said.map { Double($0.value) },
          values: said.map { restored($0.middle, part) }),
      ],
      interval: .init(line: 2, lower: whole.quantile(0.05), upper: whole.quantile(0.95)),
      legend: """
        The network reads \(part.stepCount) steps, \(network.stepName); the heat maps below have a column for each. \
        The forecast is the whole model's, with the interval that holds 90 of 100 values; "this network alone" is \
        what follows from the states below.
        """)
  }
}
