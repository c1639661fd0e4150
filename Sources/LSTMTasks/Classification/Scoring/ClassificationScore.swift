import LSTMFormats
import LSTMTensor

/// How well probabilities of classes fit the classes of examples.
public struct ClassificationScore: Sendable {
  /// One class against all others.
  public struct ClassFigures: Sendable, Equatable {
    /// The class.
    public let name: String
    /// Examples of the class.
    public let support: Int
    /// The share of those said to be of the class that are.
    public let precision: Double
    /// The share of those of the class that are said to be.
    public let recall: Double
    /// The harmonic mean of both.
    public let f1: Double
    /// Whether the class occurs, or is said to.
    let occurs: Bool
  }

  /// Examples.
  public let exampleCount: Int
  /// The share of the examples whose classes are all right.
  public let accuracy: Double
  /// The mean cross-entropy, in nats; of examples with several classes, of each class.
  public let logLoss: Double
  /// How far confidence and accuracy lie apart in the mean over 15 bins of confidence (expected calibration error, Guo and
  /// others 2017).
  public let calibrationError: Double
  /// Each class.
  public let classFigures: [ClassFigures]
  /// How many examples of each class (row) are said to be of each (column); empty where examples have several classes.
  public let confusion: [[Int]]

  private static let binCount = 15

  /// Scores probabilities.
  ///
  /// - Parameters:
  ///   - probabilities: of each class, an example a row.
  ///   - labels: the classes of each example.
  ///   - classes: the names.
  ///   - isMultilabel: whether an example can have several classes, or none.
  public init(
    _ probabilities: [[Double]], labels: [[Int]], classes: [String], isMultilabel: Bool
  ) {
    let kind = ClassProbabilities(isMultilabel: isMultilabel)
    let answers = probabilities.map { Self.answer($0, isMultilabel) }
    let count = Double(max(1, probabilities.count))
    exampleCount = probabilities.count
    accuracy = Double(zip(answers, labels).count { $0 == $1 }) / count
    logLoss = zip(probabilities, labels).reduce(0) { $0 + kind.loss($1.0, labels: $1.1) } / count
    let judged: [(Double, Bool)] =
      isMultilabel
      ? zip(probabilities, labels).flatMap { probabilities, labels in
        probabilities.enumerated().map { ($0.element, labels.contains($0.offset)) }
      }
      : zip(probabilities, zip(answers, labels)).map { probabilities, both in
        (probabilities[both.0.first ?? 0], both.0 == both.1)
      }
    calibrationError = Self.calibrationError(judged)
    classFigures = classes.enumerated().map { label, name in
      Self.figures(label, name, answers, labels)
    }
    var confusion: [[Int]] = []
    if !isMultilabel {
      confusion = Array(
        repeating: Array(repeating: 0, count: classes.count), count: classes.count)
      for (answer, labels) in zip(answers, labels) {
        if let said = answer.first, let truth = labels.first { confusion[truth][said] += 1 }
      }
    }
    self.confusion = confusion
  }

  /// The mean F1 over the classes that occur or are said to.
  public var macroF1: Double {
    let counted = classFigures.filter(\.occurs)
    return counted.reduce(0) { $0 + $1.f1 } / Double(max(1, counted.count))
  }

  private static func answer(_ probabilities: [Double], _ isMultilabel: Bool) -> [Int] {
    if isMultilabel { return probabilities.indices.filter { probabilities[$0] >= 0.5 } }
    return [probabilities.indices.reversed().max { probabilities[$0] < probabilities[$1] } ?? 0]
  }

  private static func figures(
    _ label: Int, _ name: String, _ answers: [[Int]], _ labels: [[Int]]
  ) -> ClassFigures {
    let said = answers.count { $0.contains(label) }
    let support = labels.count { $0.contains(label) }
    let right = zip(answers, labels).count { $0.contains(label) && $1.contains(label) }
    let sum = said + support
    return ClassFigures(
      name: name, support: support, precision: said > 0 ? Double(right) / Double(said) : 0,
      recall: support > 0 ? Double(right) / Double(support) : 0,
      f1: sum > 0 ? 2 * Double(right) / Double(sum) : 0, occurs: sum > 0)
  }

  private static func calibrationError(_ judged: [(confidence: Double, isRight: Bool)]) -> Double {
    var bins = Array(repeating: (confidence: 0.0, right: 0.0), count: binCount)
    for one in judged {
      let bin = min(binCount - 1, max(0, Int(one.confidence * Double(binCount))))
      bins[bin].confidence += one.confidence
      bins[bin].right += one.isRight ? 1 : 0
    }
    return bins.reduce(0) { $0 + abs($1.confidence - $1.right) } / Double(max(1, judged.count))
  }

  /// The figures that programs read.
  var members: [(String, JSONValue)] {
    [
      ("accuracy", .number(accuracy)), ("macro_f1", .number(macroF1)),
      ("log_loss", .number(logLoss)), ("calibration_error", .number(calibrationError)),
    ]
  }
}
