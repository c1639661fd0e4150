import Foundation
import LSTMData
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Mel-cepstral distortion")
struct MelCepstralDistortionTests {
  private func noise(_ count: Int, seed: UInt64) -> [Float] {
    var numbers = TestNumbers(seed: seed)
    return numbers.normal([count]).floats.map { 0.1 * $0 }
  }

  /// The least sum along a path and its length, by recursion over all paths.
  private func best(_ distances: [[Double]], _ row: Int, _ column: Int) -> (
    sum: Double, length: Int
  ) {
    let own = distances[row][column]
    if row == 0, column == 0 { return (own, 1) }
    var found: [(sum: Double, length: Int)] = []
    if row > 0, column > 0 { found.append(best(distances, row - 1, column - 1)) }
    if row > 0 { found.append(best(distances, row - 1, column)) }
    if column > 0 { found.append(best(distances, row, column - 1)) }
    let least = found.min { $0.sum < $1.sum } ?? (0, 0)
    return (least.sum + own, least.length + 1)
  }

  @Test("is the mean along the best of all alignments")
  func definition() throws {
    let measure = try MelCepstralDistortion(sampleRate: 8000)
    for (first, second) in [(240, 200), (40, 280), (0, 200), (200, 200)] {
      let a = measure.cepstra(of: noise(first + 1, seed: 1))
      let b = measure.cepstra(of: noise(second + 1, seed: 2))
      let distances = (0..<a.frames.count).map { row in
        (0..<b.frames.count).map { column in
          let squares = zip(a.frames[row].dropFirst(), b.frames[column].dropFirst()).map {
            pow(Double($0) - Double($1), 2)
          }
          return 10 / log(10) * (squares.reduce(0, +) / 40).squareRoot()
        }
      }
      let expected = best(distances, a.frames.count - 1, b.frames.count - 1)
      let found = try #require(MelCepstralDistortion.between(a, b))
      #expect(abs(found - expected.sum / Double(expected.length)) < 1e-9)
    }
  }

  @Test("is zero between sounds that differ in level alone")
  func level() throws {
    let measure = try MelCepstralDistortion(sampleRate: 8000)
    let sound = noise(4000, seed: 3)
    let louder = sound.map { 4 * $0 }
    let found = try #require(
      MelCepstralDistortion.between(measure.cepstra(of: sound), measure.cepstra(of: louder)))
    #expect(found < 1e-3)
  }

  @Test("is a spectrum's difference in decibels")
  func decibels() throws {
    // Frames whose log-mel values differ by a cosine of amplitude a, in ln of power.
    let amplitude = 0.7
    let difference = (0..<40).map { amplitude * cos(.pi * 3 * (Double($0) + 0.5) / 40) }
    let rms = 10 / log(10) * (difference.reduce(0) { $0 + $1 * $1 } / 40).squareRoot()
    // The third orthonormal cepstrum of that cosine is a √(40 / 2).
    var values = [Float](repeating: 0, count: 14)
    let flat = MelCepstralDistortion.Cepstra(frames: AcousticFeatures(width: 14, values: values))
    values[3] = Float(amplitude * (40.0 / 2).squareRoot())
    let wavy = MelCepstralDistortion.Cepstra(frames: AcousticFeatures(width: 14, values: values))
    let found = try #require(MelCepstralDistortion.between(flat, wavy))
    #expect(abs(found - rms) < 1e-6)
  }

  @Test("needs a frame")
  func empty() throws {
    let measure = try MelCepstralDistortion(sampleRate: 8000)
    let nothing = measure.cepstra(of: [])
    #expect(MelCepstralDistortion.between(nothing, measure.cepstra(of: [0.5])) == nil)
  }
}
