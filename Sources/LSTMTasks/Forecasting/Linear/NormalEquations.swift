import LSTMTensor

/// Linear least squares with several outputs: inputs and outputs are added up piece by piece, and solved as often as
/// wanted with different penalties (ridge regression, Hoerl and Kennard 1970).
struct NormalEquations: Sendable {
  let inputCount: Int
  let outputCount: Int
  /// Rows that were added.
  private(set) var rowCount = 0
  /// XᵀX [inputs, inputs].
  private var gram: [Double]
  /// YᵀX [outputs, inputs].
  private var cross: [Double]

  init(inputCount: Int, outputCount: Int) {
    self.inputCount = inputCount
    self.outputCount = outputCount
    gram = Array(repeating: 0, count: inputCount * inputCount)
    cross = Array(repeating: 0, count: outputCount * inputCount)
  }

  /// Adds one row.
  mutating func add(_ inputs: [Double], _ outputs: [Double]) {
    for (row, left) in inputs.enumerated() {
      for (column, right) in inputs.enumerated() {
        gram[row * inputCount + column] += left * right
      }
    }
    for (row, output) in outputs.enumerated() {
      for (column, input) in inputs.enumerated() {
        cross[row * inputCount + column] += output * input
      }
    }
    rowCount += 1
  }

  /// Adds rows, given as columns: the products are summed in `Float` within a piece and in `Double` over pieces, so a
  /// piece should be a thousand rows or so.
  ///
  /// - Parameters:
  ///   - inputs: [inputs, rows].
  ///   - outputs: [outputs, rows].
  mutating func add(columns inputs: Tensor, outputs: Tensor) {
    Self.add(inputs.linear(weight: inputs), to: &gram)
    Self.add(outputs.linear(weight: inputs), to: &cross)
    rowCount += inputs.shape.columnCount
  }

  private static func add(_ product: Tensor, to sums: inout [Double]) {
    product.withBuffer { product in
      for index in sums.indices { sums[index] += Double(product[index]) }
    }
  }

  /// The weights [outputs][inputs] that fit best.
  ///
  /// - Parameter penalty: how much the squares of the weights count, as a share of the mean square of the inputs.
  /// - Returns: `nil` where the inputs say too little for a solution.
  func solution(penalty: Double) -> [[Double]]? {
    let trace = (0..<inputCount).reduce(0.0) { $0 + gram[$1 * inputCount + $1] }
    guard let factor = factor(adding: penalty * trace / Double(max(1, inputCount))) else {
      return nil
    }
    return (0..<outputCount).map { output in
      var x = Array(cross[output * inputCount..<(output + 1) * inputCount])
      for row in 0..<inputCount {
        var sum = x[row]
        for column in 0..<row { sum -= factor[row * inputCount + column] * x[column] }
        x[row] = sum / factor[row * inputCount + row]
      }
      for row in (0..<inputCount).reversed() {
        // The factor's transpose, column by column: the row of the factor is what lies together.
        x[row] /= factor[row * inputCount + row]
        for column in 0..<row { x[column] -= factor[row * inputCount + column] * x[row] }
      }
      return x
    }
  }

  /// The lower triangle L with L Lᵀ = XᵀX + penalty (Cholesky); `nil` where that is not positive.
  private func factor(adding penalty: Double) -> [Double]? {
    let n = inputCount
    var factor = gram
    var least = 0.0
    for row in 0..<n {
      factor[row * n + row] += penalty
      least = max(least, factor[row * n + row])
    }
    least *= 1e-12
    for row in 0..<n {
      for column in 0...row {
        var sum = factor[row * n + column]
        for k in 0..<column { sum -= factor[row * n + k] * factor[column * n + k] }
        if row == column {
          guard sum > least else { return nil }
          factor[row * n + row] = sum.squareRoot()
        } else {
          factor[row * n + column] = sum / factor[column * n + column]
        }
      }
    }
    return factor
  }
}
