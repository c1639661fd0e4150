import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Sampling step by step")
struct PathSamplerTests {
  /// A network of chance over a series with gaps and a known column.
  private static func trained(
    _ distribution: OutputDistribution, _ cell: CellKind, layers: Int
  ) throws -> (TrainedForecaster, SeriesTable) {
    var values = SmallSeries.weekly(120).map { $0.rounded() }
    (values[20], values[99]) = (.nan, .nan)
    let table = try SmallSeries.table(
      [("n", values), ("known", SmallSeries.weekly(120, seed: 4))], targets: ["n"],
      known: ["known"])
    let trained = try SmallSeries.forecaster {
      $0.distribution = distribution
      $0.cell = cell
      $0.layerCount = layers
      $0.learningRate = 0.05
      $0.budget = (nil, 5, nil)
    }.fit(table)
    return (trained, table)
  }

  @Test(
    "is what the network says of whole sequences, each value drawn from the distribution given the path so far",
    arguments: zip(
      OutputDistribution.allCases, [(CellKind.lstm, 2), (.gru, 1), (.layerNorm, 1)]))
  func wholeSequence(distribution: OutputDistribution, form: (cell: CellKind, layers: Int)) throws {
    let (trained, table) = try Self.trained(distribution, form.cell, layers: form.layers)
    let data = try trained.data(table)
    let network = trained.model.autoregressive[0]
    let autoregression = network.autoregression
    let origin = 100
    let window = ForecastWindow(channel: 0, origin: origin)
    let generators = [9, 10].map { RandomGenerator(seed: $0) }
    let paths = PathSampler(network, data).paths([window], generators: generators)
    let reader = AutoregressiveReader(data, autoregression)
    let frame = reader.frame(window)
    let channel = data.channels[0]
    for (number, generator) in generators.enumerated() {
      let path = paths[number * 7..<(number + 1) * 7].map { Double($0) }
      // The same series as if the path had come true.
      let drawn = distribution.isOfCounts ? path : channel.scaler.original(path)
      let past = ForecastChannel(
        id: channel.id, times: channel.times, values: Array(channel.values[..<origin]) + drawn,
        isObserved: Array(channel.isObserved[..<origin]) + drawn.map { _ in true },
        scaling: ChannelScaling(scaler: channel.scaler, annual: channel.annual),
        covariates: channel.covariates, future: channel.future, statics: channel.statics)
      let whole = AutoregressiveReader(data.replacing([past]), autoregression)
      let steps = -autoregression.context..<7
      let outputs = network(whole.inputs([window], [frame], steps: steps), phase: .inference)
      let width = distribution.outputCount
      var random = generator
      for step in 0..<7 {
        var parameters = SIMD4<Float>.zero
        for place in 0..<width {
          parameters[place] = outputs[(step + autoregression.context) * width + place]
        }
        let value =
          Double(frame.center)
          + distribution.sample(parameters, scale: Double(frame.scale), using: &random)
        #expect(abs(value - path[step]) <= 1e-3 * max(1, abs(value)), "step \(step)")
      }
    }
  }
}
