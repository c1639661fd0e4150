import LSTMData

/// Several frames read as one, so that a network takes fewer steps (Sak and others 2015, "Fast and accurate recurrent neural
/// network acoustic models for speech recognition").
struct FrameStacking: Sendable, Equatable {
  /// Frames that become one.
  let count: Int

  /// Rows of `count` frames side by side; the last frame is repeated to fill the last row.
  func stack(_ frames: AcousticFeatures) -> AcousticFeatures {
    guard count > 1, frames.count > 0 else { return frames }
    var result = AcousticFeatures(width: frames.width * count, values: [])
    result.values = frames.values
    let missing = (count - frames.count % count) % count
    let last = frames[frames.count - 1]
    var values = frames.values
    for _ in 0..<missing { values += last }
    return AcousticFeatures(width: frames.width * count, values: values)
  }
}

/// Frames that come piece by piece, stacked as the whole would be.
struct FrameStackingStream: Sendable {
  private let stacking: FrameStacking
  private var waiting: AcousticFeatures

  /// - Parameter width: the values of a frame.
  init(_ stacking: FrameStacking, width: Int) {
    self.stacking = stacking
    waiting = AcousticFeatures(width: width)
  }

  /// Takes frames, and gives the rows that are full.
  mutating func append(_ frames: AcousticFeatures) -> AcousticFeatures {
    waiting.append(frames)
    let full = waiting.count / stacking.count * stacking.count * waiting.width
    let rows = AcousticFeatures(
      width: waiting.width * stacking.count, values: Array(waiting.values[..<full]))
    waiting.values.removeFirst(full)
    return rows
  }

  /// The last row, where frames are left.
  mutating func finish() -> AcousticFeatures {
    let rest = stacking.stack(waiting)
    waiting.values = []
    return AcousticFeatures(width: waiting.width * stacking.count, values: rest.values)
  }
}
