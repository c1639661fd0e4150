import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("A voice")
struct VoiceModelTests {
  static let architecture = SynthesisArchitecture(
    unitCount: 6, speakerCount: 2, frameSize: 5, framesPerStep: 2, embeddingSize: 7,
    speakerSize: 3, latentSize: 4, hiddenSize: 9, layerCount: 2, dropout: 0, continuationSize: 0,
    codeCount: 1)

  private func model(_ change: (inout SynthesisArchitecture) -> Void = { _ in }) -> VoiceModel {
    var architecture = Self.architecture
    change(&architecture)
    var random = RandomGenerator(seed: 3)
    return VoiceModel(architecture, using: &random)
  }

  private func batch() -> SynthesisBatch {
    var numbers = TestNumbers(seed: 5)
    let lengths = [(units: 3, steps: 8), (units: 4, steps: 5), (units: 2, steps: 11)]
    return SynthesisBatch(
      lengths.enumerated().map { place, length in
        Utterance(
          units: [0] + (0..<length.units - 2).map { Int32(1 + ($0 + place) % 5) } + [0],
          speaker: Int32(place % 2), steps: numbers.normal([length.steps * 10]).floats,
          stepCount: length.steps)
      })
  }

  @Test("has the gradient of its loss", arguments: [0, 4])
  func gradient(latentSize: Int) throws {
    let model = model { $0.latentSize = latentSize }
    let batch = batch()
    // A way through the loss that does not change with the weights: units of equal length, no masks.
    func loss(_ model: VoiceModel) -> Tensor {
      model.loss(batch, isEven: true, latentWeight: 0.3, phase: .inference).total
    }
    let gradients = valueAndGradient(of: model, loss).gradients
    for (path, tensor) in model.parameters {
      let gradient = try #require(gradients[path], "\(path)").dense
      // Along the gradient itself single precision tells the slope best.
      let norm = gradient.sumOfSquares.squareRoot()
      guard norm > 1e-4 else { continue }
      let step: Float = 3e-3
      func moved(_ sign: Float) -> Double {
        var copy = model
        copy.visitParameters { other, parameter in
          if other == path { parameter = tensor + gradient.scaled(by: sign * step / norm) }
        }
        return Double(loss(copy).scalar)
      }
      let slope = (moved(1) - moved(-1)) / Double(2 * step)
      #expect(abs(slope - Double(norm)) < 0.02 * Double(norm) + 2e-4, "\(path)")
    }
  }

  @Test("says one text with the same bits alone and in a batch, prepared or not")
  func prepared() {
    let model = model()
    let prepared = PreparedVoice(model)
    let batch = batch()
    let latents = Tensor((0..<12).map { Float($0) / 12 }, shape: [3, 4])
    let all = model.encode(
      batch.units, counts: batch.unitCounts, speakers: batch.speakers, phase: .inference)
    let durations = [[2, 1, 3], [1, 4, 1, 2], [5, 3]]
    let said = model.decode(
      all, StepPlan(durations), speakers: batch.speakers, latent: latents, phase: .inference)
    for row in 0..<3 {
      let units = (0..<batch.unitCounts[row]).map { batch.units.values[$0 * 3 + row] }
      let encoded = prepared.encode(units, speaker: batch.speakers[row])
      let latent = latents.rows(row..<row + 1)
      let alone = prepared.decode(
        encoded, durations: durations[row], speaker: batch.speakers[row], latent: latent)
      let steps = durations[row].reduce(0, +)
      #expect(alone.shape == [steps, 1, 10])
      for step in 0..<steps {
        let first = (step * 3 + row) * 10
        #expect(
          Array(alone.values[step * 10..<(step + 1) * 10])
            == Array(said.values[first..<first + 10]))
      }
    }
  }

  @Test("lists its parameters, read from a file or new")
  func parameters() {
    let new = model().parameters
    let unset = VoiceModel(unset: Self.architecture).parameters
    #expect(new.map(\.path) == unset.map(\.path))
    #expect(new.map(\.tensor.shape) == unset.map(\.tensor.shape))
    #expect(Set(new.map(\.path)).count == new.count)
  }

  @Test("finds the alignment by which units' means come nearest")
  func alignment() {
    // Two units whose means are 1 and −1, and sounds that change from one to the other.
    let steps: [Float] = [1, 1, 0.8, -1, -1.2, 1, -1, -1, -1, -1]
    let batch = SynthesisBatch([
      Utterance(units: [0, 0], speaker: 0, steps: Array(steps[..<5]), stepCount: 5),
      Utterance(units: [0, 0], speaker: 0, steps: Array(steps[5...]), stepCount: 5),
    ])
    let means = Tensor([1, 1, -1, -1], shape: [2, 2, 1])
    #expect(VoiceModel.aligned(batch, means: means) == [[3, 2], [1, 4]])
  }
}
