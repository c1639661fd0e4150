import Dispatch

/// A bar on the terminal for work whose share done is known; elsewhere a line twice a minute.
final class ProgressBar {
  private let label: String
  private let isShown: Bool
  private let isLogged: Bool
  private let begin = DispatchTime.now().uptimeNanoseconds
  private var last: UInt64

  init(label: String, isQuiet: Bool) {
    self.label = label
    isShown = !isQuiet && Terminal.errorIsTerminal
    isLogged = !isQuiet && !Terminal.errorIsTerminal
    // A bar is drawn at once, a line only after half a minute.
    last = isShown ? 0 : begin
  }

  /// Draws the bar, at most ten times a second.
  func show(_ share: Double) {
    let now = DispatchTime.now().uptimeNanoseconds
    guard isShown || isLogged, now - last > (isShown ? 100_000_000 : 30_000_000_000) else { return }
    last = now
    let elapsed = Double(now - begin) * 1e-9
    let rest = share > 0.01 ? Duration.text(seconds: elapsed / share - elapsed) : "…"
    guard isShown else {
      return Terminal.report("lstm: \(label): \(Int(share * 100)) %, \(rest) left\n")
    }
    let width = min(max(Terminal.width - label.count - 28, 4), 24)
    let line = "\(label) \(Bar.text(share, width: width)) \(Int(share * 100)) %  \(rest) left"
    Terminal.report("\r" + line.prefix(max(20, Terminal.width - 1)) + "\u{1B}[K")
  }

  /// Takes the bar away.
  func finish() {
    if isShown { Terminal.report("\r\u{1B}[K") }
  }
}

/// A share as a row of blocks.
enum Bar {
  static func text(_ share: Double, width: Int) -> String {
    let full = Int((min(max(share, 0), 1) * Double(width)).rounded(.down))
    return String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
  }
}

/// A time span in words.
enum Duration {
  static func text(seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e8 else { return "?" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole / 60 % 60) min"
  }
}
