import Foundation
import LSTMTestSupport
import Testing

@testable import LSTMData

@Suite("Acoustic features equal librosa's")
struct AcousticFixtureTests {
  static let names = [
    "8-khz", "8-khz-cepstra", "8-khz-window-alone", "16-khz", "16-khz-banded", "odd-spectrum",
    "one-sample",
  ]

  /// A sound, its options, and what librosa makes of it.
  static func fixture(
    _ name: String
  ) throws -> (samples: [Float], options: AcousticOptions, features: DoubleArray) {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    let fixture = try Fixture("audio-\(name)", in: folder)
    let rate = try fixture.integer("rate")
    var options = AcousticOptions(sampleRate: rate)
    options.windowDuration = Double(try fixture.integer("window")) / Double(rate)
    options.hopDuration = Double(try fixture.integer("hop")) / Double(rate)
    options.transformSize = try fixture.integer("size")
    options.melCount = try fixture.integer("mels")
    options.lowestFrequency = try fixture.number("low")
    options.highestFrequency = try fixture.number("high")
    options.deltaOrder = try fixture.integer("order")
    options.deltaWidth = try fixture.integer("width")
    let cepstra = try fixture.integer("cepstra")
    if cepstra > 0 { options.kind = .cepstrum(count: cepstra) }
    return (try fixture.tensor("samples").floats, options, try fixture.tensor("features"))
  }

  @Test("to 1e-4, in every value", arguments: names)
  func equality(name: String) throws {
    let (samples, options, expected) = try Self.fixture(name)
    let features = try AcousticAnalysis(options).features(of: samples)
    #expect([features.count, features.width] == expected.shape)
    #expect(options.width == features.width)
    let worst = zip(features.values, expected.values).map { abs(Double($0) - $1) }.max() ?? 0
    // Cepstra reach ±100, whose last place in Float is near 1e-5.
    #expect(worst < 1e-4)
    #expect(relativeError(features.values, expected) < 1e-6)
  }

  @Test("and are the same bits when the sound comes in pieces", arguments: names)
  func pieces(name: String) throws {
    let (samples, options, _) = try Self.fixture(name)
    let analysis = try AcousticAnalysis(options)
    let whole = analysis.features(of: samples)
    for size in [13, 80, 1000] {
      var stream = analysis.stream()
      var found = AcousticFeatures(width: options.width)
      for start in stride(from: 0, to: samples.count, by: size) {
        found.append(stream.append(Array(samples[start..<min(start + size, samples.count)])))
      }
      found.append(stream.finish())
      #expect(found == whole, "in pieces of \(size)")
    }
  }
}
