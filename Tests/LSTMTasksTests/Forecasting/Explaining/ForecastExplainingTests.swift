import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTraining
import Testing

@testable import LSTMTasks

@Suite("Explaining a forecaster")
struct ForecastExplainingTests {
  private static let source = ExplainedSource(.file("series.csv"), stepLimit: 2000)

  private func table(_ count: Int = 160) throws -> SeriesTable {
    try SmallSeries.table([("sales", SmallSeries.weekly(count))])
  }

  private func part(
    _ trained: TrainedForecaster, _ table: SeriesTable, member: Int = 0,
    _ change: (inout ExplainedSource) -> Void = { _ in }
  ) throws -> ForecastPart {
    var source = Self.source
    change(&source)
    return try ForecastPart(
      source, try trained.data(table), table, try trained.model.explained(member).unwrapped)
  }

  @Test("labels each patch by its times, and says what the network adds to the simple forecast")
  func patches() throws {
    let table = try table()
    let trained = try SmallSeries.forecaster { $0.memberCount = 1 }.fit(table)
    let part = try part(trained, table)
    let read = trained.read(part, candidateCount: 5)
    let (shape, origin) = (trained.model.architecture.shape, part.window.origin)
    // The last forecast that can be checked.
    #expect(origin == 153 && read.steps.count == shape.stepCount)
    let day = { (place: Int) in table.text(of: table.series[0].times[origin + place]) }
    let patch = shape.patchLength
    #expect(read.steps.last?.label == (patch == 1 ? day(-1) : "\(day(-patch)) to \(day(-1))"))
    #expect(read.forecasts.map(\.label) == (0..<7).map(day))
    #expect(read.forecasts.allSatisfy { $0.step == shape.stepCount - 1 })
    // With one network of a kind, the kind's part of the mixture is the network's.
    let kind = trained.model.architecture.memberNetworks[0]
    var quantiles = trained.model.components([part.window], part.data)[
      trained.model.architecture.bases.count + kind]
    let targets = part.data.targets([part.window]).values
    let scaler = part.channel.scaler
    var losses: [Double] = []
    for value in 0..<7 {
      var own = Array(quantiles[value * 19..<(value + 1) * 19])
      var sum = 0.0
      for (quantile, level) in zip(own, QuantileForecast.levels) {
        let error = Double(targets[value]) - Double(quantile)
        sum += error >= 0 ? level * error : (level - 1) * error
      }
      losses.append(sum / 19)
      own.sort()
      let forecast = read.forecasts[value]
      #expect(abs(forecast.middle - scaler.original(Double(own[9]))) < 1e-4)
      let lower = try #require(forecast.interval?.lowerBound)
      #expect(abs(lower - scaler.original(Double(own[0]))) < 1e-4)
      #expect(abs((forecast.loss ?? 0) - sum / 19) < 1e-5)
      #expect(forecast.outcome == table.series[0].targets[0].values[origin + value])
    }
    quantiles.removeAll()
    let mean = losses.reduce(0, +) / 7
    #expect(abs((read.loss ?? 0) - mean) < 1e-5)
    #expect(abs((trained.losses(of: part).last ?? 0) - mean) < 1e-5)
    #expect(part.scored.map(\.origin).suffix(3) == [139, 146, 153])
    #expect(trained.name(ofPrediction: part.scored.count - 1, in: part).place == day(0))
  }

  @Test("holds a silenced unit at zero from the first step on, for the layer and the forecast")
  func silence() throws {
    let table = try table()
    let trained = try SmallSeries.forecaster {
      ($0.memberCount, $0.layerCount) = (1, 1)
    }.fit(table)
    let part = try part(trained, table)
    let network = trained.model.members[0]
    let unit = RecurrentUnit(layer: 0, index: 5)
    let silenced = trained.losses(of: part, silencing: [unit]) { _ in }[0]
    #expect(silenced.count == part.scored.count && silenced != trained.losses(of: part))
    // The oracle: step by step, the unit set to zero after each.
    let mask = Tensor((0..<12).map { $0 == 5 ? 0 : 1 }, shape: [12])
    let inputs = ExplainedPatchNetwork(trained.model, 0).inputs(part.window, part.data)
    var states = network.recurrent.zeroStates(batchSize: 1)
    for step in 0..<inputs.shape[0] {
      states =
        network.recurrent.read(
          inputs.rows(step..<step + 1), states: states, lengths: nil, phase: .inference
        ).states
      states[0] = (states[0].reshaped(to: [12]) * mask).reshaped(to: [1, 1, 12])
    }
    let base = trained.model.bases[
      trained.model.architecture.networks[trained.model.architecture.memberNetworks[0]].base]
    let rest = part.data.targets([part.window]) - base([part.window], part.data)
    let loss = quantileLoss(
      network.quantiles(
        states[0].reshaped(to: [1, 12]), future: part.data.future([part.window])), rest,
      levels: ForecastProblem.levels)
    #expect(abs((silenced.last ?? 0) - Double(loss.scalar)) < 1e-5)
  }

  @Test("follows gradients to the states before, as central differences find them")
  func gradients() throws {
    let table = try table()
    for distribution in [nil, OutputDistribution.gaussian] {
      let trained = try SmallSeries.forecaster {
        ($0.memberCount, $0.layerCount, $0.distribution) = (1, 1, distribution)
      }.fit(table)
      let part = try part(trained, table)
      let found = try #require(trained.gradients(of: part))
      let network = try #require(trained.model.explained(0))
      let last = try #require(network.lastLoss(part.window, part.data))
      #expect(found.layers.count == 1 && found.layers[0].hidden.count == last.inputs.shape[0])
      let states = network.recurrent.read(
        last.inputs, states: nil, lengths: nil, phase: .inference
      ).states[0]
      #expect(abs(Double(last.loss(states).scalar) - found.loss) < 1e-6)
      var square = 0.0
      for index in 0..<states.count {
        let slopes = [Float(0.01), -0.01].map { change in
          var values = states.values
          values[index] += change
          return Double(last.loss(Tensor(values, shape: states.shape)).scalar)
        }
        let slope = (slopes[0] - slopes[1]) / 0.02
        square += slope * slope
      }
      let norm = found.layers[0].hidden[0]
      #expect(abs(square.squareRoot() - norm) <= 0.03 * norm + 1e-5)
    }
  }

