import LSTMData

/// The course of the year as a constant and two waves, one and two to the year, fitted by least squares.
struct AnnualHarmonics: Sendable, Equatable {
  /// The constant, then cosine and sine of each wave.
  var coefficients: [Double]

  /// Waves to the year.
  static let waves = 2
  static let termCount = 1 + 2 * waves

  /// The terms at a time: 1, cos, sin, cos 2, sin 2 of the share of the year.
  static func terms(at time: Timestamp) -> [Double] {
    // Of daily features the year's circle comes last, its sine first.
    let circle = CalendarFeatures(frequency: .daily).values(at: time).suffix(2).map(Double.init)
    let (sine, cosine) = (circle[0], circle[1])
    return [1, cosine, sine, 2 * cosine * cosine - 1, 2 * sine * cosine]
  }

  /// The value at a time.
  func value(at time: Timestamp) -> Double {
    zip(coefficients, Self.terms(at: time)).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Whether a series shows enough of the year to learn it from: two of them, in steps finer than a month.
  static func apply(to frequency: Frequency, _ times: ArraySlice<Timestamp>) -> Bool {
    switch frequency {
    case .months, .irregular: return false
    case .regular, .businessDays: break
    }
    guard let first = times.first, let last = times.last else { return false }
    let days = Double(last.microseconds - first.microseconds) / 86_400_000_000
    return days >= 2 * 365
  }

  /// The waves that fit values best.
  init?(times: ArraySlice<Timestamp>, values: ArraySlice<Double>, isObserved: ArraySlice<Bool>) {
    var equations = NormalEquations(inputCount: Self.termCount, outputCount: 1)
    for index in times.indices where isObserved[index] {
      equations.add(Self.terms(at: times[index]), [values[index]])
    }
    guard let solution = equations.solution(penalty: 0) else { return nil }
    coefficients = solution[0]
  }

  /// Waves of known coefficients.
  init(coefficients: [Double]) {
    self.coefficients = coefficients
  }
}
