import Foundation
import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@testable import LSTMTasks

@Suite("Looking into a recogniser")
struct RecognizerExplainingTests {
  /// One that reads in both directions, and one that reads forward, trained once for all tests.
  private static let trained = [false, true].map { isStreaming in
    Result {
      var options = ToneSpeech.options
      options.isStreaming = isStreaming
      options.delay = 0.06
      return try Recognizer(options).fit(ToneSpeech.recordings(40, seed: 1))
    }
  }

  private static let hiddenSize = ToneSpeech.options.hiddenSize

  /// A recording in a file, and what is read back of it.
  private func withRecording<Answer>(
    _ sound: Waveform = ToneSpeech.say([0, 2, 1]), _ body: (String, [Float]) throws -> Answer
  ) throws -> Answer {
    try withTemporaryFolder { folder in
      let path = folder + "/tones.wav"
      try AtomicFile.write(try sound.wavBytes(), to: path)
      return try body(path, WAVFile(contentsOf: path).mono.samples)
    }
  }

  private func part(
    _ model: TrainedRecognizer, _ path: String, from: String? = nil, length: Int? = nil,
    member: Int? = nil, stepLimit: Int = 2000
  ) throws -> RecordingPart {
    var source = ExplainedSource(.file(path), stepLimit: stepLimit)
    (source.from, source.length, source.member) = (from, length, member)
    return try model.part(of: source) { _ in }
  }

  /// The probabilities of every step in `Double`.
  private func softmax(_ logits: Tensor) -> [[Double]] {
    let (steps, classes) = (logits.shape[0], logits.shape[1])
    let values = logits.values
    return (0..<steps).map { step in
      let powers = (0..<classes).map { exp(Double(values[step * classes + $0])) }
      return powers.map { $0 / powers.reduce(0, +) }
    }
  }

  /// −ln p of a text over all its alignments: Graves and others 2006, equations 6 to 8, in `Double`.
  private func loss(_ probabilities: [[Double]], _ target: [Int32]) -> Double {
    let symbols = [0] + target.flatMap { [Int($0), 0] }
    var forward = symbols.indices.map { $0 < 2 ? probabilities[0][symbols[$0]] : 0 }
    for row in probabilities.dropFirst() {
      forward = symbols.indices.map { place in
        let skips = place > 1 && symbols[place] != 0 && symbols[place] != symbols[place - 2]
        let sum =
          forward[place] + (place > 0 ? forward[place - 1] : 0) + (skips ? forward[place - 2] : 0)
        return sum * row[symbols[place]]
      }
    }
    return -log(forward.suffix(2).reduce(0, +))
  }

