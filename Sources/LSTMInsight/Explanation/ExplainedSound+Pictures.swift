import LSTMData
import LSTMFormats
import LSTMPlot
import LSTMTraining

/// A sound as pictures that stand above those of the layers, on the same axis of seconds.
extension ExplainedSound {
  /// The same beside every picture over time, so that what is above each other is at the same time.
  static let margins = SideMargins(left: 76, right: 92)
  /// The units that are drawn in colour at most, those that are surest somewhere.
  private static let drawnUnits = 12
  /// A unit that is nowhere surer than this is not drawn.
  private static let leastProbability = 0.05
  /// What is further below the loudest place is as good as silence, in decibels.
  private static let depth = 60.0
  /// Decibels of a neper of power.
  private static let decibels = 4.342_944_819_032_518
  /// Where the axis of frequencies has labels, in hertz.
  private static let marks = [
    125.0, 250, 500, 1000, 2000, 3000, 4000, 6000, 8000, 12_000, 16_000,
  ]

  /// The energy by frequency and time: low frequencies at the bottom, a band a row, a frame a column.
  public var spectrogram: HeatMap {
    spectrogram(title: "Spectrogram: level in decibels below the loudest place", height: 240)
  }

  /// The spectrogram without much ado, to stand above the gates of a layer.
  var smallSpectrogram: HeatMap {
    spectrogram(title: "What it heard at the time", height: 100)
  }

  private func spectrogram(title: String, height: Double) -> HeatMap {
    let loudest = Double(energies.values.lazy.filter(\.isFinite).max() ?? 0)
    let bands = (0..<energies.width).reversed()
    var map = HeatMap(
      title: title,
      values: bands.map { band in
        (0..<frameCount).map { frame in
          guard energies.count > 0 else { return .nan }
          let place = min(frame, energies.count - 1) * energies.width + band
          let level = Double(energies.values[place]) - loudest
          // What is softer is no less silent.
          return level.isNaN ? .nan : max(-Self.depth, level * Self.decibels)
        }
      }, colors: .between(-Self.depth, 0), rowTitle: "hertz", columnTitle: "seconds",
      rowLabels: bands.map { "\(Int(frequencies[$0].rounded()))" })
    map.columnScale = HeatMap.Scale(first: start, step: hop)
    map.rowTicks = Self.marks.filter { height > 150 || $0 == 500 || $0 == 2000 }
      .compactMap(tick)
    map.height = height
    map.leastMargins = Self.margins
    return map
  }

  /// The frames of all steps: where the last step has too few, it reads the last one again.
  private var frameCount: Int { max(energies.count, outputs.count * framesPerStep) }

  /// The place of a frequency beside the rows; `nil` for one beyond the bands.
  private func tick(_ frequency: Double) -> HeatMap.Tick? {
    guard let above = frequencies.firstIndex(where: { $0 >= frequency }) else { return nil }
    let label = "\(Int(frequency))"
    guard above > 0 else {
      return frequencies[0] == frequency
        ? HeatMap.Tick(row: Double(frequencies.count - 1), label: label) : nil
    }
    let (low, high) = (frequencies[above - 1], frequencies[above])
    let place = Double(above - 1) + (high > low ? (frequency - low) / (high - low) : 0)
    return HeatMap.Tick(row: Double(frequencies.count - 1) - place, label: label)
  }

  /// The probability of each unit over time, the blank grey behind them, and above each peak what is said there.
  public var spikes: LineChart {
    let times = (0..<outputs.count).map(time)
    let courses = outputs.names.indices.map(outputs.course)
    let peaks = courses.map { $0.max() ?? 0 }
    let drawn = outputs.names.indices
      .filter { $0 != outputs.blank && peaks[$0] >= Self.leastProbability }
      .sorted { (peaks[$1], $0) < (peaks[$0], $1) }.prefix(Self.drawnUnits).sorted()
    var series = drawn.map { LineChart.Series(outputs.names[$0], x: times, y: courses[$0]) }
    if let blank = outputs.blank {
      var line = LineChart.Series("blank: nothing new", x: times, y: courses[blank])
      line.isMuted = true
      series.append(line)
    }
    var chart = LineChart(
      title: "Spikes: the probability of each unit",
      x: .init("seconds", limits: limits), y: .init("probability", limits: 0...1), series: series)
    chart.labels = outputs.spikes.map {
      .init(x: time(ofStep: $0.step), y: $0.probability, text: outputs.names[$0.unit])
    }
    chart.leastMargins = Self.margins
    return chart
  }

  /// The seconds that the spectrogram shows, on which other pictures stand, too.
  var limits: ClosedRange<Double> {
    let end = start + (Double(frameCount) - 0.5) * hop
    return min(start - hop / 2, end)...max(start - hop / 2, end)
  }

  /// What the recogniser heard, above what it said.
  var section: ReportSection {
    ReportSection(
      "What it heard",
      [
        .paragraph(
          "\(name): above the sound, below what the network says at each step of "
            + "\(stepDuration.text(3)) s. It says a unit in a spike, and nothing new (the blank, grey) between them; all "
            + "pictures over time on this page stand on the same axis."),
        .heatMap(spectrogram), .chart(spikes),
      ])
  }

  /// The words, when they are said, as lines for people.
  var lines: [String] {
    words.isEmpty
      ? ["it heard no word"]
      : words.map {
        "it heard \"\($0.text)\" from \($0.start.text(2)) to \($0.end.text(2)) s (\((100 * $0.confidence).text(0)) %)"
      }
  }

  /// The words as data.
  var json: JSONValue {
    .array(
      words.map {
        [
          "word": .string($0.text), "start": $0.start.json, "end": $0.end.json,
          "confidence": $0.confidence.json,
        ]
      })
  }

  /// The words as a table.
  public var recognition: ReportSection {
    guard !words.isEmpty else {
      return ReportSection("What it recognised", [.paragraph("Nothing: it heard no word.")])
    }
    return ReportSection(
      "What it recognised",
      [
        .table(
          ReportTable(
            caption: "Words, when they are said, and how sure it is",
            columns: ["word", "from (s)", "to (s)", "confidence"],
            rows: words.map {
              [$0.text, $0.start.text(2), $0.end.text(2), "\((100 * $0.confidence).text(0)) %"]
            }))
      ])
  }
}

extension ExplainedSound.Outputs {
  /// Where a unit is said: the surest step of each run of steps at which it is the most probable of all.
  var spikes: [(step: Int, unit: Int, probability: Double)] {
    var spikes: [(step: Int, unit: Int, probability: Double)] = []
    var last: Int?
    for step in 0..<count {
      let row = probabilities[step * names.count..<(step + 1) * names.count]
      guard let place = row.indices.max(by: { (row[$0], $1) < (row[$1], $0) }) else { continue }
      let unit = place - row.startIndex
      defer { last = unit }
      guard unit != blank else { continue }
      let probability = Double(row[place])
      if unit == last, let spike = spikes.last {
        if probability > spike.probability { spikes[spikes.count - 1] = (step, unit, probability) }
      } else {
        spikes.append((step, unit, probability))
      }
    }
    return spikes
  }
}
