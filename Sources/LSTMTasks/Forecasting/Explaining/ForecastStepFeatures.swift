import LSTMData
import LSTMTensor
import LSTMTraining

/// What a unit of a forecaster may follow: features of the values that are new in each step.
struct ForecastStepFeatures {
  let data: ForecastData
  let channel: ForecastChannel
  /// The values of each sample, as places in the channel.
  let samples: [Range<Int>]
  /// The number of each sample in its window.
  let positions: [Int]
  /// Whether the table's rows have times.
  let hasTimes: Bool

  /// - Parameter steps: of a window, counted from its origin.
  init(_ part: ForecastPart, steps: [Range<Int>]) {
    data = part.data
    channel = part.channel
    hasTimes = part.table.timePrecision != nil
    samples = part.surveyed.flatMap { window in
      steps.map { max(0, window.origin + $0.lowerBound)..<max(1, window.origin + $0.upperBound) }
    }
    positions = part.surveyed.flatMap { _ in Array(steps.indices) }
  }

  var all: [InputFeature] { values + calendar + columns }

  private func feature(
    _ key: String, _ name: String, isPresence: Bool = false, family: String? = nil,
    _ value: (Range<Int>) -> Double
  ) -> InputFeature {
    InputFeature(
      key: key, name: name, isPresence: isPresence, family: family,
      isPeriodic: family != nil, values: samples.map { Float(value($0)) })
  }

  // MARK: - The values themselves

  private var values: [InputFeature] {
    let (values, isObserved) = (channel.values, channel.isObserved)
    func mean(_ places: Range<Int>) -> Double {
      places.reduce(0) { $0 + values[$1] } / Double(places.count)
    }
    func earlier(_ places: Range<Int>, by count: Int) -> Range<Int> {
      max(0, places.lowerBound - count)..<max(places.count, places.upperBound - count)
    }
    let season = data.features.season
    var features = [
      feature("level", "the level of the values", mean),
      feature("trend", "the rise since the step before") {
        mean($0) - mean(earlier($0, by: $0.count))
      },
      InputFeature(
        key: "position", name: "the position in the window", isPresence: false,
        values: positions.map(Float.init)),
    ]
    if samples.contains(where: { $0.count > 1 }) {
      features.append(
        feature("spread", "the spread within the step") { places in
          let own = values[places]
          return (own.max() ?? 0) - (own.min() ?? 0)
        })
    }
    // Of steps of a season the two rises are one.
    if season > 1, samples.contains(where: { $0.count != season }) {
      features.append(
        feature("seasonalChange", "the rise since the season before") {
          mean($0) - mean(earlier($0, by: season))
        })
    }
    features.append(
      feature("missing", "missing values", isPresence: true) { places in
        Double(places.count { !isObserved[$0] }) / Double(places.count)
      })
    return features
  }

  // MARK: - The calendar

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  private static let days = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  /// How near a step lies to each month, day of the week and hour: a cosine around the circle.
  private var calendar: [InputFeature] {
    guard hasTimes else { return [] }
    let calendar = CalendarFeatures(frequency: data.features.frequency)
    // A sine and a cosine a circle.
    let circles = calendar.names.indices.filter { $0.isMultiple(of: 2) }
    let times = channel.times.map { calendar.values(at: $0) }
    return circles.flatMap { circle -> [InputFeature] in
      let name = calendar.names[circle]
      let (key, marks): (String, [String]) =
        name.hasPrefix("hour")
        ? ("hour", (0..<24).map { "\($0):00" })
        : name.hasPrefix("day of week") ? ("dayOfWeek", Self.days) : ("season", Self.months)
      // Months are named by their middle, hours by their beginning, days by their midnight, as steps of a day are.
      let shift = key == "season" ? 0.5 : 0
      return marks.enumerated().map { number, mark in
        let angle = 2 * Double.pi * (Double(number) + shift) / Double(marks.count)
        let (sine, cosine) = (LSTMTensor.cosine(angle - .pi / 2), LSTMTensor.cosine(angle))
        return feature(key, "the nearness of \(mark)", family: key) { places in
          places.reduce(0) { sum, place in
            sum + sine * Double(times[place][circle]) + cosine * Double(times[place][circle + 1])
          } / Double(places.count)
        }
      }
    }
  }

  // MARK: - The columns beside the target

  private var columns: [InputFeature] {
    let width = data.features.covariates.reduce(0) { $0 + $1.inputCount }
    var first = 0
    var features: [InputFeature] = []
    for column in data.features.covariates {
      for input in 0..<column.inputCount {
        let place = first + input
        let word = column.vocabulary.map { " = \($0[input])" } ?? ""
        features.append(
          feature(
            "column.\(column.name)\(word)", "\"\(column.name)\(word)\"",
            isPresence: column.vocabulary != nil
          ) { places in
            places.reduce(0) { sum, step in
              let at = step * width + place
              return sum
                + (channel.covariates.indices.contains(at) ? Double(channel.covariates[at]) : 0)
            } / Double(places.count)
          })
      }
      first += column.inputCount
    }
    return features
  }
}
