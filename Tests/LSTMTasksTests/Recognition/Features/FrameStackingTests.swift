import LSTMData
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Stacked frames")
struct FrameStackingTests {
  @Test("repeat the last frame to fill the last row")
  func whole() {
    let frames = AcousticFeatures(width: 2, values: [1, 2, 3, 4, 5, 6, 7, 8])
    let rows = FrameStacking(count: 3).stack(frames)
    #expect(rows.width == 6)
    #expect(rows.values == [1, 2, 3, 4, 5, 6, 7, 8, 7, 8, 7, 8])
    #expect(FrameStacking(count: 1).stack(frames) == frames)
    #expect(FrameStacking(count: 3).stack(AcousticFeatures(width: 2)).count == 0)
  }

  @Test("are the same for any cutting of the stream", arguments: [1, 2, 3, 5])
  func stream(count: Int) {
    var random = RandomGenerator(seed: 3)
    let frames = AcousticFeatures(width: 2, values: (0..<34).map { _ in random.normal() })
    let whole = FrameStacking(count: count).stack(frames)
    for size in [1, 2, 4, 17] {
      var stream = FrameStackingStream(FrameStacking(count: count), width: 2)
      var rows = AcousticFeatures(width: 2 * count)
      for start in stride(from: 0, to: frames.count, by: size) {
        let end = min(frames.count, start + size)
        rows.append(
          stream.append(
            AcousticFeatures(width: 2, values: Array(frames.values[2 * start..<2 * end]))))
      }
      rows.append(stream.finish())
      #expect(rows == whole)
    }
  }
}
