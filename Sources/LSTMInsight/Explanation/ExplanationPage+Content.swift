import LSTMData
import LSTMLayers
import LSTMPlot
import LSTMTraining

/// The parts of a page that look different for a text and for series.
extension ExplanationPage {
  var reading: ReportSection {
    switch explanation.input.content {
    case .text(let previous): reading(textAfter: previous)
    case .series(let series):
      ReportSection("What it read", [.paragraph(series.legend), .chart(series.chart)])
    case .sound(let sound): sound.section
    case .translation(let translation): translation.section(explanation.input.topSteps)
    }
  }

  /// What stands above the gates of each layer, so that they are read together.
  var above: [ReportSection.Block] {
    sound.map { [.heatMap($0.smallSpectrogram)] } ?? []
  }

  private var sound: ExplainedSound? {
    if case .sound(let sound) = explanation.input.content { sound } else { nil }
  }

  private func reading(textAfter previous: String) -> ReportSection {
    let steps = explanation.input.steps
    // A step's loss is that of the one after it.
    let losses = [nil] + steps.dropLast().map(\.loss)
    let tokens = zip(steps, losses).map { step, loss in
      TextStrip.Token(step.text, loss ?? .nan)
    }
    // The end of what the model had read before, and remembers.
    let end = previous.suffix(60).map { $0.isNewline ? "⏎" : String($0) }.joined()
    let before = end.isEmpty ? "" : " Before it the model had read the text up to “…\(end)”."
    return ReportSection(
      "What it read",
      [
        .paragraph(
          "The stronger the colour, the less the model had expected what came (the full colour is 5 nats, a "
            + "probability below 1 in 150).\(before)"),
        .strip(TextStrip(title: "Surprise, in nats", tokens: tokens, colors: .upTo(5))),
      ])
  }

  var tracking: ReportSection {
    let features = explanation.trackedFeatures
    guard !features.isEmpty else {
      return ReportSection(
        "What units follow",
        [.paragraph("Nothing that can be told from chance; a longer input tells more.")])
    }
    let table = ReportTable(
      caption:
        "Correlation of a unit's state with a feature of the input, and the best that chance reaches",
      columns: ["feature", "layer", "unit", "state", "r", "chance"],
      rows: features.flatMap { feature in
        feature.units.prefix(2).map {
          [
            feature.feature.name, "\($0.unit.layer)\($0.unit.isReverse ? " reverse" : "")",
            "\($0.unit.index)", $0.isProjection ? "projection" : $0.state.rawValue,
            $0.correlation.text(2), feature.chance.text(2),
          ]
        }
      })
    let note = explanation.input.surveys.first?.note ?? ""
    return ReportSection(
      "What units follow",
      (note.isEmpty ? [] : [.paragraph(note)]) + [.table(table)]
        + features.prefix(4).compactMap(picture))
  }

  /// The state of the unit that follows a feature best: over the text, or beside the feature.
  private func picture(of feature: TrackedFeature) -> ReportSection.Block? {
    guard let best = feature.units.first, let survey = survey(of: best),
      let values = states(of: best, in: survey)
    else { return nil }
    let title = "\(best.name): \(feature.feature.name)"
    switch explanation.input.content {
    case .text, .translation:
      let texts = survey.texts.isEmpty ? explanation.input.steps.map(\.text) : survey.texts
      return .strip(
        TextStrip(
          title: title, tokens: zip(texts, values).map { TextStrip.Token($0, $1) },
          colors: .symmetric))
    case .series, .sound:
      let count = sound == nil ? Self.chartedSamples : values.count
      let places = max(0, values.count - count)..<values.count
      func line(_ name: String, _ values: [Float]) -> LineChart.Series {
        .init(
          name, x: places.map { position(of: $0, count: values.count) },
          y: Array(Self.standardized(values)[places]))
      }
      var chart = LineChart(
        title: title, x: .init(samplesTitle(survey)), y: .init("standard deviations"),
        series: [
          line(feature.feature.name, feature.feature.values),
          line(
            best.correlation < 0 ? "the unit's state, upside down" : "the unit's state",
            values.map { Float(best.correlation < 0 ? -$0 : $0) }),
        ])
      if let sound {
        (chart.x.limits, chart.leastMargins) = (sound.limits, ExplainedSound.margins)
      }
      return .chart(chart)
    }
  }

  /// Where a sample lies along the axis: in seconds of a sound, else by how many others come after it.
  private func position(of sample: Int, count: Int) -> Double {
    sound?.time(ofStep: sample) ?? Double(sample - count)
  }

  private func samplesTitle(_ survey: UnitSurvey) -> String {
    sound == nil ? "\(survey.sampleName), counted from the last" : "seconds"
  }

