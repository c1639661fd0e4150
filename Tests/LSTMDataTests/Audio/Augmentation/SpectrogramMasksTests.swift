import Testing

@testable import LSTMData

@Suite("Masks over features")
struct SpectrogramMasksTests {
  private let features = AcousticFeatures(
    width: 12, values: [Float](repeating: 1, count: 12 * 50))

  /// The lengths of the runs of `true`.
  private func runs(_ values: [Bool]) -> [Int] {
    values.split(separator: false).map(\.count)
  }

  private func masked(_ features: AcousticFeatures) -> (frames: [Bool], channels: [Bool]) {
    let frames = (0..<features.count).map { frame in features[frame].allSatisfy { $0 == 0 } }
    let channels = (0..<features.width).map { channel in
      (0..<features.count).allSatisfy { features.values[$0 * features.width + channel] == 0 }
    }
    return (frames, channels)
  }

  @Test("blot out whole frames and whole channels, no more than allowed, and nothing else")
  func extent() {
    var masks = SpectrogramMasks()
    masks.frequencyCount = 1
    masks.frequencyWidth = 4
    masks.timeCount = 1
    masks.timeWidth = 9
    masks.timePart = 0.1
    var (widths, lengths): (Set<Int>, Set<Int>) = ([], [])
    for key in 0..<200 as Range<UInt64> {
      let found = masks.apply(to: features, key: key)
      #expect(found == masks.apply(to: features, key: key))
      let (frames, channels) = masked(found)
      #expect(runs(frames).count <= 1 && runs(channels).count <= 1)
      widths.insert(runs(channels).first ?? 0)
      lengths.insert(runs(frames).first ?? 0)
      for frame in 0..<50 {
        for channel in 0..<12 where !frames[frame] && !channels[channel] {
          #expect(found.values[frame * 12 + channel] == 1)
        }
      }
    }
    #expect(widths == [0, 1, 2, 3, 4])
    // A tenth of 50 frames, although nine would be allowed.
    #expect(lengths == [0, 1, 2, 3, 4, 5])
  }

  @Test("cover the same channels of values and deltas")
  func groups() {
    let masks = SpectrogramMasks()
    for key in 0..<20 as Range<UInt64> {
      let (_, channels) = masked(masks.apply(to: features, groups: 3, key: key))
      #expect(channels[0..<4] == channels[4..<8] && channels[0..<4] == channels[8..<12])
    }
  }

  @Test("leave no frame, few frames and no masks alone")
  func edges() {
    var masks = SpectrogramMasks()
    #expect(masks.apply(to: AcousticFeatures(width: 4), key: 1).count == 0)
    masks.frequencyCount = 0
    masks.timePart = 0
    #expect(masks.apply(to: features, key: 1) == features)
  }
}
