import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@testable import LSTMTasks

@Suite("Explaining a language model")
struct LanguageExplainingTests {
  private let text = Array("ab cde\nfgba".utf8)

  private func model(cell: CellKind = .lstm) throws -> TrainedLanguageModel {
    let tokenizer = AnyTokenizer.character(try CharacterTokenizer(trainingOn: text))
    return TrainedLanguageModel(
      model: smallModel(vocabulary: tokenizer.vocabulary.count, cell: cell), tokenizer: tokenizer)
  }

  @Test("labels each step, and predicts and loses what the model does elsewhere")
  func reading() throws {
    let trained = try model()
    let tokens = trained.encode(text).tokens
    let read = try trained.read(tokens, candidateCount: 3)
    #expect(read.steps.map(\.label).joined() == "ab␣cde⏎fgba")
    #expect(read.steps.map(\.text).joined() == "ab cde\nfgba")
    #expect(abs((read.loss ?? 0) - trained.model.natsPerToken(tokens)) < 1e-6)
    #expect(read.steps.compactMap(\.loss) == trained.losses(of: tokens, silencing: nil))
    #expect(read.steps.last?.loss == nil)
    let states = trained.model.zeroStates(batchSize: 1)
    let probabilities = trained.model(TokenIDs(tokens, shape: [tokens.count, 1]), states: states)
      .logits.softmax()
    for (step, explained) in read.steps.enumerated() {
      let sorted = probabilities.rows(step..<step + 1).values.sorted(by: >)
      #expect(explained.candidates.map(\.probability) == sorted.prefix(3).map(Double.init))
    }
  }

  @Test("silences a unit of the top layer for the output layer, too")
  func topLayer() throws {
    let trained = try model()
    let tokens = trained.encode(text).tokens
    let unit = RecurrentUnit(layer: 1, index: 4)
    let silenced = trained.losses(of: tokens, silencing: unit)
    var held = trained.model
    held.recurrent.silence(unit)
    let hidden = held.trace(tokens)[1].hidden
    let mask = Tensor((0..<9).map { $0 == 4 ? 0 : 1 }, shape: [9])
    for step in 0..<tokens.count - 1 {
      let row = hidden.rows(step..<step + 1).reshaped(to: [9]) * mask
      let logits = trained.model.output(row.reshaped(to: [1, 9]))
      let loss = logits.crossEntropies(targets: TokenIDs([tokens[step + 1]])).values[0]
      #expect(abs(Double(loss) - silenced[step]) < 1e-5)
    }
    #expect(silenced != trained.losses(of: tokens, silencing: nil))
  }

  @Test("is refused for cells without the gates of an LSTM")
  func otherCell() throws {
    #expect(throws: ExplanationError.otherCell("gru")) {
      try model(cell: .gru).read([0, 1], candidateCount: 1)
    }
  }
}
