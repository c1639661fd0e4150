import LSTMData
import LSTMTraining

extension StepExplanation {
  /// The step as lines for people: the five stages of every layer.
  ///
  /// - Parameter top: how many units to show at each stage.
  public func lines(top: Int) -> [String] {
    var lines = ["step \(step) reads \(read.label); the model expects \(expectation)"]
    if !read.details.isEmpty {
      lines.append("  " + read.details.map { "\($0.name) \($0.text)" }.joined(separator: ", "))
    }
    for layer in layers {
      lines += ["", "layer \(layer.layer)\(layer.isReverse ? ", reading in reverse" : "")"]
      for (number, stage) in layer.stages(reading: read.label, top: top).enumerated() {
        lines += stage.lines(number: number + 1)
      }
    }
    return lines
  }
}

extension StepStage {
  fileprivate func lines(number: Int) -> [String] {
    let head = ["", "  \(number). \(title)", "     \(equation)", "     \(sentence)"]
    let columns = "unit".leftPadded(to: 9) + symbols.map { $0.leftPadded(to: 15) }.joined()
    return head + [columns + "   by \(measure)"]
      + units.map { unit in
        "\(unit.index)".leftPadded(to: 9)
          + unit.values.map { $0.text(4).leftPadded(to: 15) }.joined()
      }
  }
}
