import LSTMData
import LSTMTensor

/// Windows as an autoregressive network reads them, each about its own level and in its own scale.
struct AutoregressiveReader: Sendable {
  let data: ForecastData
  let autoregression: Autoregression

  /// What a window's values are read about and in.
  struct Frame: Sendable {
    var center: Float
    var scale: Float
  }

  /// The least scale, as a share of a series' deviation: where nothing moved, something may.
  private static let leastScale: Float = 0.05
  /// The scale of a series that is constant.
  private static let constantScale: Float = 1e-3
  /// Inputs lie within this: beyond is no place that a network has learned from.
  private static let limit: Float = 100

  init(_ data: ForecastData, _ autoregression: Autoregression) {
    self.data = data
    self.autoregression = autoregression
  }

  /// Features of a step, F.
  var featureCount: Int { autoregression.featureCount(data.shape) }

  /// A value in the unit that the network's distribution is of: counts as they are, others scaled.
  ///
  /// Before the first step it is the first value, behind the last the last.
  func value(_ channel: ForecastChannel, at index: Int) -> Float {
    let index = min(max(0, index), channel.count - 1)
    return autoregression.distribution.isOfCounts
      ? Float(channel.values[index]) : channel.scaled[index]
  }

  /// Center and scale of a window, from its context alone: the mean and the mean distance from it; of counts zero and
  /// 1 + the mean, as in DeepAR.
  func frame(_ window: ForecastWindow) -> Frame {
    let channel = data.channels[window.channel]
    let first = max(0, window.origin - autoregression.context)
    let values = (first..<max(first, window.origin)).filter { channel.isObserved[$0] }
      .map { value(channel, at: $0) }
    let count = Float(max(1, values.count))
    let mean = values.reduce(0, +) / count
    if autoregression.distribution.isOfCounts { return Frame(center: 0, scale: 1 + mean) }
    guard !values.isEmpty else {
      return Frame(center: value(channel, at: window.origin - 1), scale: 1)
    }
    let distance = values.reduce(0) { $0 + abs($1 - mean) } / count
    // Only a series that is constant stays where its own scaling has its zero.
    let isConstant = distance == 0 && mean == 0
    return Frame(
      center: mean, scale: distance + (isConstant ? Self.constantScale : Self.leastScale))
  }

  /// A value as an input.
  func input(_ value: Float, _ frame: Frame) -> Float {
    min(max((value - frame.center) / frame.scale, -Self.limit), Self.limit)
  }

  /// Writes the inputs [F] of one step of a window: values back, whether the last one is missing, what is known in
  /// advance, what stays the same.
  ///
  /// - Parameter step: counted from the window's origin; negative in its context.
  func write(
    _ window: ForecastWindow, _ frame: Frame, step: Int,
    into row: inout [Float], at first: Int
  ) {
    let channel = data.channels[window.channel]
    let index = window.origin + step
    var at = first
    func put(_ value: Float) {
      row[at] = value
      at += 1
    }
    for lag in autoregression.lags { put(input(value(channel, at: index - lag), frame)) }
    if data.shape.hasMask {
      let last = index - 1
      put(channel.isObserved.indices.contains(last) && channel.isObserved[last] ? 0 : 1)
    }
    let width = data.shape.futureCount
    for place in 0..<width {
      put(index >= 0 ? channel.future[index * width + place] : 0)
    }
    for value in channel.statics { put(value) }
  }

  /// Inputs [S, N, F] of steps of windows.
  func inputs(_ windows: [ForecastWindow], _ frames: [Frame], steps: Range<Int>) -> Tensor {
    let width = featureCount
    var inputs = [Float](repeating: 0, count: steps.count * windows.count * width)
    for (place, step) in steps.enumerated() {
      for (row, window) in windows.enumerated() {
        write(
          window, frames[row], step: step, into: &inputs,
          at: (place * windows.count + row) * width)
      }
    }
    return Tensor(inputs, shape: [steps.count, windows.count, width])
  }

  /// The values at steps of windows about their centers, and their scales, [S · N] each.
  ///
  /// - Parameter first: values of earlier steps are as if they were not known, NaN.
  func targets(
    _ windows: [ForecastWindow], _ frames: [Frame], steps: Range<Int>, from first: Int
  ) -> (values: Tensor, scales: Tensor) {
    var (values, scales): ([Float], [Float]) = ([], [])
    for step in steps {
      for (row, window) in windows.enumerated() {
        let channel = data.channels[window.channel]
        let index = window.origin + step
        let isKnown =
          step >= first && channel.isObserved.indices.contains(index) && channel.isObserved[index]
        values.append(isKnown ? value(channel, at: index) - frames[row].center : .nan)
        scales.append(frames[row].scale)
      }
    }
    return (Tensor(values), Tensor(scales))
  }
}
