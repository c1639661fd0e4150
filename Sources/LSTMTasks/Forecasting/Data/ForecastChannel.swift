import LSTMData

/// One target of one series, as a forecaster reads it.
struct ForecastChannel: Sendable {
  /// The series' name, in a table of several targets with the target's.
  let id: String
  /// [T + H], the times of the values and of those to come.
  let times: [Timestamp]
  /// [T], in the transformed unit; where nothing was observed, the last value before.
  let values: [Double]
  /// [T].
  let isObserved: [Bool]
  /// What brings the values to a mean of 0 and a deviation of 1.
  let scaler: SeriesScaler
  /// The course of the year, in scaled units.
  let annual: AnnualHarmonics?
  /// [T], in scaled units.
  let scaled: [Float]
  /// [T + H], in scaled units; zeros without a course of the year.
  let annualValues: [Float]
  /// [T · C], the inputs of the covariates.
  let covariates: [Float]
  /// [(T + H) · K], what is known of each time before it comes.
  let future: [Float]
  /// [S].
  let statics: [Float]

  /// Steps with a value, T.
  var count: Int { values.count }

  init(
    id: String, times: [Timestamp], values: [Double], isObserved: [Bool],
    scaling: ChannelScaling, covariates: [Float], future: [Float], statics: [Float]
  ) {
    self.id = id
    self.times = times
    self.values = values
    self.isObserved = isObserved
    scaler = scaling.scaler
    annual = scaling.annual
    self.covariates = covariates
    self.future = future
    self.statics = statics
    // A model's scale may be far from another file's values: what the network reads stays a number.
    scaled = scaling.scaler.scaled(values).map { min(max($0, -1e6), 1e6) }
    annualValues = times.map { time in scaling.annual.map { Float($0.value(at: time)) } ?? 0 }
  }

  /// Of an index before the first step, the first value; it was not observed there.
  func scaledValue(at index: Int, withoutYear: Bool) -> Float {
    let index = max(0, index)
    return withoutYear ? scaled[index] - annualValues[index] : scaled[index]
  }

  /// The values to come at an origin, in scaled units; NaN where not known.
  func target(at index: Int) -> Float {
    index < count && isObserved[index] ? scaled[index] : .nan
  }
}

/// How the values of a channel are brought to the network's unit: fitted on its training part alone.
struct ChannelScaling: Sendable, Equatable {
  var scaler: SeriesScaler
  var annual: AnnualHarmonics?

  /// Scaler and course of the year of a training part.
  init(
    fittedOn part: Range<Int>, times: [Timestamp], values: [Double], isObserved: [Bool],
    frequency: Frequency
  ) {
    scaler = SeriesScaler(
      fittedOn: SeriesValues(values: values, isObserved: isObserved)[part])
    guard AnnualHarmonics.apply(to: frequency, times[part]) else { return }
    let scaler = scaler
    let scaled = values[part].map { ($0 - scaler.center) / scaler.scale }
    annual = AnnualHarmonics(
      times: ArraySlice(Array(times[part])), values: ArraySlice(scaled),
      isObserved: ArraySlice(Array(isObserved[part])))
  }

  /// Known ones.
  init(scaler: SeriesScaler, annual: AnnualHarmonics?) {
    self.scaler = scaler
    self.annual = annual
  }
}