  @Test("says behind each value the distribution of the next one, and loses what training does")
  func autoregressive() throws {
    let table = try table()
    let trained = try SmallSeries.forecaster {
      ($0.memberCount, $0.distribution) = (2, .gaussian)
    }.fit(table)
    let part = try part(trained, table, member: 1)
    let network = trained.model.autoregressive[1]
    let reader = AutoregressiveReader(part.data, network.autoregression)
    let read = trained.read(part, candidateCount: 5)
    let context = network.autoregression.context
    #expect(read.steps.count == context + 7 && read.forecasts.count == context + 7)
    let times = table.series[0].times
    #expect(read.steps.last?.label == table.text(of: times[158]))
    #expect(read.forecasts.last?.label == table.text(of: times[159]))
    let expected = network.loss([part.window], reader, contextCounts: false, phase: .inference)
    let known = read.forecasts.suffix(7).compactMap(\.loss)
    #expect(abs(known.reduce(0, +) / 7 - Double(expected.scalar)) < 1e-4)
    #expect(abs((trained.losses(of: part).last ?? 0) - Double(expected.scalar)) < 1e-4)
    #expect(read.forecasts.allSatisfy { $0.interval?.contains($0.middle) == true })
  }

  @Test("refuses what the series or the model does not have, and says what there is")
  func refusals() throws {
    let table = try table()
    let trained = try SmallSeries.forecaster { $0.memberCount = 1 }.fit(table)
    func error(
      _ change: (inout ExplainedSource) -> Void
    ) -> ExplainedPartError? {
      do {
        _ = try part(trained, table, change)
        return nil
      } catch { return error as? ExplainedPartError }
    }
    #expect(error { $0.from = "soon" } == .notATime(found: "soon"))
    #expect(
      error { $0.series = "sale" }
        == .noSuchSeries(file: table.file, name: "sale", known: ["sales"]))
    let patch = trained.model.architecture.shape.patchLength
    #expect(
      error { $0.from = "2030-01-01" }
        == .timeOutOfRange(
          file: table.file, series: "sales", time: "2030-01-01",
          first: table.text(of: table.series[0].times[patch]), last: "2020-06-09"))
    let short = try self.table(1)
    if patch > 1 {
      #expect(throws: ExplainedPartError.self) { try part(trained, short) }
    }
    #expect(trained.model.explained(7) == nil)
    var text = Self.source
    text.content = .text("the")
    #expect(throws: ExplainedPartError.optionOfOtherInput(option: "--text", input: "a table")) {
      try trained.part(of: text) { _ in }
    }
    var none = SmallSeries.forecaster { $0.memberCount = 0 }
    none.target = "sales"
    let simple = try none.fit(table)
    #expect(throws: ExplainedPartError.noNetwork) { try simple.part(of: Self.source) { _ in } }
    // Where nothing is known of what comes, earlier forecasts are checked.
    let newest = try part(trained, table) { $0.from = "2020-06-09" }
    #expect(newest.window.origin == 160)
    #expect(newest.scored.last?.origin == 153)
    #expect(trained.gradients(of: newest) == nil)
    #expect(trained.read(newest, candidateCount: 1).loss == nil)
  }

  @Test("has features that a person would write down")
  func features() throws {
    var values = SmallSeries.weekly(200)
    values[150] = .nan
    let rain = (0..<200).map { Double($0 % 3) }
    let table = try SmallSeries.table([("sales", values), ("rain", rain)], targets: ["sales"])
    let trained = try SmallSeries.forecaster { $0.memberCount = 1 }.fit(table)
    let part = try part(trained, table)
    let steps = [-2..<0]
    let found = ForecastStepFeatures(
      part, steps: steps
    ).all
    func feature(_ key: String, _ name: String = "") throws -> [Float] {
      try #require(found.first { $0.key == key && $0.name.hasSuffix(name) }).values
    }
    let places = part.surveyed.map { $0.origin - 2 }
    #expect(!places.isEmpty)
    let channel = part.channel.values
    let levels = places.map { Float((channel[$0] + channel[$0 + 1]) / 2) }
    let before = places.map { Float((channel[$0 - 2] + channel[$0 - 1]) / 2) }
    #expect(try feature("level") == levels)
    for (rise, both) in zip(try feature("trend"), zip(levels, before)) {
      #expect(abs(rise - (both.0 - both.1)) < 1e-5)
    }
    #expect(
      try feature("missing")
        == places.map { $0 <= 150 && $0 + 1 >= 150 ? Float(0.5) : 0 })
    // A day is nearest to its own name, and farthest half a week away.
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    let nearness = try days.map { try feature("dayOfWeek", $0) }
    for (sample, place) in places.enumerated() {
      let first = part.channel.times[place].dayOfWeek
      let best = nearness.indices.max { nearness[$0][sample] < nearness[$1][sample] }
      #expect(best == first || best == (first + 1) % 7)
    }
    #expect(found.contains { $0.key == "season" && $0.isPeriodic && $0.family == "season" })
    #expect(try feature("column.rain").count == places.count)
  }
}
