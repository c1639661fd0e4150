import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMPlot
import LSTMTensor
import LSTMTraining
import Testing

@testable import LSTMInsight

@Suite("A sound is explained")
struct ExplainedSoundTests {
  /// Nine frames of four bands, three frames a step, and a recogniser of "ab" that says a, a, nothing.
  private static func sound() -> ExplainedSound {
    let energies = (0..<9).flatMap { frame in (0..<4).map { Float($0 + frame) - 12 } }
    return ExplainedSound(
      name: "x.wav", energies: AcousticFeatures(width: 4, values: energies),
      frequencies: [100, 300, 1000, 3000], hop: 0.01, framesPerStep: 3, start: 2,
      outputs: .init(
        names: ["blank", "a", "b"], blank: 0,
        probabilities: [0.2, 0.7, 0.1, 0.1, 0.875, 0.025, 0.9, 0.08, 0.02]),
      words: [.init("a<", start: 2.01, end: 2.05, confidence: 0.875)])
  }

  private static func reading(of content: ExplainedContent) throws -> Reading<SoundModel> {
    try Reading(SoundModel(content: content), ExplainedSource(.file("x.wav"), stepLimit: 9))
  }

  private static func explanation(of content: ExplainedContent) throws -> Explanation {
    Explanation(of: try reading(of: content))
  }

  @Test("by a spectrogram in decibels below the loudest place, low frequencies at the bottom")
  func spectrogram() {
    let map = Self.sound().spectrogram
    #expect(map.values.count == 4 && map.values.allSatisfy { $0.count == 9 })
    // Band 3 in frame 8 is the loudest; a neper of power is 10 / ln 10 decibels.
    #expect(map.values[0][8] == 0)
    #expect(abs(map.values[3][8] + 3 * 4.342944819) < 1e-8)
    #expect(abs(map.values[0][0] + 8 * 4.342944819) < 1e-8)
    #expect(map.colors == .between(-60, 0) && map.rowLabels == ["3000", "1000", "300", "100"])
    #expect(map.columnScale == .init(first: 2, step: 0.01))
    var quiet = Self.sound()
    // Eight frames fill two steps and two thirds of the third, which reads the last one again.
    var short = Self.sound()
    short.energies.values.removeLast(4)
    #expect(short.spectrogram.values.allSatisfy { $0.count == 9 && $0[8] == $0[7] })
    #expect(short.spikes.x.limits == Self.sound().spikes.x.limits)
    quiet.energies.values[0] = -100
    quiet.energies.values[1] = .nan
    #expect(quiet.spectrogram.values[3][0] == -60 && quiet.spectrogram.values[2][0].isNaN)
  }

