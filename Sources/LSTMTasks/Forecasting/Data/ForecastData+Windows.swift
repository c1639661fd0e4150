import LSTMTensor

extension ForecastData {
  /// What a linear forecast reads, [N, L]: the last values, each as a difference from the newest where `isShifted`.
  func inputs(_ windows: [ForecastWindow], withoutYear: Bool, isShifted: Bool) -> Tensor {
    let length = shape.lookback
    var inputs = Tensor(uninitialized: [windows.count, length])
    inputs.withMutableBuffer { buffer in
      for (row, window) in windows.enumerated() {
        let channel = channels[window.channel]
        let shift = isShifted ? level(window, withoutYear: withoutYear) : 0
        for step in 0..<length {
          buffer[row * length + step] =
            channel.scaledValue(at: window.origin - length + step, withoutYear: withoutYear) - shift
        }
      }
    }
    return inputs
  }

  /// What a network reads, [T, N, F]: patch by patch the values, which of them were there, the covariates where it reads
  /// them, and what stays the same along the series.
  func networkInputs(
    _ windows: [ForecastWindow], withoutYear: Bool, isShifted: Bool, covariates: Bool
  ) -> Tensor {
    let (steps, patch) = (shape.stepCount, shape.patchLength)
    let width = shape.featureCount(covariates: covariates)
    let covariates = covariates ? shape.covariateCount : 0
    var inputs = Tensor.zeros([steps, windows.count, width])
    inputs.withMutableBuffer { buffer in
      for (row, window) in windows.enumerated() {
        let channel = channels[window.channel]
        let shift = isShifted ? level(window, withoutYear: withoutYear) : 0
        for step in 0..<steps {
          var at = (step * windows.count + row) * width
          let first = window.origin - shape.lookback + step * patch
          for index in first..<first + patch {
            buffer[at] = channel.scaledValue(at: index, withoutYear: withoutYear) - shift
            at += 1
          }
          if shape.hasMask {
            for index in first..<first + patch {
              buffer[at] = index >= 0 && channel.isObserved[index] ? 0 : 1
              at += 1
            }
          }
          if covariates > 0 {
            for index in first..<first + patch {
              for input in 0..<covariates where index >= 0 {
                buffer[at + input] = channel.covariates[index * covariates + input]
              }
              at += covariates
            }
          }
          for value in channel.statics {
            buffer[at] = value
            at += 1
          }
        }
      }
    }
    return inputs
  }

  /// What is known in advance of each step ahead, [N · H, K].
  func future(_ windows: [ForecastWindow]) -> Tensor {
    let width = shape.futureCount
    let values = windows.flatMap { window in
      channels[window.channel].future[
        window.origin * width..<(window.origin + shape.horizon) * width]
    }
    return Tensor(values, shape: [windows.count * shape.horizon, width])
  }

  /// The values to come, [N, H], in scaled units; NaN where not known.
  func targets(_ windows: [ForecastWindow]) -> Tensor {
    let horizon = shape.horizon
    return Tensor(
      windows.flatMap { window in
        (0..<horizon).map { channels[window.channel].target(at: window.origin + $0) }
      }, shape: [windows.count, horizon])
  }

  /// The newest value before a window's origin.
  func level(_ window: ForecastWindow, withoutYear: Bool) -> Float {
    channels[window.channel].scaledValue(at: window.origin - 1, withoutYear: withoutYear)
  }

  /// Windows whose origins lie in a range of each channel and whose values to come lie before its end.
  ///
  /// - Parameters:
  ///   - origins: for a channel's number, the first origin and the end of the values that may be looked at.
  ///   - limit: the most windows, taken evenly.
  func windows(limit: Int = .max, _ origins: (Int) -> Range<Int>) -> [ForecastWindow] {
    var ranges: [(channel: Int, origins: Range<Int>)] = []
    var total = 0
    for channel in channels.indices {
      let range = origins(channel)
      let last = range.upperBound - shape.horizon
      guard last >= range.lowerBound else { continue }
      ranges.append((channel, range.lowerBound..<last + 1))
      total += last + 1 - range.lowerBound
    }
    // Every k-th over all channels; the newest origin of a channel counts as much as any.
    let stride = total > limit ? (total - 1) / max(1, limit) + 1 : 1
    var windows: [ForecastWindow] = []
    var skipped = 0
    for (channel, origins) in ranges {
      for origin in origins {
        if skipped == 0 { windows.append(ForecastWindow(channel: channel, origin: origin)) }
        skipped = (skipped + 1) % stride
      }
    }
    return windows
  }
}
