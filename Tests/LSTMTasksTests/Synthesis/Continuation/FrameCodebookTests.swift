import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("A codebook of frames")
struct FrameCodebookTests {
  @Test("finds groups that lie apart")
  func groups() {
    var numbers = TestNumbers(seed: 1)
    let centers = (0..<10).map { [Double($0 % 5) * 10, Double($0 / 5) * 10] }
    let values = (0..<400).flatMap { row in
      zip(centers[row % 10], numbers.normal([2]).values).map { Float($0 + 0.3 * $1) }
    }
    let frames = Tensor(values, shape: [400, 2])
    var random = RandomGenerator(seed: 2)
    let codebook = FrameCodebook(of: frames, using: &random)
    #expect(codebook.codes.shape == [50, 2])
    let codes = codebook.codes(of: frames)
    let found = codebook.codes.values
    // Every frame's code lies in the frame's own group.
    for (row, code) in codes.enumerated() {
      let center = centers[row % 10]
      #expect(abs(Double(found[2 * Int(code)]) - center[0]) < 2)
      #expect(abs(Double(found[2 * Int(code) + 1]) - center[1]) < 2)
    }
  }

  @Test("gives each frame its nearest code, as in Double")
  func nearest() {
    var numbers = TestNumbers(seed: 3)
    let frames = numbers.normal([60, 7])
    let book = numbers.normal([9, 7])
    let codes = FrameCodebook(codes: Tensor(book.floats, shape: [9, 7])).codes(
      of: Tensor(frames.floats, shape: [60, 7]))
    for (row, code) in codes.enumerated() {
      let distances = (0..<9).map { place in
        (0..<7).reduce(0.0) {
          let error = frames.values[row * 7 + $1] - book.values[place * 7 + $1]
          return $0 + error * error
        }
      }
      #expect(distances[Int(code)] <= (distances.min() ?? 0) + 1e-5)
    }
  }

  @Test("is the same for the same seed, and finite for frames that are all alike")
  func edges() {
    let same = Tensor(repeating: 1, shape: [40, 3])
    var random = RandomGenerator(seed: 1)
    let codebook = FrameCodebook(of: same, using: &random)
    #expect(codebook.codes.values.allSatisfy { $0 == 1 })
    var again = RandomGenerator(seed: 1)
    #expect(FrameCodebook(of: same, using: &again).codes.values == codebook.codes.values)
    #expect(FrameCodebook.size(frameCount: 1) == 1)
    #expect(FrameCodebook.size(frameCount: 1 << 20) == FrameCodebook.largestSize)
  }

  @Test("makes rows of each speaker's recordings, from which windows are cut")
  func streams() {
    var random = RandomGenerator(seed: 1)
    let streams = ContinuationStreams(
      [(0, [1, 2, 3]), (1, [4, 5]), (0, [6])], pause: [7, 8], using: &random)
    #expect(streams.streams.count == 2)
    #expect(Set(streams.streams[0]) == [1, 2, 3, 6, 7])
    #expect(Set(streams.streams[1]) == [4, 5, 8])
    let (codes, targets) = streams.windows(using: &random)
    #expect(codes.shape == [ContinuationStreams.windowLength, ContinuationStreams.batchSize])
    let batch = ContinuationStreams.batchSize
    for at in 0..<(ContinuationStreams.windowLength - 1) * batch
    where targets.values[at + batch] >= 0 {
      #expect(targets.values[at] == codes.values[at + batch])
    }
  }
}
