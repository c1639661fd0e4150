import LSTMFormats
import LSTMPlot

extension Translation {
  /// The translation for programs.
  ///
  /// - Parameter source: the sentence that was translated.
  public func json(of source: String) -> JSONValue {
    [
      "source": .string(source), "translation": .string(text),
      "log_probability": .number(logProbability), "score": .number(score),
      "source_tokens": .array(sourceTokens.map { .string($0) }),
      "target_tokens": .array(targetTokens.map { .string($0) }),
      "alignment": .array(
        alignment.map { row in .array(row.map { .number(Double($0)) }) }),
    ]
  }

  /// How each token of the translation attends to the source: a row for each of its tokens, a column for each of the source's.
  ///
  /// - Parameter source: the sentence that was translated.
  public func alignmentMap(of source: String) -> HeatMap {
    HeatMap(
      title: source, values: alignment.map { $0.map(Double.init) }, colors: .sequential,
      rowTitle: "translation", columnTitle: "source", rowLabels: targetTokens,
      columnLabels: sourceTokens)
  }
}
