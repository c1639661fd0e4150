/// Triangles over the frequencies of a spectrum, evenly spaced in mel, each of area 1 in hertz (librosa's
/// `norm="slaney"`).
public struct MelFilterBank: Sendable, Equatable {
  /// A triangle: its weights from one frequency of the spectrum on.
  private struct Filter: Sendable, Equatable {
    let first: Int
    let weights: [Double]
  }

  /// The frequencies, in hertz, at which the triangles are highest.
  public let centers: [Double]
  private let filters: [Filter]

  /// The triangles for spectra of some size.
  ///
  /// - Parameters:
  ///   - count: how many triangles, 1 or more.
  ///   - transformSize: the samples of a spectrum's frame, N; it has N/2 + 1 frequencies.
  ///   - sampleRate: samples a second.
  ///   - range: where the first triangle begins and the last one ends, in hertz.
  ///   - warp: stretches the frequencies of the triangles, for voices of another vocal tract; see ``warped(_:by:in:)``.
  public init(
    count: Int, transformSize: Int, sampleRate: Int, range: ClosedRange<Double>, warp: Double = 1
  ) {
    precondition(count > 0 && transformSize > 0 && sampleRate > 0 && warp > 0)
    let (low, high) = (MelScale.mel(range.lowerBound), MelScale.mel(range.upperBound))
    let corners = (0..<count + 2).map { place in
      let frequency = MelScale.frequency(
        low + (high - low) * Double(place) / Double(count + 1))
      return Self.warped(frequency, by: warp, in: range)
    }
    let step = Double(sampleRate) / Double(transformSize)
    centers = Array(corners[1...count])
    filters = (0..<count).map { place in
      let (left, center, right) = (corners[place], corners[place + 1], corners[place + 2])
      let area = 2 / (right - left)
      let weights = (0...transformSize / 2).map { bin in
        let frequency = Double(bin) * step
        return area
          * max(
            0, min((frequency - left) / (center - left), (right - frequency) / (right - center)))
      }
      let first = weights.firstIndex { $0 > 0 } ?? 0
      let last = weights.lastIndex { $0 > 0 } ?? -1
      return Filter(first: first, weights: last < first ? [] : Array(weights[first...last]))
    }
  }

  /// How many triangles there are.
  public var count: Int { filters.count }

  /// The first triangle that lies between two frequencies of the spectrum and so is always 0, `nil` where none is.
  var emptyFilter: Int? { filters.firstIndex { $0.weights.isEmpty } }

  /// Where each triangle begins, as a frequency's place in a spectrum, and its weights from there on.
  var triangles: [(first: Int, weights: [Double])] { filters.map { ($0.first, $0.weights) } }

  /// The sums of a spectrum under the triangles.
  ///
  /// - Parameter power: N/2 + 1 values, |X[k]|².
  public func apply(_ power: [Double]) -> [Double] {
    filters.map { filter in
      var sum = 0.0
      for (place, weight) in filter.weights.enumerated() {
        sum += weight * power[filter.first + place]
      }
      return sum
    }
  }

  /// A frequency stretched as a longer or shorter vocal tract does it, in two straight pieces that keep the range's
  /// ends (Wakita 1977; the pieces are those of HTK).
  ///
  /// - Parameters:
  ///   - frequency: in hertz, within the range.
  ///   - warp: above 1 for frequencies to lie higher; they are multiplied by it, up to 85 % of the range's end or less.
  ///   - range: what is mapped to itself.
  public static func warped(
    _ frequency: Double, by warp: Double, in range: ClosedRange<Double>
  ) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    guard warp != 1 else { return frequency }
    let bend = low + 0.85 * (high - low) / max(1, warp)
    let bent = low + (bend - low) * warp
    return frequency <= bend
      ? low + (frequency - low) * warp
      : bent + (frequency - bend) * (high - bent) / (high - bend)
  }
}
