import LSTMFormats
import LSTMModels

// `ngrams.safetensors` holds three tensors of bytes for each length n of n-grams, as `CompactNumbers`: `order.n.sizes`,
// the number of n-grams of each context; `order.n.tokens`, their last tokens, each as the number of tokens skipped
// since the one before it in its context; `order.n.counts`. All else follows from these. Nothing is left out, so that a
// model read back is the one that was learned.

extension KneserNeyModel {
  /// Writes the model into a model folder, after its `config.json` and its tokenizer.
  ///
  /// - Throws: a `ReportableError` where the file cannot be written.
  public func write(to folder: ModelFolder) throws {
    var parts: [(name: String, bytes: [UInt8])] = []
    for (index, level) in levels.enumerated() {
      for (part, numbers) in zip(NGramPart.allCases, level.stored) {
        parts.append((part.name(ofOrder: index + 1), CompactNumbers.bytes(of: numbers)))
      }
    }
    try folder.writeNGrams(parts)
  }

  /// Reads the model of a model folder, `nil` where the folder has none: it was trained before there were any.
  ///
  /// - Parameters:
  ///   - folder: of a language model.
  ///   - vocabularySize: V, as its tokenizer has it.
  /// - Throws: a `ReportableError` that names the file and what is wrong with it.
  public init?(contentsOf folder: ModelFolder, vocabularySize: Int) throws {
    guard let parts = try folder.nGrams() else { return nil }
    try self.init(parts: parts, vocabularySize: vocabularySize, file: folder.nGramsPath)
  }

  init(parts: [(name: String, bytes: [UInt8])], vocabularySize: Int, file: String) throws {
    let order = parts.count / NGramPart.allCases.count
    guard (1...Self.largestOrder).contains(order) else {
      throw KneserNeyError.order(file: file, found: order, limit: Self.largestOrder)
    }
    var found: [String: [UInt8]] = [:]
    for (name, bytes) in parts { found[name] = bytes }
    var levels: [NGramLevel] = []
    for length in 1...order {
      let stored = try NGramPart.allCases.map { part in
        let name = part.name(ofOrder: length)
        guard let bytes = found.removeValue(forKey: name) else {
          throw SafetensorsError.missingTensor(file: file, tensor: name)
        }
        do throws(CompactNumbersError) {
          return try CompactNumbers.numbers(in: bytes)
        } catch {
          throw KneserNeyError.bytes(file: file, tensor: name, offset: error.offset)
        }
      }
      do throws(NGramFault) {
        levels.append(
          try NGramLevel(
            stored: stored, contextCount: levels.last?.tokens.count ?? 1,
            vocabularySize: vocabularySize, isLowest: levels.isEmpty))
      } catch {
        throw KneserNeyError.nGrams(
          file: file, tensor: error.part.name(ofOrder: length), found: error.found,
          expected: error.expected)
      }
    }
    guard let surplus = parts.first(where: { found[$0.name] != nil }) else {
      self.init(vocabularySize: vocabularySize, levels: levels)
      return
    }
    throw KneserNeyError.surplus(file: file, tensor: surplus.name)
  }
}
