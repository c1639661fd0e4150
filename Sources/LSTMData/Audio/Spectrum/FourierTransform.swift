/// The discrete Fourier transform of complex numbers, of any size.
///
/// A power of two takes N log N steps (Cooley and Tukey 1965); another size is a convolution, which takes two
/// transforms of a power of two above 2N (Bluestein 1970).
public struct FourierTransform: Sendable {
  /// How many numbers are transformed, N.
  public let size: Int
  private let form: Form

  private enum Form: Sendable {
    case powerOfTwo(PowerOfTwoTransform)
    case convolution(ChirpTransform)
  }

  /// Prepares a transform of `size` numbers, 1 or more.
  public init(size: Int) {
    precondition(size > 0, "a Fourier transform has a size, not \(size)")
    self.size = size
    form =
      size & (size - 1) == 0
      ? .powerOfTwo(PowerOfTwoTransform(size: size)) : .convolution(ChirpTransform(size: size))
  }

  /// X[k] = Σₙ x[n] e^(−2πi kn/N), in place.
  ///
  /// - Precondition: N real and N imaginary parts.
  public func forward(real: inout [Double], imaginary: inout [Double]) {
    precondition(real.count == size && imaginary.count == size, "\(size) complex numbers")
    switch form {
    case .powerOfTwo(let transform): transform.forward(&real, &imaginary)
    case .convolution(let transform): transform.forward(&real, &imaginary)
    }
  }

  /// x[n] = 1/N Σₖ X[k] e^(2πi kn/N), in place: undoes ``forward(real:imaginary:)``.
  public func inverse(real: inout [Double], imaginary: inout [Double]) {
    // Exchanging the parts before and after turns the direction.
    forward(real: &imaginary, imaginary: &real)
    let scale = 1 / Double(size)
    for place in 0..<size {
      real[place] *= scale
      imaginary[place] *= scale
    }
  }
}

/// Radix two, in place, after the numbers have been put in bit-reversed order.
struct PowerOfTwoTransform: Sendable {
  let size: Int
  private let cosines: [Double]
  private let sines: [Double]
  private let order: [Int]

  init(size: Int) {
    self.size = size
    let turns = (0..<max(1, size / 2)).map { rotation(-$0, of: size) }
    cosines = turns.map(\.cosine)
    sines = turns.map(\.sine)
    var order = [Int](repeating: 0, count: size)
    for place in 1..<max(1, size) {
      order[place] = order[place / 2] / 2 + (place % 2 == 1 ? size / 2 : 0)
    }
    self.order = order
  }

  func forward(_ real: inout [Double], _ imaginary: inout [Double]) {
    for (place, other) in order.enumerated() where place < other {
      real.swapAt(place, other)
      imaginary.swapAt(place, other)
    }
    var half = 1
    while half < size {
      let stride = size / (2 * half)
      var start = 0
      while start < size {
        for offset in 0..<half {
          let (upper, lower) = (start + offset, start + offset + half)
          let (c, s) = (cosines[offset * stride], sines[offset * stride])
          let (x, y) = (real[lower], imaginary[lower])
          let (turnedX, turnedY) = (x * c - y * s, x * s + y * c)
          let (a, b) = (real[upper], imaginary[upper])
          real[upper] = a + turnedX
          imaginary[upper] = b + turnedY
          real[lower] = a - turnedX
          imaginary[lower] = b - turnedY
        }
        start += 2 * half
      }
      half *= 2
    }
  }
}

/// A transform of any size as a convolution with a chirp: kn = (k² + n² − (k − n)²) / 2.
struct ChirpTransform: Sendable {
  private let size: Int
  private let inner: PowerOfTwoTransform
  /// e^(−πi n²/N).
  private let chirp: [(cosine: Double, sine: Double)]
  private let filterReal: [Double]
  private let filterImaginary: [Double]

  init(size: Int) {
    self.size = size
    var length = 1
    while length < 2 * size - 1 { length *= 2 }
    inner = PowerOfTwoTransform(size: length)
    // n² is taken modulo 2N first, so that the angle is exact for any n.
    chirp = (0..<size).map { rotation(-($0 * $0 % (2 * size)), of: 2 * size) }
    var real = [Double](repeating: 0, count: length)
    var imaginary = real
    for (place, turn) in chirp.enumerated() {
      for target in [place, (length - place) % length] {
        real[target] = turn.cosine
        imaginary[target] = -turn.sine
      }
    }
    inner.forward(&real, &imaginary)
    filterReal = real
    filterImaginary = imaginary
  }

  func forward(_ real: inout [Double], _ imaginary: inout [Double]) {
    var x = [Double](repeating: 0, count: inner.size)
    var y = x
    for (place, turn) in chirp.enumerated() {
      x[place] = real[place] * turn.cosine - imaginary[place] * turn.sine
      y[place] = real[place] * turn.sine + imaginary[place] * turn.cosine
    }
    inner.forward(&x, &y)
    for place in x.indices {
      let (a, b) = (x[place], y[place])
      x[place] = a * filterReal[place] - b * filterImaginary[place]
      y[place] = a * filterImaginary[place] + b * filterReal[place]
    }
    // The inverse, its parts exchanged.
    inner.forward(&y, &x)
    let scale = 1 / Double(inner.size)
    for (place, turn) in chirp.enumerated() {
      let (a, b) = (x[place] * scale, y[place] * scale)
      real[place] = a * turn.cosine - b * turn.sine
      imaginary[place] = a * turn.sine + b * turn.cosine
    }
  }
}