  /// Samples that a chart of a unit and a feature shows at most, of a sound all: more could not be told apart.
  private static let chartedSamples = 400

  /// Mean 0 and deviation 1.
  private static func standardized(_ values: [Float]) -> [Double] {
    let scale = Double(values.count).squareRoot()
    return UnitTracking.standardized(values).map { Double($0) * scale }
  }

  /// Where a unit was looked at.
  private func survey(of tracked: TrackedUnit) -> UnitSurvey? {
    explanation.input.surveys.first { survey in
      survey.traces.contains { $0.layer == tracked.unit.layer }
    }
  }

  /// A unit's state over the samples.
  private func states(of tracked: TrackedUnit, in survey: UnitSurvey) -> [Double]? {
    let unit = tracked.unit
    let trace = survey.traces.first { $0.layer == unit.layer && $0.isReverse == unit.isReverse }
    let quantity = tracked.state == .cell ? LayerQuantity.cell : .hidden
    return trace.flatMap { quantity.values(in: $0)?.course(of: unit.index, lengths: $0.lengths) }?
      .map(Double.init)
  }

  var predictions: ReportSection {
    if let sound { return sound.recognition }
    if let names = explanation.input.steps.first?.details.map(\.name), !names.isEmpty {
      return predictions(names)
    }
    let forecasts = explanation.input.forecasts
    guard forecasts.isEmpty else { return predictions(of: forecasts) }
    if case .translation(let translation) = explanation.input.content {
      return translation.predictions(explanation.input.topSteps)
    }
    let steps = explanation.input.steps
    let rows = steps.indices.map { index -> [String] in
      let step = steps[index]
      let next = index + 1 < steps.count ? steps[index + 1].label : ""
      return [
        "\(index)", step.label, step.guesses, next,
        step.loss.map { $0.text(2) } ?? "",
      ]
    }
    return .predictions(
      "After each step: the likeliest next, and what came",
      columns: ["step", "read", "expected", "came", "nats"], rows: rows)
  }

  /// What was said of each event, and what is known of it.
  private func predictions(_ names: [String]) -> ReportSection {
    let said = Dictionary(grouping: explanation.input.forecasts, by: \.step)
    let rows = explanation.input.steps.enumerated().map { number, step in
      let values = (said[number] ?? []).map(\.middle.shortText).joined(separator: ", ")
      return ["\(number)", step.label] + step.details.map(\.text)
        + [
          values.isEmpty ? step.firstGuess : values, step.outcome ?? "",
          step.loss.map { $0.text(2) } ?? "",
        ]
    }
    return .predictions(
      "Of each event: what it is, what the network expected, and what is known",
      columns: ["step", "event"] + names + ["expected", "known", explanation.input.lossUnit],
      rows: rows)
  }

  private func predictions(of forecasts: [ExplainedForecast]) -> ReportSection {
    let hasIntervals = forecasts.contains { $0.interval != nil }
    let rows = forecasts.map { forecast -> [String] in
      let interval = forecast.interval.map {
        ["\($0.lowerBound.shortText) to \($0.upperBound.shortText)"]
      }
      return ["\(forecast.step)", forecast.label, forecast.middle.shortText]
        + (hasIntervals ? interval ?? [""] : [])
        + [forecast.outcome?.shortText ?? "", forecast.loss?.text(3) ?? ""]
    }
    return .predictions(
      "Behind which step, for when, what, and what came",
      columns: ["step", "for", "expected"] + (hasIntervals ? ["90 of 100"] : [])
        + ["came", explanation.input.lossUnit], rows: rows)
  }
}

extension ExplainedStep {
  /// The likeliest prediction.
  var firstGuess: String {
    candidates.first.map { "\($0.label) \((100 * $0.probability).text(1)) %" } ?? ""
  }

  /// The three likeliest predictions.
  var guesses: String {
    candidates.prefix(3).map { "\($0.label) \((100 * $0.probability).text(0)) %" }
      .joined(separator: ", ")
  }
}

extension ExplainedSeries {
  /// The series and what is said of it.
  var chart: LineChart {
    let bands = interval.map { interval -> [LineChart.Band] in
      [
        .init(
          "90 of 100", x: lines[interval.line].places, lower: interval.lower,
          upper: interval.upper, series: interval.line)
      ]
    }
    return LineChart(
      title: name, x: .init(axis), y: .init(valueName),
      series: lines.map { .init($0.name, x: $0.places, y: $0.values) }, bands: bands ?? [])
  }
}

extension ReportSection {
  /// What was predicted, in rows.
  static func predictions(_ caption: String, columns: [String], rows: [[String]]) -> ReportSection {
    ReportSection(
      "What it predicted",
      [.table(ReportTable(caption: caption, columns: columns, rows: rows))])
  }
}
