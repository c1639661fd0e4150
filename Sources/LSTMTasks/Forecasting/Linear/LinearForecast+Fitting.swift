import LSTMTensor

extension LinearForecast {
  /// The penalties that are tried, as shares of the mean square of the inputs.
  static let penalties = [1e-4, 1e-3, 1e-2, 1e-1, 1]
  /// Windows that a regression is fitted on at most: more change its weights little.
  static let fittedWindows = 20_000
  private static let pieceSize = 1024

  /// What a regression's weights follow from, whatever the penalty.
  static func equations(
    withoutYear: Bool, isShifted: Bool, _ windows: [ForecastWindow], _ data: ForecastData
  ) -> NormalEquations {
    let shape = data.shape
    var equations = NormalEquations(inputCount: shape.lookback + 1, outputCount: shape.horizon)
    let none = LinearForecast(
      .regression, withoutYear: withoutYear, isShifted: isShifted, shape: shape)
    let known = windows.filter { window in
      let channel = data.channels[window.channel]
      return (0..<shape.horizon).allSatisfy { channel.isObserved[window.origin + $0] }
    }
    for start in stride(from: 0, to: known.count, by: pieceSize) {
      let piece = Array(known[start..<min(known.count, start + pieceSize)])
      let inputs = data.inputs(piece, withoutYear: withoutYear, isShifted: isShifted)
      // With no weights it says the level and the course of the year: the rest is to be explained.
      let rest = data.targets(piece) - none(piece, data)
      equations.add(
        columns: Tensor.concatenatingColumns([
          inputs, Tensor(repeating: 1, shape: [piece.count, 1]),
        ]).transposed, outputs: rest.transposed)
    }
    return equations
  }

  /// A regression with this penalty; `nil` where the data say too little for one.
  static func regression(
    withoutYear: Bool, isShifted: Bool, _ equations: NormalEquations, penalty: Double,
    shape: ForecastShape
  ) -> LinearForecast? {
    guard equations.rowCount > 1, let solution = equations.solution(penalty: penalty),
      solution.allSatisfy({ $0.allSatisfy { abs($0) < 1e6 } })
    else { return nil }
    var forecast = LinearForecast(
      .regression, withoutYear: withoutYear, isShifted: isShifted, shape: shape)
    forecast.weight = Tensor(
      solution.flatMap { $0.dropLast().map { Float($0) } }, shape: forecast.weight.shape)
    forecast.bias = Tensor(solution.map { Float($0[shape.lookback]) })
    return forecast
  }

  /// Learns ``spread`` from windows that it was fitted on.
  ///
  /// - Parameter others: windows that it was not fitted on; where errors are larger there, the spread is larger by as much.
  mutating func measureSpread(
    _ windows: [ForecastWindow], _ data: ForecastData, beside others: [ForecastWindow]
  ) {
    func size(_ errors: [Float]) -> Float {
      let known = errors.filter { !$0.isNaN }
      return known.reduce(0) { $0 + abs($1) } / Float(max(1, known.count))
    }
    let errors = (data.targets(windows) - self(windows, data)).values
    let (own, other) = (size(errors), size((data.targets(others) - self(others, data)).values))
    let factor = own > 0 ? min(max(1, other / own), 10) : 1
    let horizon = data.shape.horizon
    spread = Tensor(
      (0..<horizon).flatMap { step in
        let column = stride(from: step, to: errors.count, by: horizon).map { errors[$0] }
          .filter { !$0.isNaN }.sorted()
        // The forecast stays the median: a drift of the training part is none of its own.
        let median = column.sortedQuantile(0.5)
        return QuantileForecast.levels.map { factor * (column.sortedQuantile($0) - median) }
      }, shape: spread.shape)
  }
}

extension [Float] {
  /// The quantile of values in rising order, in a line between neighbours; 0 of none.
  func sortedQuantile(_ level: Double) -> Float {
    guard let last = indices.last else { return 0 }
    let place = level * Double(last)
    let below = Int(place)
    let share = Float(place - Double(below))
    return self[below] + share * (self[Swift.min(below + 1, last)] - self[below])
  }
}

extension Tensor {
  /// A matrix with rows and columns exchanged.
  fileprivate var transposed: Tensor {
    let (rows, columns) = (shape.rowCount, shape.columnCount)
    var result = Tensor(uninitialized: [columns, rows])
    withBuffer { values in
      result.withMutableBuffer { buffer in
        for row in 0..<rows {
          for column in 0..<columns { buffer[column * rows + row] = values[row * columns + column] }
        }
      }
    }
    return result
  }
}
