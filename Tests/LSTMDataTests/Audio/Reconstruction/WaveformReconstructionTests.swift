import Foundation
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMData

@Suite("Sound from log-mel frames")
struct WaveformReconstructionTests {
  static let names = ["8-khz", "8-khz-window-in-frame", "16-khz"]

  private func fixture(
    _ name: String
  ) throws -> (fixture: Fixture, options: AcousticOptions, samples: [Float]) {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    let fixture = try Fixture("reconstruction-\(name)", in: folder)
    let rate = try fixture.integer("rate")
    var options = AcousticOptions(sampleRate: rate)
    options.windowDuration = Double(try fixture.integer("window")) / Double(rate)
    options.hopDuration = Double(try fixture.integer("hop")) / Double(rate)
    options.transformSize = try fixture.integer("size")
    options.melCount = try fixture.integer("mels")
    return (fixture, options, try fixture.tensor("samples").floats)
  }

  /// The magnitudes of a sound's short-time spectra, in Double.
  private func magnitudes(_ samples: [Float], _ options: AcousticOptions) -> [[Double]] {
    let size = options.spectrumSize
    let offset = (size - options.windowCount) / 2
    let window = hannWindow(options.windowCount)
    let padded =
      [Float](repeating: 0, count: size / 2) + samples + [Float](repeating: 0, count: size)
    let transform = RealFourierTransform(size: size)
    return stride(from: 0, through: samples.count, by: options.hopCount).map { start in
      var frame = [Double](repeating: 0, count: size)
      for (place, factor) in window.enumerated() {
        frame[offset + place] = factor * Double(padded[start + offset + place])
      }
      var (x, y): ([Double], [Double]) = ([], [])
      transform.forward(frame, real: &x, imaginary: &y)
      return zip(x, y).map { ($0 * $0 + $1 * $1).squareRoot() }
    }
  }

  private func distance(_ found: [[Double]], _ wanted: [[Double]]) -> Double {
    let (a, b) = (found.flatMap(\.self), wanted.flatMap(\.self))
    let error = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (error / b.reduce(0) { $0 + $1 * $1 }).squareRoot()
  }

  @Test("has phases that fit better than librosa's from chance do", arguments: names)
  func phases(name: String) throws {
    let (fixture, options, _) = try fixture(name)
    let wanted = try fixture.tensor("magnitudes")
    let frames = stride(from: 0, to: wanted.values.count, by: wanted.shape[1]).map {
      Array(wanted.values[$0..<$0 + wanted.shape[1]])
    }
    let size = options.spectrumSize
    let offset = (size - options.windowCount) / 2
    let window =
      [Double](repeating: 0, count: offset) + hannWindow(options.windowCount)
      + [Double](repeating: 0, count: offset)
    var random = RandomGenerator(seed: 1)
    let tensor = Tensor(wanted.floats, shape: Shape(wanted.shape))
    let start = RunningPhases(tensor, hop: options.hopCount, using: &random)
    let tables = GriffinLim.Tables(window: window) { rotation($0, of: $1) }
    let samples = GriffinLim(tables, hop: options.hopCount).sound(
      magnitudes: tensor, cosines: start.cosines, sines: start.sines,
      iterations: try fixture.integer("iterations"))
    let found = distance(magnitudes(samples, options), frames)
    #expect(found < (try fixture.number("convergence")))
  }

  @Test("has the energies that were asked for, nearer than librosa's", arguments: names)
  func energies(name: String) throws {
    let (fixture, options, samples) = try fixture(name)
    let analysis = try AcousticAnalysis(options)
    let features = analysis.features(of: samples)
    let found = try WaveformReconstruction(options).magnitudes(of: features)
    var (sum, count) = (0.0, 0)
    let width = found.shape[1]
    for frame in 0..<features.count {
      let spectrum = found.values[frame * width..<(frame + 1) * width]
      let energies = analysis.filterBank.apply(spectrum.map { Double($0) * Double($0) })
      for (energy, wanted) in zip(energies, features[frame]) where wanted > log(Float(1e-6)) {
        let error = log(energy) - Double(wanted)
        sum += error * error
        count += 1
      }
    }
    let error = (sum / Double(count)).squareRoot()
    #expect(error < 0.1)
    #expect(error < (try fixture.number("mel_error")))
  }

