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

  /// All of some tokens, and what the model remembers before them.
  private func part(
    _ trained: TrainedLanguageModel, _ tokens: [Int32], from memory: [Tensor]? = nil
  ) throws -> TokenPart<Int32, [Tensor]> {
    try TokenPart(of: tokens, ExplainedSource(.text(""), stepLimit: 2000), limit: 2000) {
      memory ?? trained.memory(after: $0) { _ in }
    }
  }

  @Test("labels each step, and predicts and loses what the model does elsewhere")
  func reading() throws {
    let trained = try model()
    let tokens = trained.encode(text).tokens
    let read = trained.read(try part(trained, tokens), candidateCount: 3)
    #expect(read.steps.map(\.label).joined() == "ab␣cde⏎fgba")
    #expect(read.steps.map(\.text).joined() == "ab cde\nfgba")
    #expect(abs((read.loss ?? 0) - trained.model.natsPerToken(tokens)) < 1e-6)
    #expect(read.steps.compactMap(\.loss) == trained.losses(of: try part(trained, tokens)))
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
    let whole = try part(trained, tokens)
    let silenced = trained.losses(of: whole, silencing: [unit]) { _ in }[0]
    var held = trained.model
    held.recurrent.silence(unit)
    let embedded = held.embedding(TokenIDs(tokens, shape: [tokens.count, 1]))
    let hidden = held.recurrent.trace(embedded)[1].hidden
    let mask = Tensor((0..<9).map { $0 == 4 ? 0 : 1 }, shape: [9])
    for step in 0..<tokens.count - 1 {
      let row = hidden.rows(step..<step + 1).reshaped(to: [9]) * mask
      let logits = trained.model.output(row.reshaped(to: [1, 9]))
      let loss = logits.crossEntropies(targets: TokenIDs([tokens[step + 1]])).values[0]
      #expect(abs(Double(loss) - silenced[step]) < 1e-5)
    }
    #expect(silenced != trained.losses(of: whole))
  }

  @Test(
    "silences a unit in a batch with others as it would alone, in every layer and cell",
    arguments: [CellKind.lstm, .gru, .rnn, .peephole])
  func batch(cell: CellKind) throws {
    let trained = try model(cell: cell)
    let tokens = trained.encode(text).tokens
    let memory = trained.memory(after: [1, 0, 2]) { _ in }
    let part = try part(trained, tokens, from: memory)
    let all = trained.losses(of: part, silencing: trained.units) { _ in }
    for (unit, losses) in zip(trained.units, all) {
      // The oracle: no weight reads the unit.
      var held = trained.model
      held.recurrent.silence(unit)
      if unit.layer == 1 { held.output.silence(input: unit.index) }
      let states = TrainedLanguageModel(model: held, tokenizer: trained.tokenizer)
      #expect(states.losses(of: part) == losses, "\(unit)")
    }
  }

  @Test("says which cells nobody can look into", arguments: CellKind.allCases)
  func untraced(cell: CellKind) throws {
    let name = try model(cell: cell).untracedCell
    #expect(name == ([.slstm, .mlstm].contains(cell) ? cell.rawValue : nil))
  }

  @Test("remembers what comes before, bit for bit as if it were read in one go")
  func memory() throws {
    let trained = try model()
    let tokens = trained.encode(text).tokens
    let whole = trained.read(try part(trained, tokens), candidateCount: 2)
    var source = ExplainedSource(.text(String(decoding: text, as: UTF8.self)), stepLimit: 2000)
    source.from = "4"
    let part = trained.read(try trained.part(of: source) { _ in }, candidateCount: 2)
    #expect(part.content == .text(previous: "ab c"))
    #expect(part.steps == Array(whole.steps[4...]))
    for (found, expected) in zip(part.traces, whole.traces) {
      #expect(found.hidden.values == expected.hidden.rows(4..<tokens.count).values)
      #expect(found.previousHidden.values == expected.previousHidden.rows(4..<tokens.count).values)
    }
  }

  @Test(
    "follows gradients to every state, as central differences find them",
    arguments: [CellKind.lstm, .gru, .rnn, .coupled])
  func gradients(cell: CellKind) throws {
    let trained = try model(cell: cell)
    let tokens = trained.encode(text).tokens
    let memory = trained.memory(after: []) { _ in }
    let gradients = try #require(trained.gradients(of: part(trained, tokens)))
    let found = gradients.layers
    #expect(found.count == 2 && gradients.next == "a")
    #expect(found.allSatisfy { $0.hidden.count == tokens.count - 1 })
    #expect(found.allSatisfy { ($0.cell != nil) == (memory.count == 2) })
    // The states that the model carries over a cut are states of a step: what is left of the text tells
    // how the loss depends on them. The lower layer's hidden state also acts on the upper one's same step.
    let cut = tokens.count - 4
    let rest = Array(tokens[cut...])
    let states = trained.memory(after: Array(tokens[..<cut])) { _ in }
    for state in states.indices {
      let size = trained.hiddenSize
      var sum = 0.0
      for unit in 0..<size {
        var moved: [Double] = []
        for change in [Float(0.01), -0.01] {
          var values = states[state].values
          values[size + unit] += change
          var changed = states
          changed[state] = Tensor(values, shape: states[state].shape)
          moved.append(trained.losses(of: try part(trained, rest, from: changed)).last ?? 0)
        }
        let slope = (moved[0] - moved[1]) / 0.02
        sum += slope * slope
      }
      let norms = state == 0 ? found[1].hidden : found[1].cell ?? []
      // Three predicted tokens: the state before them lies `rest.count - 1` steps before the end.
      let norm = norms[rest.count - 1]
      #expect(abs(sum.squareRoot() - norm) <= 1e-2 * norm + 1e-5, "state \(state)")
    }
  }
}
