/// Eight sounds, or eight parts of one, that are computed side by side.
typealias Lanes = SIMD8<Float>

/// The discrete Fourier transform of real numbers in eight lanes at once, for sizes that are a power of two.
///
/// Each lane is the same sequence of operations as any other, so that no result depends on its lane. Single precision
/// serves where phases are only approached, and costs a tenth of ``RealFourierTransform`` for each frame.
struct LaneTransform: Sendable {
  /// How many real numbers are transformed, N.
  let size: Int
  private let half: Int
  /// Bit-reversed places.
  private let order: [Int]
  /// e^(−2πi k/(N/2)), those of each stage in a row, so that a stage reads them in order.
  private let turns: [(cosine: Float, sine: Float)]
  /// e^(−2πi k/N), k up to N/2.
  private let splits: [(cosine: Float, sine: Float)]

  /// Numbers that are being transformed.
  struct Workspace {
    fileprivate var x: [Lanes]
    fileprivate var y: [Lanes]
  }

  /// - Parameter size: a power of two from 4.
  init(size: Int) {
    precondition(size >= 4 && size & (size - 1) == 0, "a power of two, not \(size)")
    self.size = size
    let half = size / 2
    self.half = half
    var order = [Int](repeating: 0, count: half)
    for place in 1..<half { order[place] = order[place / 2] / 2 + (place % 2 == 1 ? half / 2 : 0) }
    self.order = order
    func turn(_ part: Int, of whole: Int) -> (cosine: Float, sine: Float) {
      let (cosine, sine) = rotation(-part, of: whole)
      return (Float(cosine), Float(sine))
    }
    var turns: [(cosine: Float, sine: Float)] = []
    var span = 2
    while span <= half {
      for place in 0..<span / 2 { turns.append(turn(place, of: span)) }
      span *= 2
    }
    self.turns = turns
    splits = (0...half).map { turn($0, of: size) }
  }

  /// How many frequencies come out, N/2 + 1.
  var frequencyCount: Int { half + 1 }

  /// Memory to transform in.
  var workspace: Workspace {
    let zeros = [Lanes](repeating: .zero, count: half)
    return Workspace(x: zeros, y: zeros)
  }

  /// X[k] = Σₙ x[n] e^(−2πi kn/N) for k from 0 to N/2.
  ///
  /// - Parameters:
  ///   - samples: where x begins; N of them are read.
  ///   - window: what each of them is multiplied by, N.
  ///   - real: receives the real parts, N/2 + 1.
  ///   - imaginary: receives the imaginary parts.
  func forward(
    _ samples: ArraySlice<Lanes>, window: [Float], _ work: inout Workspace, real: inout [Lanes],
    imaginary: inout [Lanes]
  ) {
    let start = samples.startIndex
    for place in 0..<half {
      let even = 2 * order[place]
      work.x[place] = samples[start + even] * window[even]
      work.y[place] = samples[start + even + 1] * window[even + 1]
    }
    butterflies(&work.x, &work.y)
    for k in 0...half {
      let (a, b) = (k == half ? 0 : k, k == 0 ? 0 : half - k)
      let (xa, xb, ya, yb) = (work.x[a], work.x[b], work.y[a], work.y[b])
      let (evenX, evenY, oddX, oddY) = (xa + xb, ya - yb, ya + yb, xb - xa)
      let turn = splits[k]
      real[k] = (evenX + (oddX * turn.cosine - oddY * turn.sine)) * 0.5
      imaginary[k] = (evenY + (oddX * turn.sine + oddY * turn.cosine)) * 0.5
    }
  }

  /// The N real numbers that have these frequencies, times the window, added to what is there.
  ///
  /// - Parameters:
  ///   - real: N/2 + 1 real parts.
  ///   - imaginary: N/2 + 1 imaginary parts, 0 at both ends.
  ///   - window: what each number is multiplied by, N.
  ///   - samples: what they are added to.
  ///   - start: from here on.
  func addInverse(
    real: [Lanes], imaginary: [Lanes], window: [Float], _ work: inout Workspace,
    to samples: inout [Lanes], at start: Int
  ) {
    for place in 0..<half {
      let k = order[place]
      let (a, b, c, d) = (real[k], real[half - k], imaginary[k], imaginary[half - k])
      let (evenX, evenY, turnedX, turnedY) = (a + b, c - d, a - b, c + d)
      let turn = splits[k]
      let oddX = turnedX * turn.cosine + turnedY * turn.sine
      let oddY = turnedY * turn.cosine - turnedX * turn.sine
      // The parts are exchanged, which turns the direction.
      work.y[place] = evenX - oddY
      work.x[place] = evenY + oddX
    }
    butterflies(&work.x, &work.y)
    let scale = 1 / Float(size)
    for place in 0..<half {
      let (even, odd) = (start + 2 * place, start + 2 * place + 1)
      samples[even] += work.y[place] * (scale * window[2 * place])
      samples[odd] += work.x[place] * (scale * window[2 * place + 1])
    }
  }

  /// The transform of numbers that lie in bit-reversed order: Cooley and Tukey 1965, radix two.
  private func butterflies(_ x: inout [Lanes], _ y: inout [Lanes]) {
    var (reach, first) = (1, 0)
    while reach < half {
      for start in stride(from: 0, to: half, by: 2 * reach) {
        for offset in 0..<reach {
          let (upper, lower) = (start + offset, start + offset + reach)
          let turn = turns[first + offset]
          let (a, b) = (x[lower], y[lower])
          let turnedX = a * turn.cosine - b * turn.sine
          let turnedY = a * turn.sine + b * turn.cosine
          let (c, d) = (x[upper], y[upper])
          x[upper] = c + turnedX
          y[upper] = d + turnedY
          x[lower] = c - turnedX
          y[lower] = d - turnedY
        }
      }
      first += reach
      reach *= 2
    }
  }
}
