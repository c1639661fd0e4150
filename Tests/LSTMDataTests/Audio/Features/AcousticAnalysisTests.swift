import Foundation
import Testing

@testable import LSTMData

@Suite("Acoustic features")
struct AcousticAnalysisTests {
  @Test("need a frame's last sample and no more")
  func latency() throws {
    let analysis = try AcousticAnalysis(AcousticOptions(sampleRate: 8000))
    var stream = analysis.stream()
    // Frame 0 is centred on sample 0 and ends behind sample 99.
    #expect(stream.append([Float](repeating: 0.1, count: 99)).count == 0)
    #expect(stream.append([0.1]).count == 1)
    #expect(stream.append([Float](repeating: 0.1, count: 80)).count == 1)
    #expect(stream.finish().count == 1)
  }

  @Test("of nothing are none, and of silence the floor's logarithm")
  func silence() throws {
    let analysis = try AcousticAnalysis(AcousticOptions(sampleRate: 8000))
    #expect(analysis.features(of: []).count == 0)
    let features = analysis.features(of: [Float](repeating: 0, count: 800))
    #expect(features.count == 11)
    #expect(features.values.allSatisfy { abs(Double($0) - log(1e-10)) < 1e-5 })
  }

  @Test("have frames further apart than they are long, if so asked")
  func gaps() throws {
    var options = AcousticOptions(sampleRate: 8000)
    options.hopDuration = 0.05
    let samples = TestSounds.noise(2000)
    let analysis = try AcousticAnalysis(options)
    let whole = analysis.features(of: samples)
    #expect(whole.count == 6)
    var stream = analysis.stream()
    var found = AcousticFeatures(width: 40)
    for sample in samples { found.append(stream.append([sample])) }
    found.append(stream.finish())
    #expect(found == whole)
  }

  @Test("show a tone in the triangle around it, and a warp moves it there from elsewhere")
  func warp() throws {
    func loudest(_ frequency: Double, warp: Double) throws -> Int {
      var options = AcousticOptions(sampleRate: 8000)
      options.warp = warp
      let features = try AcousticAnalysis(options)
        .features(of: TestSounds.sine(frequency, rate: 8000, count: 800))
      let row = Array(features[5])
      return try #require(row.indices.max { row[$0] < row[$1] })
    }
    let bank = try AcousticAnalysis(AcousticOptions(sampleRate: 8000)).filterBank
    for triangle in [8, 15, 25] {
      let frequency = bank.centers[triangle]
      #expect(try loudest(frequency, warp: 1) == triangle)
      for warp in [0.88, 1.12] {
        #expect(try loudest(frequency * warp, warp: warp) == triangle)
        #expect(try loudest(frequency, warp: warp) != triangle)
      }
    }
    let range = 0.0...4000.0
    #expect(MelFilterBank.warped(4000, by: 1.2, in: range) == 4000)
    #expect(MelFilterBank.warped(0, by: 0.8, in: range) == 0)
    #expect(abs(MelFilterBank.warped(1000, by: 1.2, in: range) - 1200) < 1e-9)
  }

  @Test("have a mel scale that is linear to 1,000 Hz, and 27 mel for a factor of 6.4")
  func mel() {
    #expect(MelScale.mel(500) == 7.5)
    #expect(MelScale.mel(1000) == 15)
    #expect(abs(MelScale.mel(6400) - 42) < 1e-12)
    for frequency in stride(from: 0.0, through: 8000, by: 123) {
      #expect(abs(MelScale.frequency(MelScale.mel(frequency)) - frequency) < 1e-9)
    }
  }

  @Test("are refused with the option that is wrong")
  func options() {
    func name(_ change: (inout AcousticOptions) -> Void) -> String? {
      var options = AcousticOptions(sampleRate: 8000)
      change(&options)
      do {
        _ = try AcousticAnalysis(options)
        return nil
      } catch {
        guard case .outOfRange(let option, _, _) = error else { return "triangle" }
        return option
      }
    }
    #expect(name { _ in } == nil)
    #expect(name { $0.sampleRate = 0 } == "sample rate")
    #expect(name { $0.windowDuration = .nan } == "window")
    #expect(name { $0.hopDuration = 0 } == "hop")
    #expect(name { $0.transformSize = 128 } == "spectrum")
    #expect(name { $0.melCount = 0 } == "number of mel triangles")
    #expect(name { $0.melCount = 200 } == "triangle")
    #expect(name { $0.highestFrequency = 5000 } == "highest frequency")
    #expect(name { $0.lowestFrequency = 4000 } == "lowest frequency")
    #expect(name { $0.kind = .cepstrum(count: 41) } == "number of cepstra")
    #expect(name { $0.deltaWidth = 4 } == "delta width")
    #expect(name { $0.warp = 9 } == "warp")
  }
}