  @Test("with round frequencies where they lie between the bands")
  func frequencies() {
    let ticks = Self.sound().spectrogram.rowTicks
    #expect(ticks.map(\.label) == ["125", "250", "500", "1000", "2000", "3000"])
    // 125 Hz lies an eighth of the way from the lowest band, the last row, to the one above it.
    #expect(
      zip(ticks.map(\.row), [2.875, 2.25, 1.714286, 1, 0.5, 0]).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("by spikes, the blank grey and each unit named at its peak")
  func spikes() {
    let chart = Self.sound().spikes
    #expect(chart.series.map(\.name) == ["a", "b", "blank: nothing new"])
    #expect(chart.series.map(\.isMuted) == [false, false, true])
    // The middles of frames 0-2, 3-5 and 6-8.
    #expect(zip(chart.series[0].x, [2.01, 2.04, 2.07]).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(chart.series[2].y.map { Float($0) } == [0.2, 0.1, 0.9])
    // A run of one unit is one spike.
    #expect(chart.labels.map(\.text) == ["a"] && chart.labels[0].y == 0.875)
    #expect(abs(chart.labels[0].x - 2.04) < 1e-9)
  }

  @Test("where a unit that comes twice has two spikes if a blank or another unit lies between")
  func repeatedUnits() {
    func spikes(_ likeliest: [Int]) -> [[Int]] {
      let rows = likeliest.flatMap { unit in (0..<3).map { $0 == unit ? Float(0.9) : 0.05 } }
      let outputs = ExplainedSound.Outputs(
        names: ["blank", "a", "b"], blank: 0, probabilities: rows)
      return outputs.spikes.map { [$0.step, $0.unit] }
    }
    #expect(spikes([1, 1, 0, 1]) == [[0, 1], [3, 1]])
    #expect(spikes([1, 2, 1]) == [[0, 1], [1, 2], [2, 1]])
    #expect(spikes([0, 0]).isEmpty && spikes([]).isEmpty)
  }

  @Test("on a page whose pictures over time have one axis and the same margins")
  func page() throws {
    let page = ExplanationPage(of: try Self.reading(of: .sound(Self.sound())), model: "m").html
    for text in [
      "What it heard", "What it recognised", "a&lt;", "88 %", "blank: nothing new", "Forget gate",
      "x.wav",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    // Two spectrograms, the spikes and six quantities of a layer.
    #expect(page.matches(of: /px 92px [0-9.]+px 76px;/).count == 9)
    #expect(page.matches(of: />seconds</).count == 9)
  }

  @Test("as lines and as data, its words among them")
  func report() throws {
    let explanation = try Self.explanation(of: .sound(Self.sound()))
    #expect(explanation.lines.contains("it heard \"a<\" from 2.01 to 2.05 s (88 %)"))
    #expect(
      try explanation.json.text(.compact).contains(
        #""words":[{"word":"a<","start":2.01,"end":2.05,"confidence":0.875}]"#))
    var silent = Self.sound()
    silent.words = []
    #expect(try Self.explanation(of: .sound(silent)).lines.contains("it heard no word"))
    // The surest "a" is at step 1; where nothing is said any step is as good.
    #expect(explanation.stepToTakeApart == 1)
    silent.outputs.probabilities = [1, 0, 0]
    #expect(try Self.explanation(of: .sound(silent)).stepToTakeApart == 0)
  }

  @Test("in single pictures, which a text does not have")
  func pictures() throws {
    let sound = try Self.explanation(of: .sound(Self.sound()))
    let names = ExplanationPicture.soundNames
    #expect(names.map { ExplanationPicture(path: $0) } == [.spectrogram, .spikes])
    #expect(try sound.svg(.spectrogram).contains("Spectrogram"))
    #expect(try sound.svg(.spikes).contains("Spikes"))
    #expect(try sound.svg(.quantity(.forget, layer: 0)).contains(">seconds<"))
    let text = try Self.explanation(of: .text(previous: ""))
    for picture in [ExplanationPicture.spectrogram, .spikes] {
      #expect(throws: ExplanationError.noSound(picture: "\(picture)")) { try text.svg(picture) }
    }
    #expect(try text.svg(.quantity(.forget, layer: 0)).contains(">time step<"))
  }

  @Test("also where it is one frame, or none at all")
  func shortSounds() throws {
    for count in [0, 1] {
      var sound = Self.sound()
      sound.energies.values = Array(sound.energies.values.prefix(4 * count))
      sound.outputs.probabilities = Array(sound.outputs.probabilities.prefix(3 * count))
      #expect(sound.spectrogram.svg.contains("</svg>") && sound.spikes.svg.contains("</svg>"))
    }
  }

  struct SoundPart: ExplainedPart {
    let stepCount = 3
    let note = ""
    let replacements: [TextReplacement] = []
    var nothingPredicted: any ReportableError { ExplanationError.nothingPredicted(stepCount: 3) }
  }

  /// A layer of five units that reads three steps of anything.
  struct SoundModel: Explainable {
    let content: ExplainedContent
    let layerCount = 1
    let hiddenSize = 5
    let direction = Direction.forward
    let untracedCell: String? = nil
    let lossUnit = "nats"

    func part(of source: ExplainedSource, progress: (Double) -> Void) throws -> SoundPart {
      SoundPart()
    }

    func read(_ part: SoundPart, candidateCount: Int) -> ExplainedInput {
      var random = RandomGenerator(seed: 3)
      let lstm = LSTM(inputSize: 2, hiddenSize: 5, using: &random)
      let traces = lstm.trace(Tensor.uniform([3, 1, 2], in: -1...1, using: &random))
      return ExplainedInput(
        steps: (0..<3).map { ExplainedStep(label: "\($0)", text: "", candidates: [], loss: nil) },
        traces: traces.map { .lstm($0) }, content: content)
    }

    func losses(of part: SoundPart) -> [Double] { [] }

    func losses(
      of part: SoundPart, silencing units: [RecurrentUnit], progress: (Double) -> Void
    ) -> [[Double]] { units.map { _ in [] } }

    func name(ofPrediction number: Int, in part: SoundPart) -> PredictionName {
      PredictionName(place: "step \(number)", subject: "")
    }

    func gradients(of part: SoundPart) -> LossGradients? { nil }
  }
}
