extension Tensor {
  /// The largest value of each feature over the steps of each sequence.
  ///
  /// Of equal values the first takes the gradient.
  ///
  /// - Parameter lengths: steps of each sequence, 1…T.
  /// - Returns: [N, F] of [T, N, F].
  package func maximumOverSteps(lengths: [Int]) -> Tensor {
    let (shape, batch, size) = checkedSequences(lengths)
    let result = Tensor(uninitialized: [batch, size])
    var winners = [Int32](repeating: 0, count: batch * size)
    let best = result.freshPointer
    best.update(from: pointer, count: batch * size)
    for step in 1..<max(1, shape[0]) {
      for (row, length) in lengths.enumerated() where step < length {
        let values = pointer + (step * batch + row) * size
        for column in 0..<size where values[column] > best[row * size + column] {
          best[row * size + column] = values[column]
          winners[row * size + column] = Int32(step)
        }
      }
    }
    withExtendedLifetime(self) {}
    let places = winners
    return result.recorded(from: self) { upstream in
      let gradient = Tensor.zeros(shape)
      for place in places.indices {
        gradient.freshPointer[Int(places[place]) * batch * size + place] = upstream.pointer[place]
      }
      withExtendedLifetime(upstream) {}
      return gradient
    }
  }

  /// The mean of each feature over the steps of each sequence.
  ///
  /// - Parameter lengths: steps of each sequence, 1…T.
  /// - Returns: [N, F] of [T, N, F].
  package func meanOverSteps(lengths: [Int]) -> Tensor {
    let (shape, batch, _) = checkedSequences(lengths)
    let weights = Tensor(uninitialized: [shape[0], batch])
    for step in 0..<shape[0] {
      for (row, length) in lengths.enumerated() {
        weights.freshPointer[step * batch + row] = step < length ? 1 / Float(length) : 0
      }
    }
    return weightedSumOverSteps(weights)
  }

  /// Attention weights: the softmax of scores over the steps of each sequence, zero behind its end.
  ///
  /// - Parameter lengths: steps of each sequence, 1…T.
  /// - Returns: [T, N] of [T, N].
  package func softmaxOverSteps(lengths: [Int]) -> Tensor {
    precondition(
      shape.rank == 2 && shape[1] == lengths.count, "scores \(shape) of \(lengths.count) sequences")
    let (steps, batch) = (shape[0], shape[1])
    let result = Tensor.zeros([steps, batch])
    for (row, length) in lengths.enumerated() {
      var largest = -Float.infinity
      for step in 0..<length { largest = max(largest, pointer[step * batch + row]) }
      var sum = 0.0
      for step in 0..<length {
        let power = exponential(Double(pointer[step * batch + row] - largest))
        result.freshPointer[step * batch + row] = Float(power)
        sum += power
      }
      for step in 0..<length {
        let at = step * batch + row
        result.freshPointer[at] = Float(Double(result.pointer[at]) / sum)
      }
    }
    withExtendedLifetime(self) {}
    let weights = result.detached
    return result.recorded(from: self) { upstream in
      let gradient = Tensor.zeros([steps, batch])
      for (row, length) in lengths.enumerated() {
        var mean = 0.0
        for at in stride(from: row, to: length * batch, by: batch) {
          mean += Double(weights.pointer[at]) * Double(upstream.pointer[at])
        }
        for at in stride(from: row, to: length * batch, by: batch) {
          gradient.freshPointer[at] = weights.pointer[at] * (upstream.pointer[at] - Float(mean))
        }
      }
      withExtendedLifetime((weights, upstream)) {}
      return gradient
    }
  }

  /// The weighted sum of the steps of each sequence.
  ///
  /// - Parameter weights: [T, N].
  /// - Returns: [N, F] of [T, N, F].
  package func weightedSumOverSteps(_ weights: Tensor) -> Tensor {
    let (steps, batch, size) = (shape[0], shape[1], shape[2])
    precondition(weights.shape == [steps, batch], "weights \(weights.shape) for \(shape)")
    let result = Tensor.zeros([batch, size])
    for row in 0..<steps * batch {
      let (weight, sums) = (weights.pointer[row], result.freshPointer + row % batch * size)
      guard weight != 0 else { continue }
      for column in 0..<size { sums[column] += weight * pointer[row * size + column] }
    }
    withExtendedLifetime((self, weights)) {}
    let (x, w) = (detached, weights.detached)
    let wantsWeights = weights.isTracked
    return result.recorded(from: [self, weights]) { upstream in
      let gradient = Tensor.zeros(x.shape)
      let weightGradient = Tensor.zeros([steps, batch])
      for row in 0..<steps * batch {
        let (weight, slopes) = (w.pointer[row], upstream.pointer + row % batch * size)
        if weight != 0 {
          for column in 0..<size {
            gradient.freshPointer[row * size + column] = weight * slopes[column]
          }
        }
        guard wantsWeights else { continue }
        var sum = 0.0
        for column in 0..<size {
          sum += Double(slopes[column]) * Double(x.pointer[row * size + column])
        }
        weightGradient.freshPointer[row] = Float(sum)
      }
      withExtendedLifetime((x, w, upstream)) {}
      return [.dense(gradient), wantsWeights ? .dense(weightGradient) : nil]
    }
  }

  private func checkedSequences(_ lengths: [Int]) -> (shape: Shape, batch: Int, size: Int) {
    precondition(shape.rank == 3 && shape[1] == lengths.count, "\(lengths.count) lengths: \(shape)")
    precondition(
      lengths.allSatisfy { $0 > 0 && $0 <= shape[0] }, "a length is outside 1…\(shape[0])")
    return (shape, shape[1], shape[2])
  }
}