  @Test(
    "shows what the network says at each time, and the traces and the sound behind it",
    arguments: [0, 1])
  func read(number: Int) throws {
    let model = try Self.trained[number].get()
    try withRecording { path, samples in
      let part = try part(model, path)
      let input = model.read(part, candidateCount: 2)
      let expected = softmax(model.networks[0].logits(of: model.inputs(of: samples)))
      #expect(input.steps.count == expected.count && part.stepCount == expected.count)
      guard case .sound(let sound) = input.content else { return #expect(Bool(false)) }
      #expect(sound.outputs.names == ["blank", "do", "mi", "so"] && sound.outputs.blank == 0)
      for (step, row) in expected.enumerated() {
        for (unit, probability) in row.enumerated() {
          let shown = Double(sound.outputs.probabilities[step * row.count + unit])
          #expect(abs(shown - probability) < 1e-6)
        }
        // A step reads two frames of 10 ms: its middle lies 5 ms behind the first of them.
        #expect(abs(sound.time(ofStep: step) - (0.005 + 0.02 * Double(step))) < 1e-9)
        let candidates = input.steps[step].candidates
        #expect(candidates.map(\.probability) == candidates.map(\.probability).sorted(by: >))
        #expect(abs(candidates[0].probability - (row.max() ?? 0)) < 1e-6)
      }
      #expect(input.steps[2].label == "0.045 s")
      #expect(input.traces.map(\.isReverse) == (number == 0 ? [false, true] : [false]))
      #expect(input.traces.allSatisfy { $0.hidden.shape == [expected.count, 1, Self.hiddenSize] })
      // The sound as it is, not as the network reads it.
      var acoustics = model.features.acoustics
      acoustics.dynamicRange = nil
      #expect(try sound.energies == AcousticAnalysis(acoustics).features(of: samples))
      #expect(sound.frequencies == model.analysis.filterBank.centers)
      let words = try model.transcribe(WAVFile(contentsOf: path).mono)
      #expect(words.map(\.word) == ["do", "so", "mi"])
      #expect(sound.words.map(\.text) == words.map(\.word))
      #expect(sound.words.map(\.start) == words.map(\.start))
      #expect(input.surveys[0].features.allSatisfy { $0.values.count == expected.count })
      #expect(part.note.isEmpty && input.remarks.count == number)
      #expect(input.remarks.allSatisfy { $0.hasPrefix("It hears on for 0.06 s") })
    }
  }

  @Test("counts what the network says by −ln p over all alignments", arguments: [0, 1])
  func losses(number: Int) throws {
    let model = try Self.trained[number].get()
    try withRecording { path, samples in
      let part = try part(model, path)
      let probabilities = softmax(model.networks[0].logits(of: model.inputs(of: samples)))
      let expected = loss(probabilities, try model.units.encode("do so mi", place: ""))
      let found = model.losses(of: part)
      #expect(found.count == 1 && abs(found[0] - expected) < 1e-4 * max(1, expected))
      let steps = model.read(part, candidateCount: 1).steps
      #expect(steps.dropLast().allSatisfy { $0.loss == nil } && steps.last?.loss == found[0])
      #expect(model.name(ofPrediction: 0, in: part).subject.contains("\"do so mi\""))
    }
  }

  @Test("holds a unit at zero as a network does whose weights for it are zero", arguments: [0, 1])
  func silence(number: Int) throws {
    let model = try Self.trained[number].get()
    try withRecording { path, samples in
      let part = try part(model, path)
      let units = Array((model as any Explainable).units.suffix(3))
      let silenced = model.losses(of: part, silencing: units) { _ in }
      let untouched = model.losses(of: part)
      for (unit, found) in zip(units, silenced) {
        #expect(unit.isReverse == (number == 0))
        var network = model.model.members[0]
        let pass = unit.isReverse ? 1 : 0
        network.recurrent.layers[0][pass].recurrentWeight = without(
          unit.index, of: network.recurrent.layers[0][pass].recurrentWeight)
        network.output.weight = without(
          Self.hiddenSize * pass + unit.index, of: network.output.weight)
        let batch = SpeechBatch([model.inputs(of: samples)])
        let logits = network(batch, phase: .inference).utterance(0, length: batch.lengths[0])
        let expected = loss(softmax(logits), part.target)
        #expect(found.count == 1 && abs(found[0] - expected) < 1e-4 * max(1, expected))
        #expect(found != untouched)
      }
    }
  }

  private func without(_ column: Int, of weight: Tensor) -> Tensor {
    let width = weight.shape.columnCount
    return Tensor(
      weight.values.enumerated().map { $0.offset % width == column ? 0 : $0.element },
      shape: weight.shape)
  }

  @Test("begins where it is told to: a stream with all that it heard before")
  func from() throws {
    try withRecording { path, samples in
      for model in try Self.trained.map({ try $0.get() }) {
        let part = try part(model, path, from: "0.2", length: 1)
        let input = model.read(part, candidateCount: 1)
        guard case .sound(let sound) = input.content else { return #expect(Bool(false)) }
        let whole = softmax(model.networks[0].logits(of: model.inputs(of: samples)))
        let cut = softmax(
          model.networks[0].logits(of: model.inputs(of: Array(samples[1600...]))))
        let expected = model.isStreaming ? Array(whole[10...]) : cut
        #expect(input.steps.count == expected.count && input.steps[0].label == "0.205 s")
        let shown = sound.outputs.probabilities.map(Double.init)
        #expect(zip(shown, expected.joined()).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(sound.words.map(\.text) == ["so", "mi"])
        #expect(
          part.note
            == "0.4 of 0.6 seconds, from second 0.20 on; choose others with --from and --length.")
        let found = model.losses(of: part)
        #expect(abs(found[0] - loss(expected, part.target)) < 1e-4)
      }
    }
  }

  @Test("ends where it is told to, on a step")
  func length() throws {
    let pause = [Float](repeating: 0, count: 16_000)
    let sound = Waveform(
      sampleRate: 8000, samples: ToneSpeech.say([0]).samples + pause + ToneSpeech.say([2]).samples)
    try withRecording(sound) { path, samples in
      for model in try Self.trained.map({ try $0.get() }) {
        let part = try part(model, path, length: 1)
        #expect(part.stepCount == 50 && part.note.hasPrefix("1.0 of 2.4 seconds, from second 0.00"))
        // What lies behind the end is not heard.
        let inputs = model.inputs(of: Array(samples[..<7999]))
        let expected = softmax(model.networks[0].logits(of: inputs)).joined()
        let input = model.read(part, candidateCount: 1)
        guard case .sound(let sound) = input.content else { return #expect(Bool(false)) }
        #expect(
          zip(sound.outputs.probabilities, expected).allSatisfy { abs(Double($0) - $1) < 1e-6 })
        #expect(sound.energies.count == 100)
        // Rows of three words last 0.58 seconds; what is much longer is read as one all the same.
        let long = try self.part(model, path)
        #expect(long.remarks.count == (model.isStreaming ? 0 : 1) && part.remarks.isEmpty)
        #expect(try self.part(model, path, stepLimit: 25).stepCount == 25)
        #expect(long.note.isEmpty)
        #expect(try self.part(model, path, from: "2", length: 9).stepCount == 23)
      }
    }
  }

  @Test("refuses what no recording has, and says what it needs")
  func refusals() throws {
    let model = try Self.trained[0].get()
    try withRecording { path, _ in
      func refusal(
        from: String? = nil, length: Int? = nil, member: Int? = nil, path: String = path
      ) -> String {
        do {
          _ = try part(model, path, from: from, length: length, member: member)
          return ""
        } catch { return "\(error)" }
      }
      for text in ["x", "-1", "nan", "1e300"] {
        #expect(refusal(from: text).contains("number of seconds"))
      }
      #expect(refusal(from: "0.6").contains("0.6 seconds, but \(path) lasts 0.58"))
      #expect(refusal(length: 0).contains("from 1 to 40"))
      #expect(refusal(length: 41).contains("from 1 to 40"))
      #expect(refusal(member: 1).contains("the network 0 alone"))
      try AtomicFile.write("no sound\n", to: path + ".txt")
      #expect(refusal(path: path + ".txt").contains("WAV"))
      #expect(throws: ExplainedPartError.needsRecording) {
        try model.part(of: ExplainedSource(.text("do"), stepLimit: 9)) { _ in }
      }
    }
  }

