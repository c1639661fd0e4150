/// Pieces of Markdown from values that may hold anything, such as the names of files.
enum Markdown {
  /// A text on one line that shows as it is.
  static func text(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "#": shown += "\\\(scalar)"
      case _ where scalar.properties.generalCategory == .control: shown += " "
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// A table whose cells show as they are.
  static func table(_ heading: [String], _ rows: [[String]]) -> String {
    let rule = heading.map { _ in "---" }
    let lines = [heading.map(text), rule] + rows.map { $0.map(text) }
    return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  /// A command line in a block of code, each word quoted where the shell asks for it.
  static func command(_ words: [String]) -> String {
    let line = words.map(shellWord).joined(separator: " ")
    // The fence is longer than any run of backticks inside.
    let longest = line.split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)sh\n\(line)\n\(fence)"
  }

  /// A word as a POSIX shell reads it back.
  static func shellWord(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "-_./,:=@%+".utf8.contains(byte)
        }
      }
    if isPlain { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }

  /// A number to five significant digits.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    let magnitude = value.magnitude
    guard magnitude >= 1e-4, magnitude < 1e9 else { return "\(value)" }
    var scale = 1.0
    while magnitude * scale < 10_000, scale < 1e8 { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() ? "\(Int64(rounded))" : "\(rounded)"
  }

  /// A count with a comma after every three digits.
  static func grouped(_ count: Int) -> String {
    let digits = Array(String(count.magnitude))
    var text = count < 0 ? "-" : ""
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  /// A YAML string in double quotes.
  static func quotedForYAML(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case _ where scalar.properties.generalCategory == .control: quoted += " "
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
