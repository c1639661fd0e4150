import LSTMData
import LSTMFormats

extension AcousticOptions: JSONRepresentable {
  /// All that the features follow from, but the warp, which is a voice's and not the model's.
  public var json: JSONValue {
    let cepstra: Int? = if case .cepstrum(let count) = kind { count } else { nil }
    return [
      "sampleRate": sampleRate.json, "window": windowDuration.json, "hop": hopDuration.json,
      "transform": transformSize.json, "mels": melCount.json,
      "lowestFrequency": lowestFrequency.json, "highestFrequency": highestFrequency.json,
      "floor": floor.json, "dynamicRange": dynamicRange.json, "cepstra": cepstra.json,
      "deltas": deltaOrder.json,
      "deltaWidth": deltaWidth.json,
    ]
  }

  /// Reads options and finds them good.
  public init(json: JSONReader) throws {
    self.init(sampleRate: try json.member("sampleRate").integer(in: 1...1_000_000))
    windowDuration = try json.member("window").double(in: 0...1)
    hopDuration = try json.member("hop").double(in: 0...1)
    transformSize = try Int?(json: json.member("transform"))
    melCount = try json.member("mels").integer(in: 1...1024)
    lowestFrequency = try json.member("lowestFrequency").double()
    highestFrequency = try Double?(json: json.member("highestFrequency"))
    floor = try json.member("floor").double(in: Double.leastNormalMagnitude...1)
    dynamicRange = try Double?(json: json.member("dynamicRange"))
    let cepstra = try json.member("cepstra")
    if let count = try Int?(json: cepstra) {
      guard (1...melCount).contains(count) else {
        throw cepstra.expected("null, or an integer from 1 to \(melCount)")
      }
      kind = .cepstrum(count: count)
    }
    deltaOrder = try json.member("deltas").integer(in: 0...2)
    deltaWidth = try json.member("deltaWidth").integer(in: 3...99)
    do {
      _ = try AcousticAnalysis(self)
    } catch {
      throw json.expected("options that go together; \(error)")
    }
  }
}

extension FeatureStatistics: JSONRepresentable {
  /// Frames, means and deviations.
  public var json: JSONValue {
    ["frames": count.json, "mean": mean.json, "deviation": deviation.json]
  }

  /// Reads statistics.
  public init(json: JSONReader) throws {
    let deviations = try json.member("deviation")
    let mean = try [Double](json: json.member("mean"))
    let deviation = try deviations.elements().map { try $0.double(in: 0...1e12) }
    guard mean.count == deviation.count, !mean.isEmpty else {
      throw deviations.expected("\(mean.count) numbers, as many as means")
    }
    self.init(
      count: try json.member("frames").integer(in: 0...Int.max), mean: mean, deviation: deviation)
  }
}
