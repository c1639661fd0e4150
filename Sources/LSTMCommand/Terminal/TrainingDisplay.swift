import Dispatch
import LSTMKit

/// Shows a training on standard error: a bar on a terminal, a line an epoch elsewhere.
final class TrainingDisplay {
  private let isQuiet: Bool
  private let isBar: Bool
  private let unit: String
  private var drawn: UInt64 = 0
  private var rate = 0.0

  init(isQuiet: Bool, unit: String) {
    self.isQuiet = isQuiet
    self.unit = unit
    isBar = !isQuiet && Terminal.errorIsTerminal
  }

  func show(_ event: TrainingEvent) {
    guard !isQuiet else { return }
    switch event {
    case .started(let parameters, let batches, let limit):
      let steps = limit.map { "\($0) steps" } ?? "by the clock"
      line("\(parameters) parameters, \(batches) batches an epoch, \(steps)")
    case .resumed(let step, let warning):
      if let warning { line("Warning: \(warning)") }
      line("Going on after step \(step).")
    case .step(let step):
      rate = step.unitsPerSecond
      draw(step)
    case .validated(let epoch, let step, let training, let result, let isBest):
      line(
        "epoch \(epoch + 1), step \(step): training \(training.text(4)), validation "
          + "\(result.loss.text(4))\(isBest ? " (best)" : ""), \(rate.text(0)) \(unit)/s")
    case .averaging(let step):
      line("Validation gets no better: weights are averaged from step \(step) on.")
    case .sample(_, let text):
      line(text.split(separator: "\n").map { "  │ \($0)" }.joined(separator: "\n"))
    case .saved, .finished:
      break
    }
  }

  /// Takes the bar away.
  func finish() {
    if isBar { Terminal.report("\r\u{1B}[K") }
  }

  private func line(_ text: String) {
    Terminal.report((isBar ? "\r\u{1B}[K" : "") + text + "\n")
  }

  private func draw(_ step: TrainingStep) {
    let now = DispatchTime.now().uptimeNanoseconds
    guard isBar, now - drawn > 100_000_000 else { return }
    drawn = now
    let text =
      "epoch \(step.epoch + 1) \(Bar.text(step.progress, width: 20)) "
      + "\(Int(step.progress * 100)) %  loss \(step.smoothedLoss.text(4))  "
      + "\(step.unitsPerSecond.text(0)) \(unit)/s  \(Duration.text(seconds: step.secondsLeft)) left"
    Terminal.report("\r" + text.prefix(max(20, Terminal.width - 1)) + "\u{1B}[K")
  }
}
