// Functions of one Double that must be equal on every system, from arithmetic alone. They serve figures
// that are reported or steer a run (losses, schedules), never inner loops.

/// e to the power of x.
public func exponential(_ x: Double) -> Double {
  guard x.isFinite else { return x.isNaN ? x : x > 0 ? .infinity : 0 }
  guard x < 709.8 else { return .infinity }
  guard x > -745.2 else { return 0 }
  let ln2High = 0x1.62e42feep-1
  let ln2Low = 0x1.a39ef35793c76p-33
  let exponent = (x / (ln2High + ln2Low)).rounded()
  let rest = (x - exponent * ln2High) - exponent * ln2Low
  // Taylor's series ends well before its 18th term for |rest| <= ln(2)/2.
  var (sum, term) = (1.0, 1.0)
  for index in 1...18 {
    term *= rest / Double(index)
    sum += term
  }
  let half = Int(exponent) / 2
  return sum * Double(sign: .plus, exponent: half, significand: 1)
    * Double(sign: .plus, exponent: Int(exponent) - half, significand: 1)
}

/// The natural logarithm of x.
public func naturalLogarithm(_ x: Double) -> Double {
  guard x > 0, x.isFinite else { return x == 0 ? -.infinity : x == .infinity ? x : .nan }
  var (significand, exponent) = (x.significand, Double(x.exponent))
  if significand > 1.4142135623730951 {
    significand /= 2
    exponent += 1
  }
  // ln s = 2 artanh((s - 1) / (s + 1)), |argument| <= 0.172.
  let z = (significand - 1) / (significand + 1)
  var (sum, power) = (0.0, z)
  for index in stride(from: 1.0, through: 27, by: 2) {
    sum += power / index
    power *= z * z
  }
  return 2 * sum + exponent * 0x1.62e42fefa39efp-1
}

/// The cosine of x.
public func cosine(_ x: Double) -> Double {
  let turn = 2 * Double.pi
  let rest = x - (x / turn).rounded() * turn
  var (sum, term) = (1.0, 1.0)
  for index in stride(from: 1.0, through: 27, by: 2) {
    term *= -rest * rest / (index * (index + 1))
    sum += term
  }
  return sum
}
