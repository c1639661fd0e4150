import LSTMData
import LSTMFormats

/// What `lstm evaluate` says about a classifier.
public struct ClassificationReport: Sendable {
  /// The model's score.
  public let score: ClassificationScore
  /// The score of the linear model alone.
  public let baseline: ClassificationScore
  /// What the linear model looks at, in words.
  public let baselineName: String
  /// How long scoring took.
  public let seconds: Double

  /// Classes whose confusions are listed.
  private static let listedClasses = 20

  /// The report with the keys that programs read.
  public var json: JSONValue {
    let names = score.classFigures.map(\.name)
    var members = score.members
    members += [
      ("baseline", .object(JSONObject(baseline.members))), ("examples", score.exampleCount.json),
      (
        "classes",
        .array(
          score.classFigures.map {
            [
              "class": .string($0.name), "precision": .number($0.precision),
              "recall": .number($0.recall), "f1": .number($0.f1), "support": $0.support.json,
            ]
          })
      ),
    ]
    if !score.confusion.isEmpty {
      members.append(
        ("confusion", ["classes": names.json, "counts": .array(score.confusion.map(\.json))]))
    }
    members.append(("seconds", .number(seconds)))
    return .object(JSONObject(members))
  }

  /// The report as lines for people.
  public var lines: [String] {
    func row(_ name: String, _ value: Double, _ other: Double) -> String {
      "\(name.padded(to: 22))\(value.text(4).leftPadded(to: 12))\(other.text(4).leftPadded(to: 12))"
    }
    var lines = [
      "".padded(to: 22) + "model".leftPadded(to: 12) + "linear".leftPadded(to: 12),
      row("accuracy", score.accuracy, baseline.accuracy),
      row("macro F1", score.macroF1, baseline.macroF1),
      row("log loss", score.logLoss, baseline.logLoss),
      row("calibration error", score.calibrationError, baseline.calibrationError), "",
    ]
    let width = max(12, (score.classFigures.map(\.name.count).max() ?? 0) + 2)
    lines.append(
      "class".padded(to: width)
        + ["precision", "recall", "F1", "examples"].map { $0.leftPadded(to: 10) }.joined())
    for figures in score.classFigures {
      lines.append(
        figures.name.padded(to: width)
          + [figures.precision, figures.recall, figures.f1]
          .map { $0.text(3).leftPadded(to: 10) }.joined()
          + "\(figures.support)".leftPadded(to: 10))
    }
    if !score.confusion.isEmpty, score.confusion.count <= Self.listedClasses {
      lines +=
        ["", "Rows are what examples are, columns what they are taken for."] + confusionLines(width)
    }
    lines += [
      "", "linear: \(baselineName)",
      "\(score.exampleCount) examples, \(seconds.text(1)) s",
    ]
    return lines
  }

  private func confusionLines(_ width: Int) -> [String] {
    let names = score.classFigures.map(\.name)
    let header =
      "".padded(to: width)
      + names.map { " " + String($0.prefix(6)).leftPadded(to: 6) }.joined()
    return [header]
      + zip(names, score.confusion).map { name, counts in
        name.padded(to: width) + counts.map { " " + "\($0)".leftPadded(to: 6) }.joined()
      }
  }
}
