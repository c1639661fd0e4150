import Foundation

/// The resonances and the pitch of a sound, by textbook methods in `Double`: what formant synthesis is measured by.
enum LinearPrediction {
  /// The frequencies at which the all-pole model of a sound has its peaks, in hertz, lowest first.
  ///
  /// Levinson and Durbin's recursion on the autocorrelation of the pre-emphasised, Hamming-windowed samples.
  static func peaks(_ samples: [Float], rate: Int, order: Int) -> [Double] {
    let emphasised = zip(samples.dropFirst(), samples).map { Double($0) - 0.95 * Double($1) }
    let count = emphasised.count
    let windowed = emphasised.enumerated().map {
      $1 * (0.54 - 0.46 * cos(2 * .pi * Double($0) / Double(count - 1)))
    }
    var correlation = (0...order).map { lag in
      zip(windowed.dropFirst(lag), windowed).reduce(0) { $0 + $1.0 * $1.1 }
    }
    correlation[0] *= 1.0001
    let polynomial = coefficients(correlation)
    let step = 5.0
    let powers = stride(from: step, to: Double(rate) / 2, by: step).map { frequency in
      var (x, y) = (0.0, 0.0)
      for (place, coefficient) in polynomial.enumerated() {
        let angle = 2 * .pi * frequency * Double(place) / Double(rate)
        x += coefficient * cos(angle)
        y += coefficient * sin(angle)
      }
      return 1 / (x * x + y * y)
    }
    return powers.indices.dropFirst().dropLast()
      .filter { powers[$0] > powers[$0 - 1] && powers[$0] > powers[$0 + 1] }
      .map { Double($0 + 1) * step }
  }

  /// 1, a₁, a₂ … of the best predictor.
  private static func coefficients(_ correlation: [Double]) -> [Double] {
    var polynomial = [1.0]
    var error = correlation[0]
    for order in 1..<correlation.count {
      let sum = polynomial.enumerated().reduce(0) {
        $0 + $1.element * correlation[order - $1.offset]
      }
      let reflection = -sum / error
      let padded = polynomial + [0]
      polynomial = padded.indices.map { padded[$0] + reflection * padded[order - $0] }
      error *= 1 - reflection * reflection
    }
    return polynomial
  }

  /// The pitch of a voiced sound in hertz: where the autocorrelation is largest between 60 and 400 Hz.
  static func pitch(_ samples: [Float], rate: Int) -> Double {
    let values = samples.map(Double.init)
    let lags = rate / 400...rate / 60
    let span = values.count - lags.upperBound
    func likeness(_ lag: Int) -> Double {
      var (product, first, second) = (0.0, 0.0, 0.0)
      for place in 0..<span {
        product += values[place] * values[place + lag]
        first += values[place] * values[place]
        second += values[place + lag] * values[place + lag]
      }
      return product / (first * second).squareRoot()
    }
    let likenesses = lags.map(likeness)
    let best = likenesses.max() ?? 0
    // The first lag that is all but as good: a double period is as like.
    let place =
      likenesses.indices.dropFirst().dropLast().first {
        likenesses[$0] > 0.95 * best && likenesses[$0] >= likenesses[$0 - 1]
          && likenesses[$0] >= likenesses[$0 + 1]
      } ?? 0
    return Double(rate) / Double(lags.lowerBound + place)
  }
}
