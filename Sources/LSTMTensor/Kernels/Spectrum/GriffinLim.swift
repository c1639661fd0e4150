import CLSTMKernels

/// Sound from the magnitudes of its short-time spectra: the fast Griffin-Lim algorithm (Perraudin, Balazs and Søndergaard
/// 2013).
///
/// Spectra of overlapping frames say most of their phases themselves: turning them into sound and back gives phases that
/// agree, which are kept with the magnitudes that were asked for, again and again. Frame t is centred on sample t · hop,
/// with silence before and after the sound.
package struct GriffinLim: Sendable {
  /// Numbers that a transform of N reads.
  package struct Tables: Sendable {
    /// Factors of a frame's samples, [N].
    var window: [Float]
    /// Cosine and sine of −k/span turns for k below span/2, span = 2, 4, … N/2.
    var turns: [Float]
    /// Cosine and sine of −k/N turns for k up to N/2.
    var splits: [Float]
    /// Bit-reversed places, [N/2].
    var order: [Int32]

    /// - Parameters:
    ///   - window: N factors, N a power of two from 4.
    ///   - rotation: cosine and sine of `part` / `whole` turns.
    package init(
      window: [Double], rotation: (_ part: Int, _ whole: Int) -> (cosine: Double, sine: Double)
    ) {
      let (size, half) = (window.count, window.count / 2)
      precondition(size >= 4 && size & (size - 1) == 0, "a power of two from 4, not \(size)")
      self.window = window.map { Float($0) }
      func pair(_ part: Int, _ whole: Int) -> [Float] {
        let turn = rotation(-part, whole)
        return [Float(turn.cosine), Float(turn.sine)]
      }
      turns = []
      var span = 2
      while span <= half {
        turns += (0..<span / 2).flatMap { pair($0, span) }
        span *= 2
      }
      splits = (0...half).flatMap { pair($0, size) }
      var order = [Int32](repeating: 0, count: half)
      for place in 1..<half {
        order[place] = order[place / 2] / 2 + (place % 2 == 1 ? Int32(half / 2) : 0)
      }
      self.order = order
    }
  }

  /// Pieces of a sound that are computed side by side.
  private static let laneCount = 16

  private let tables: Tables
  private let hop: Int
  private let momentum: Float

  /// - Parameters:
  ///   - tables: what transforms read.
  ///   - hop: the samples from a frame to the next, 1 or more.
  ///   - momentum: how far a step goes beyond the last one; 0: the slow algorithm of Griffin and Lim 1984.
  package init(_ tables: Tables, hop: Int, momentum: Float = 0.99) {
    precondition(hop > 0, "frames that do not advance")
    self.tables = tables
    self.hop = hop
    self.momentum = momentum
  }

  /// The sound, (T − 1) · hop samples, at least one.
  ///
  /// - Parameters:
  ///   - magnitudes: [T, N/2 + 1], T from 1.
  ///   - cosines: of the phases to begin with, of the same shape.
  ///   - sines: of these phases, 0 at both ends of a spectrum.
  ///   - iterations: 0 or more.
  package func sound(
    magnitudes: Tensor, cosines: Tensor, sines: Tensor, iterations: Int
  ) -> [Float] {
    let size = tables.window.count
    let (frames, bins) = (magnitudes.shape[0], size / 2 + 1)
    precondition(
      frames > 0 && iterations >= 0
        && [magnitudes, cosines, sines].allSatisfy { $0.shape == [frames, bins] },
      "spectra \(magnitudes.shape) of \(size) samples")
    // A lane is longer than a frame, so that a frame crosses one border at most.
    let steps = max(
      (frames + Self.laneCount - 1) / Self.laneCount, (size + hop - 1) / hop)
    let count = max(1, (frames - 1) * hop)
    let normalizers = normalizers(frames: frames, steps: steps, sampleCount: count)
    let samples = Tensor(uninitialized: normalizers.shape)
    var call = clstm_griffin_lim()
    (call.size, call.hop, call.steps, call.iterations) = (size, hop, steps, iterations)
    call.share = momentum / (1 + momentum)
    let laid = [magnitudes, cosines, sines].map { Self.laid($0, steps: steps) }
    let previous = [0, 1].map { _ in Tensor.zeros(laid[0].shape) }
    let scratch = Tensor(uninitialized: [32 * size + 32])
    call.magnitudes = laid[0].pointer
    (call.cosines, call.sines) = (laid[1].freshPointer, laid[2].freshPointer)
    call.previous_real = previous[0].freshPointer
    call.previous_imaginary = previous[1].freshPointer
    call.normalizers = normalizers.pointer
    call.samples = samples.freshPointer
    tables.window.withUnsafeBufferPointer { window in
      tables.turns.withUnsafeBufferPointer { turns in
        tables.splits.withUnsafeBufferPointer { splits in
          tables.order.withUnsafeBufferPointer { order in
            (call.window, call.turns) = (window.baseAddress, turns.baseAddress)
            (call.splits, call.order) = (splits.baseAddress, order.baseAddress)
            clstm_find_phases(&call, scratch.freshPointer)
          }
        }
      }
    }
    withExtendedLifetime((laid, previous, normalizers, scratch)) {}
    let length = steps * hop
    return samples.withBuffer { samples in
      (size / 2..<size / 2 + count).map { place in
        let lane = min(place / length, Self.laneCount - 1)
        return samples[(place - lane * length) * Self.laneCount + lane]
      }
    }
  }

  /// Frames laid into lanes, [steps, K, 16]: lane l has those from l · steps on, and zeros behind the last.
  private static func laid(_ frames: Tensor, steps: Int) -> Tensor {
    let (count, bins) = (frames.shape[0], frames.shape[1])
    var result = Tensor.zeros([steps, bins, laneCount])
    frames.withBuffer { frames in
      result.withMutableBuffer { result in
        for frame in 0..<count {
          let (lane, step) = frame.quotientAndRemainder(dividingBy: steps)
          for place in 0..<bins {
            result[(step * bins + place) * laneCount + lane] = frames[frame * bins + place]
          }
        }
      }
    }
    return result
  }

  /// What sums of overlapping frames are multiplied by, [steps · hop + N, 16].
  private func normalizers(frames: Int, steps: Int, sampleCount: Int) -> Tensor {
    let (size, length) = (tables.window.count, steps * hop)
    var weights = [Float](repeating: 0, count: Self.laneCount * length + size)
    for frame in 0..<frames {
      for (place, factor) in tables.window.enumerated() {
        weights[frame * hop + place] += factor * factor
      }
    }
    var result = Tensor.zeros([length + size, Self.laneCount])
    result.withMutableBuffer { result in
      for place in 0..<length + size {
        for lane in 0..<Self.laneCount {
          let sample = lane * length + place
          guard sample >= size / 2, sample < size / 2 + sampleCount else { continue }
          // Where windows hardly reach, dividing by them would make noise out of rounding.
          result[place * Self.laneCount + lane] = 1 / max(weights[sample], 1e-3)
        }
      }
    }
    return result
  }
}