  @Test("has the features that it was made of", arguments: names)
  func features(name: String) throws {
    let (_, options, samples) = try fixture(name)
    let analysis = try AcousticAnalysis(options)
    let features = analysis.features(of: samples)
    let sound = try WaveformReconstruction(options).waveform(of: features)
    #expect(sound.sampleRate == options.sampleRate)
    #expect(sound.samples.count == (features.count - 1) * options.hopCount)
    let again = analysis.features(of: sound.samples)
    let errors = zip(features.values, again.values).filter { $0.0 > log(1e-4) }.map {
      abs($0.0 - $0.1)
    }
    // A third of a neper of power is 1.4 dB.
    #expect(errors.reduce(0, +) / Float(errors.count) < 1 / 3)
  }

  @Test("has the pitch that it was made of")
  func pitch() throws {
    var options = AcousticOptions(sampleRate: 8000)
    options.windowDuration = 0.032
    options.hopDuration = 0.008
    let sine = TestSounds.sine(440, rate: 8000, count: 8000)
    let sound = try WaveformReconstruction(options).waveform(
      of: AcousticAnalysis(options).features(of: sine))
    let middle = Array(sound.samples[1000..<7000])
    #expect(abs(TestSounds.crossings(middle, rate: 8000) - 440) < 25)
  }

  @Test("is the same bits for one seed, and another sound for another")
  func seeds() throws {
    let (_, options, samples) = try fixture("8-khz")
    let features = try AcousticAnalysis(options).features(of: samples)
    let reconstruction = try WaveformReconstruction(options)
    let first = reconstruction.waveform(of: features, iterations: 3, seed: 5)
    #expect(first == reconstruction.waveform(of: features, iterations: 3, seed: 5))
    #expect(first != reconstruction.waveform(of: features, iterations: 3, seed: 6))
  }

  @Test("is finite, whatever the frames")
  func anything() throws {
    let options = try fixture("8-khz").options
    let reconstruction = try WaveformReconstruction(options)
    let width = options.melCount
    #expect(reconstruction.waveform(of: AcousticFeatures(width: width)).samples.isEmpty)
    for value in [0, -23, -1000, 1000, Float.nan, .infinity, -.infinity] {
      for count in [1, 2, 9] {
        let features = AcousticFeatures(
          width: width, values: [Float](repeating: value, count: count * width))
        let sound = reconstruction.waveform(of: features, iterations: 2)
        #expect(sound.samples.count == max(1, (count - 1) * options.hopCount))
        let isFinite = sound.samples.allSatisfy { $0.isFinite }
        #expect(isFinite, "\(count) frames of \(value)")
      }
    }
    let silence = AcousticFeatures(
      width: width, values: [Float](repeating: log(Float(1e-10)), count: 20 * width))
    #expect(reconstruction.waveform(of: silence).peak < 1e-4)
  }

  @Test("is refused where frames do not hold it, and the message says what to change")
  func refusals() {
    func message(_ change: (inout AcousticOptions) -> Void) -> String {
      var options = AcousticOptions(sampleRate: 8000)
      change(&options)
      do {
        _ = try WaveformReconstruction(options)
        return "nothing"
      } catch { return error.description }
    }
    #expect(
      message { $0.kind = .cepstrum(count: 13) }
        == "The acoustic features' kind is cepstra; expected log-mel values, which can be turned back into sound."
    )
    #expect(message { $0.deltaOrder = 1 }.contains("values with deltas"))
    #expect(message { $0.transformSize = 300 }.contains("a power of two"))
    #expect(message { $0.hopDuration = 0.02 }.contains("at most half the window's 0.025 s"))
    #expect(message { _ in } == "nothing")
  }
}
