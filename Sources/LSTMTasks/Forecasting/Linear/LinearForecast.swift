import LSTMLayers
import LSTMTensor

/// A forecast that is linear in the last values: repeating them, the course of the year, or a regression.
struct LinearForecast: Module {
  /// How it came about.
  enum Method: String, Sendable, CaseIterable {
    /// The mean of the training part.
    case mean
    /// The last value.
    case lastValue = "last value"
    /// The value one season before.
    case lastSeason = "last season"
    /// The course of the year.
    case year = "course of the year"
    /// A ridge regression on the last values.
    case regression = "linear regression"
  }

  let method: Method
  /// Whether the course of the year is taken from what it reads and added to what it says.
  let withoutYear: Bool
  /// Whether it reads differences from the newest value, and says such.
  let isShifted: Bool
  /// [H, L].
  var weight: Tensor
  /// [H].
  var bias: Tensor
  /// [H, Q], how its errors spread on the training part: the quantiles of value minus forecast, less their median.
  var spread: Tensor

  /// A forecast whose weights are all zero.
  init(_ method: Method, withoutYear: Bool, isShifted: Bool, shape: ForecastShape) {
    self.method = method
    self.withoutYear = withoutYear
    self.isShifted = isShifted
    weight = .zeros([shape.horizon, shape.lookback])
    bias = .zeros([shape.horizon])
    spread = .zeros([shape.horizon, QuantileForecast.levels.count])
  }

  /// The value one season before, over and over.
  static func lastSeason(_ season: Int, shape: ForecastShape) -> LinearForecast {
    var forecast = LinearForecast(
      .lastSeason, withoutYear: false, isShifted: false, shape: shape)
    for step in 0..<shape.horizon {
      forecast.weight[step * shape.lookback + shape.lookback - season + step % season] = 1
    }
    return forecast
  }

  /// Forecasts [N, H] in scaled units.
  func callAsFunction(_ windows: [ForecastWindow], _ data: ForecastData) -> Tensor {
    var forecast = data.inputs(windows, withoutYear: withoutYear, isShifted: isShifted)
      .linear(weight: weight, bias: bias)
    guard withoutYear || isShifted else { return forecast }
    let horizon = data.shape.horizon
    forecast.withMutableBuffer { buffer in
      for (row, window) in windows.enumerated() {
        let channel = data.channels[window.channel]
        let level = isShifted ? data.level(window, withoutYear: withoutYear) : 0
        for step in 0..<horizon {
          buffer[row * horizon + step] +=
            level + (withoutYear ? channel.annualValues[window.origin + step] : 0)
        }
      }
    }
    return forecast
  }

  /// Visits weight, bias and spread: they are kept with the model, and no loss depends on them.
  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try visit("weight", &weight)
    try visit("bias", &bias)
    try visit("spread", &spread)
  }
}