  @Test("hears nothing in silence")
  func silent() throws {
    let model = try Self.trained[0].get()
    let silence = Waveform(sampleRate: 11_025, samples: [Float](repeating: 0, count: 4000))
    try withRecording(silence) { path, _ in
      let part = try part(model, path)
      let input = model.read(part, candidateCount: 1)
      guard case .sound(let sound) = input.content else { return #expect(Bool(false)) }
      #expect(part.target.isEmpty && sound.words.isEmpty)
      #expect(input.remarks.count == 2 && input.remarks[0].contains("from 11025 to 8000"))
      let blanks = sound.outputs.course(of: 0)
      let expected = blanks.reduce(0) { $0 - log($1) }
      #expect(abs(model.losses(of: part)[0] - expected) < 1e-4 * max(1, expected))
      #expect(model.name(ofPrediction: 0, in: part).subject == "silence")
    }
  }

  @Test("follows the last spike of a stream back, and none where layers read both ways")
  func gradients() throws {
    try withRecording(ToneSpeech.say([0, 2, 1], pause: 0.3)) { path, samples in
      let model = try Self.trained[1].get()
      let part = try part(model, path, from: "0.1")
      let gradients = try #require(model.gradients(of: part))
      let input = model.read(part, candidateCount: 1)
      guard case .sound(let sound) = input.content else { return #expect(Bool(false)) }
      let unit = try #require(part.target.last)
      let answer = gradients.layers[0].hidden.count - 1
      let spike = answer - model.model.architecture.delay
      let rows = stride(from: 0, to: sound.outputs.probabilities.count, by: 4).map {
        sound.outputs.probabilities[$0..<$0 + 4].map(Double.init)
      }
      let last = try #require(part.said.last)
      #expect(last.frames.contains(spike) && gradients.next == "mi")
      #expect(last.frames.allSatisfy { rows[$0][Int(unit)] <= rows[spike][Int(unit)] })
      #expect(abs(gradients.loss + log(rows[spike][Int(unit)])) < 1e-4)
      // ∂L ÷ ∂h = Wᵀ (p − 1 of the unit).
      let weight = model.model.members[0].output.weight.values.map(Double.init)
      let slopes = (0..<4).map { rows[spike][$0] - ($0 == Int(unit) ? 1 : 0) }
      let squares = (0..<Self.hiddenSize).map { column -> Double in
        let sum = (0..<4).reduce(0.0) { $0 + weight[$1 * Self.hiddenSize + column] * slopes[$1] }
        return sum * sum
      }
      let expected = squares.reduce(0, +).squareRoot()
      #expect(abs(gradients.layers[0].hidden[0] - expected) < 1e-3 * expected)
      #expect(gradients.layers[0].cell?.count == answer + 1)
      // Where the sound ends before that answer, one that has a state is followed.
      let file = path + ".wav"
      try AtomicFile.write(
        try Waveform(sampleRate: 8000, samples: Array(samples[..<(800 + answer * 160)])).wavBytes(),
        to: file)
      let short = try self.part(model, file)
      let cut = try #require(model.gradients(of: short))
      #expect(cut.layers[0].hidden.count <= short.stepCount)
      let both = try Self.trained[0].get()
      let other = try self.part(both, path)
      #expect(both.gradients(of: other) == nil)
      #expect("\(other.nothingPredicted)".contains("--ablate"))
    }
  }
}
