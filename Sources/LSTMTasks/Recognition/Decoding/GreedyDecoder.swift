import LSTMTensor

/// Takes the most probable class of every frame, makes one of equal neighbours, and leaves out blanks (Graves and others
/// 2006, section 3.2, "best path decoding").
///
/// Frames may come in pieces of any size: what was read so far gives the same units as the whole. Of equally probable
/// classes the first counts.
public struct GreedyDecoder: Sendable, Equatable {
  /// The class that stands for no unit.
  public let blank: Int32
  /// How many frames were read.
  public private(set) var frameCount = 0
  /// What was recognised so far; the last unit may go on.
  public private(set) var units: [DecodedUnit] = []
  /// The class of the last frame.
  private var previous: Int32

  /// A decoder that has read nothing.
  public init(blank: Int32 = 0) {
    self.blank = blank
    previous = blank
  }

  /// Reads frames.
  ///
  /// - Parameter logits: [T, V].
  public mutating func read(_ logits: Tensor) {
    let classes = logits.shape.columnCount
    logits.detached.softmax().withBuffer { probabilities in
      for row in 0..<logits.shape.rowCount {
        read(probabilities[row * classes..<(row + 1) * classes])
      }
    }
  }

  private mutating func read(_ frame: Slice<UnsafeBufferPointer<Float>>) {
    let start = frameCount
    frameCount += 1
    guard let best = frame.largest(1).first else { return }
    if best.token != blank {
      let last = best.token == previous ? units.popLast() : nil
      units.append(
        DecodedUnit(
          unit: best.token, frames: (last?.frames.lowerBound ?? start)..<start + 1,
          confidence: max(last?.confidence ?? 0, best.value)))
    }
    previous = best.token
  }
}
