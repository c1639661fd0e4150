import LSTMLayers
import LSTMTensor

extension LanguageModel {
  /// Everything that happens in the recurrent layers while a text is read from its beginning.
  ///
  /// - Precondition: the layers are LSTMs.
  func trace(_ tokens: [Int32]) -> [LSTMTrace] {
    recurrent.trace(embedding(TokenIDs(tokens, shape: [tokens.count, 1])))
  }

  /// Holds a unit's hidden state at zero for all who read it: the recurrence, and the next layer or the
  /// output.
  mutating func silence(_ unit: RecurrentUnit) {
    recurrent.silence(unit)
    if unit.layer == architecture.layerCount - 1 { output.silence(input: unit.index) }
  }
}
