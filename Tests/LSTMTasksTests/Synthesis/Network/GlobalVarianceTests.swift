import Foundation
import LSTMData
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("The variance of cepstra over an utterance")
struct GlobalVarianceTests {
  private func frames(_ count: Int, width: Int) -> AcousticFeatures {
    var numbers = TestNumbers(seed: UInt64(width))
    return AcousticFeatures(width: width, values: numbers.normal([count * width]).floats)
  }

  @Test("is that of the orthonormal cosine transform in Double", arguments: [1, 8, 40])
  func definition(width: Int) {
    let frames = frames(30, width: width)
    let found = GlobalVariance(frameSize: width).variances(frames)
    for order in 0..<width {
      let scale = ((order == 0 ? 1.0 : 2.0) / Double(width)).squareRoot()
      var cepstra: [Double] = []
      for frame in 0..<30 {
        var sum = 0.0
        for (place, value) in frames[frame].enumerated() {
          let angle = Double.pi * Double(order) * (Double(place) + 0.5) / Double(width)
          sum += scale * Double(value) * cos(angle)
        }
        cepstra.append(sum)
      }
      let mean: Double = cepstra.reduce(0, +) / 30
      let squares = cepstra.map { ($0 - mean) * ($0 - mean) }
      #expect(abs(found[order] - squares.reduce(0, +) / 30) < 1e-5)
    }
  }

  @Test("grows with the square of the factors, and means stay")
  func stretching() {
    let frames = frames(50, width: 12)
    let measure = GlobalVariance(frameSize: 12)
    let factors = (0..<12).map { 1 + Float($0) / 10 }
    let stretched = measure.stretched(frames, by: factors)
    let (before, after) = (measure.variances(frames), measure.variances(stretched))
    for place in 0..<12 {
      let factor = Double(factors[place] * factors[place])
      #expect(abs(after[place] - factor * before[place]) < 1e-4 * after[place])
      let means = [frames, stretched].map { frames in
        (0..<50).reduce(0.0) { $0 + Double(frames[$1].dropFirst(place).first ?? 0) } / 50
      }
      #expect(abs(means[0] - means[1]) < 1e-5)
    }
    let same = measure.stretched(frames, by: [Float](repeating: 1, count: 12))
    #expect(zip(same.values, frames.values).allSatisfy { abs($0 - $1) < 1e-5 })
    let nothing = AcousticFeatures(width: 12)
    #expect(measure.stretched(nothing, by: factors) == nothing)
  }
}
