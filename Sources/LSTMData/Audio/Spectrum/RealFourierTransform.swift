/// The discrete Fourier transform of real numbers: the N/2 + 1 frequencies from 0 to half the sample rate.
///
/// An even N is transformed as N/2 complex numbers.
public struct RealFourierTransform: Sendable {
  /// How many real numbers are transformed, N.
  public let size: Int
  private let inner: FourierTransform
  private let turns: [(cosine: Double, sine: Double)]

  /// Prepares a transform of `size` numbers, 1 or more.
  public init(size: Int) {
    self.size = size
    inner = FourierTransform(size: size % 2 == 0 ? size / 2 : size)
    turns = size % 2 == 0 ? (0...size / 2).map { rotation(-$0, of: size) } : []
  }

  /// How many frequencies come out, N/2 + 1, rounded down.
  public var frequencyCount: Int { size / 2 + 1 }

  /// X[k] = Σₙ x[n] e^(−2πi kn/N) for k from 0 to N/2.
  ///
  /// - Parameters:
  ///   - samples: N numbers.
  ///   - real: becomes the real parts.
  ///   - imaginary: becomes the imaginary parts.
  public func forward(_ samples: [Double], real: inout [Double], imaginary: inout [Double]) {
    precondition(samples.count == size, "\(samples.count) samples for a transform of \(size)")
    guard size % 2 == 0 else {
      real = samples
      imaginary = [Double](repeating: 0, count: size)
      inner.forward(real: &real, imaginary: &imaginary)
      real.removeLast(size - frequencyCount)
      imaginary.removeLast(size - frequencyCount)
      return
    }
    let half = size / 2
    var x = [Double](repeating: 0, count: half)
    var y = x
    for place in 0..<half {
      x[place] = samples[2 * place]
      y[place] = samples[2 * place + 1]
    }
    inner.forward(real: &x, imaginary: &y)
    real = [Double](repeating: 0, count: half + 1)
    imaginary = real
    for k in 0...half {
      let (a, b) = (k % half, (half - k) % half)
      // The even samples' spectrum, and the odd samples', which is turned by their delay.
      let (evenX, evenY) = ((x[a] + x[b]) / 2, (y[a] - y[b]) / 2)
      let (oddX, oddY) = ((y[a] + y[b]) / 2, (x[b] - x[a]) / 2)
      let turn = turns[k]
      real[k] = evenX + (oddX * turn.cosine - oddY * turn.sine)
      imaginary[k] = evenY + (oddX * turn.sine + oddY * turn.cosine)
    }
  }

  /// The N real numbers that have these frequencies: undoes ``forward(_:real:imaginary:)``.
  ///
  /// - Parameters:
  ///   - real: N/2 + 1 real parts.
  ///   - imaginary: N/2 + 1 imaginary parts; those of frequency 0 and, for an even N, of N/2 do not count.
  public func inverse(real: [Double], imaginary: [Double]) -> [Double] {
    precondition(
      real.count == frequencyCount && imaginary.count == frequencyCount,
      "\(frequencyCount) frequencies")
    guard size % 2 == 0 else {
      let mirrored = (1..<frequencyCount).reversed()
      var x = real + mirrored.map { real[$0] }
      var y = imaginary + mirrored.map { -imaginary[$0] }
      y[0] = 0
      inner.inverse(real: &x, imaginary: &y)
      return x
    }
    let half = size / 2
    var x = [Double](repeating: 0, count: half)
    var y = x
    for k in 0..<half {
      let (upper, lower) = (k == 0 ? 0 : imaginary[k], k == 0 ? 0 : imaginary[half - k])
      let (evenX, evenY) = ((real[k] + real[half - k]) / 2, (upper - lower) / 2)
      let (turnedX, turnedY) = ((real[k] - real[half - k]) / 2, (upper + lower) / 2)
      let turn = turns[k]
      let oddX = turnedX * turn.cosine + turnedY * turn.sine
      let oddY = turnedY * turn.cosine - turnedX * turn.sine
      x[k] = evenX - oddY
      y[k] = evenY + oddX
    }
    inner.inverse(real: &x, imaginary: &y)
    var samples = [Double](repeating: 0, count: size)
    for place in 0..<half {
      samples[2 * place] = x[place]
      samples[2 * place + 1] = y[place]
    }
    return samples
  }
}
