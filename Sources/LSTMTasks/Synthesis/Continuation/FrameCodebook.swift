import LSTMTensor

/// Frames that stand for all others: the means of groups, by the algorithm of Lloyd (1982) from a start that spreads them
/// (k-means++; Arthur and Vassilvitskii 2007).
struct FrameCodebook: Sendable {
  /// The most frames that stand for others, K.
  static let largestSize = 256
  /// Frames that are looked at to find them.
  private static let looked = 20_000
  private static let rounds = 12
  /// Frames for each code, at least.
  private static let framesPerCode = 8

  /// [K, M].
  var codes: Tensor

  init(codes: Tensor) {
    self.codes = codes
  }

  /// How many stand for so many frames.
  static func size(frameCount: Int) -> Int {
    min(largestSize, max(1, frameCount / framesPerCode))
  }

  /// Finds the frames that stand for others.
  ///
  /// - Parameters:
  ///   - frames: [T, M], one at least.
  ///   - random: which are looked at, and which begin.
  init(of frames: Tensor, using random: inout RandomGenerator) {
    let (count, width) = (frames.shape[0], frames.shape[1])
    let size = Self.size(frameCount: count)
    var places = (0..<count).map { Int32($0) }
    if count > Self.looked {
      places = (0..<Self.looked).map { _ in Int32(random.index(below: count)) }
    }
    let looked = frames.gathering(TokenIDs(places))
    codes = Self.start(looked, size: size, using: &random)
    for _ in 0..<Self.rounds {
      let nearest = codes(of: looked)
      var sums = [Double](repeating: 0, count: size * width)
      var counts = [Int](repeating: 0, count: size)
      let values = looked.values
      for (row, code) in nearest.enumerated() {
        counts[Int(code)] += 1
        for place in 0..<width {
          sums[Int(code) * width + place] += Double(values[row * width + place])
        }
      }
      // A code that nothing is nearest to stays where it is.
      let before = codes.values
      codes = Tensor(
        sums.indices.map { at in
          let count = counts[at / width]
          return count == 0 ? before[at] : Float(sums[at] / Double(count))
        }, shape: codes.shape)
    }
  }

  /// The nearest code of each frame, the first of equally near ones.
  ///
  /// - Parameter frames: [T, M].
  func codes(of frames: Tensor) -> [Int32] {
    // |x − c|² = |x|² − 2 x·c + |c|², and |x|² is the same for all codes.
    let (size, width) = (codes.shape[0], codes.shape[1])
    let own = codes.values
    let lengths = (0..<size).map { code in
      own[code * width..<(code + 1) * width].reduce(Float(0)) { $0 + $1 * $1 }
    }
    let scores = frames.detached.linear(weight: codes.detached * -2, bias: Tensor(lengths)).values
    return (0..<frames.shape[0]).map { row in
      var (best, code) = (Float.infinity, 0)
      for (place, score) in scores[row * size..<(row + 1) * size].enumerated() where score < best {
        (best, code) = (score, place)
      }
      return Int32(code)
    }
  }

  /// Frames far from each other, each drawn by its squared distance from those before it.
  private static func start(
    _ frames: Tensor, size: Int, using random: inout RandomGenerator
  ) -> Tensor {
    let (count, width) = (frames.shape[0], frames.shape[1])
    let values = frames.values
    var chosen = [random.index(below: count)]
    var distances = [Float](repeating: .infinity, count: count)
    while chosen.count < size {
      let last = chosen[chosen.count - 1] * width
      var total = 0.0
      for row in 0..<count {
        var distance: Float = 0
        for place in 0..<width {
          let error = values[row * width + place] - values[last + place]
          distance += error * error
        }
        distances[row] = min(distances[row], distance)
        total += Double(distances[row])
      }
      var rest = Double(random.uniform()) * total
      chosen.append(
        distances.firstIndex {
          rest -= Double($0); return rest < 0
        } ?? 0)
    }
    return frames.gathering(TokenIDs(chosen.map { Int32($0) }))
  }
}
