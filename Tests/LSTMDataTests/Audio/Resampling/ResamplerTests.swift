import Foundation
import Testing

@testable import LSTMData

@Suite("A change of sample rate")
struct ResamplerTests {
  private static let rates: [(from: Int, to: Int)] = [
    (8000, 16000), (16000, 8000), (44100, 16000), (16000, 11025), (8192, 5101),
  ]

  private func resampled(_ samples: [Float], _ from: Int, _ to: Int) -> [Float] {
    Resampler.resample(Waveform(sampleRate: from, samples: samples), to: to).samples
  }

  @Test("keeps a sine in the passband as it is, at the same times", arguments: rates)
  func passband(from: Int, to: Int) {
    // Far from the ends, where the sine meets silence.
    let seconds = 0.08
    let margin = Int(0.025 * Double(to))
    let half = Double(min(from, to)) / 2
    for part in [0.05, 0.4, 0.9] {
      let frequency = part * half
      let input = TestSounds.sine(frequency, rate: from, count: Int(seconds * Double(from)))
      let output = resampled(input, from, to)
      let exact = TestSounds.sine(frequency, rate: to, count: output.count)
      var worst: Float = 0
      for place in margin..<output.count - margin {
        worst = max(worst, abs(output[place] - exact[place]))
      }
      #expect(worst < 0.5e-4, "\(from) to \(to), \(frequency) Hz")
    }
  }

  @Test("removes what would fold back, by 100 dB", arguments: [(16000, 8000), (44100, 16000)])
  func stopband(from: Int, to: Int) {
    let half = Double(to) / 2
    for part in [1.0, 1.07, 1.5] where part * half < Double(from) / 2 {
      let input = TestSounds.sine(part * half, rate: from, count: from / 12)
      let output = resampled(input, from, to)
      let inner = output.dropFirst(to / 40).dropLast(to / 40)
      let largest = inner.map(abs).max() ?? 1
      #expect(largest < 0.5e-5, "\(from) to \(to), \(part * half) Hz")
    }
  }

  @Test("makes no image of a sine above the old band")
  func images() {
    let output = resampled(TestSounds.sine(1000, rate: 8000, count: 1200), 8000, 24000)
    let inner = Array(output[1200..<2400])
    #expect(TestSounds.amplitude(inner, of: 7000, rate: 24000) < 0.5e-5)
    #expect(TestSounds.amplitude(inner, of: 9000, rate: 24000) < 0.5e-5)
    #expect(abs(TestSounds.amplitude(inner, of: 1000, rate: 24000) - 0.5) < 1e-4)
  }

  @Test("keeps a constant, and the length to within a sample")
  func constant() {
    for (from, to) in [(8000, 16000), (16000, 8000), (16000, 11025)] {
      let output = resampled([Float](repeating: 0.25, count: from / 10), from, to)
      #expect(output.count == (from / 10 * to + from - 1) / from)
      let middle = output[output.count / 2]
      #expect(abs(middle - 0.25) < 1e-6)
    }
    #expect(resampled([], 8000, 16000).isEmpty)
    #expect(resampled([0.5], 8000, 16000).count == 2)
    #expect(resampled([0.5, 1], 8000, 8000) == [0.5, 1])
    #expect(resampled([Float](repeating: 0, count: 5), 100_000, 100).count == 1)
  }

  @Test("gives the same bits however the sound is cut")
  func pieces() {
    for (from, to) in [(16000, 11025), (8000, 16000), (3000, 2001)] {
      let input = TestSounds.noise(1500)
      let whole = resampled(input, from, to)
      for size in [1, 17, 400] {
        var resampler = Resampler(from: from, to: to)
        var output: [Float] = []
        for start in stride(from: 0, to: input.count, by: size) {
          output += resampler.append(Array(input[start..<min(start + size, input.count)]))
        }
        output += resampler.finish()
        #expect(output == whole, "\(from) to \(to) in pieces of \(size)")
      }
    }
  }
}
