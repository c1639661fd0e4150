import Dispatch
import LSTMData

extension TrainedClassifier {
  /// Scores the model on examples of known classes, beside its linear model.
  ///
  /// - Throws: ``ClassifierError`` for a class that the model does not know, an example without a class, and data of another
  ///   form.
  public func evaluate(_ data: ClassifierData) throws -> ClassificationReport {
    let begin = DispatchTime.now().uptimeNanoseconds
    let labels = try data.labels(among: classes)
    if !isMultilabel, let place = labels.firstIndex(where: \.isEmpty) {
      throw ClassifierError.unlabelled(place: data.place(place))
    }
    let encoded = try encoded(data)
    func score(_ probabilities: [[Double]]) -> ClassificationScore {
      ClassificationScore(
        probabilities, labels: labels, classes: classes, isMultilabel: isMultilabel)
    }
    return ClassificationReport(
      score: score(probabilities(encoded.inputs, encoded.rows)),
      baseline: score(linearProbabilities(encoded.rows)), baselineName: baselineName,
      seconds: Double(DispatchTime.now().uptimeNanoseconds - begin) * 1e-9)
  }

  /// How files for evaluation are read: as those of the training.
  public func source(_ source: ClassifierSource) -> ClassifierSource {
    var source = source
    source.options.knownClasses = classes
    source.options.isMultilabel = isMultilabel
    return source
  }

  /// What the linear model looks at, in words.
  var baselineName: String {
    switch features.linear {
    case .grams(let counters) where counters.contains { $0.pieces == .words }:
      "naive Bayes and logistic regression of words, pairs of words and their characters"
    case .grams(let counters):
      "naive Bayes and logistic regression of runs of up to "
        + "\(counters.first?.lengths.upperBound ?? 0) characters"
    case .summary:
      "logistic regressions of each value's figures, of its course and of products of values"
    }
  }
}
