import ArgumentParser
import LSTMTensor

/// A word where the name of a command belongs.
struct UnknownCommand: ReportableError {
  /// The word.
  let found: String
  /// The commands above it, as they are typed.
  let parent: String
  /// The names that could stand there.
  let known: [String]

  var kind: FailureKind { .usage }

  var description: String {
    let guess = suggestion.map { " Did you mean `\(parent) \($0)`?" } ?? ""
    return "\"\(found)\" is no command of `\(parent)`; there is \(known.joined(separator: ", "))."
      + guess
  }

  /// Follows the words of a command line from command to command.
  ///
  /// - Returns: `nil` if each names a command, as far as commands are named.
  init?(in arguments: some Sequence<String>, below root: any ParsableCommand.Type) {
    var command = root
    var path = [root.configuration.commandName ?? ""]
    for word in arguments {
      let children = command.configuration.subcommands
      guard !children.isEmpty, !word.hasPrefix("-") else { return nil }
      if word == "help", command == root { continue }
      guard let child = children.first(where: { $0.configuration.commandName == word }) else {
        found = word
        parent = path.joined(separator: " ")
        known = children.compactMap { $0.configuration.commandName }
        return
      }
      command = child
      path.append(word)
    }
    return nil
  }

  /// The name that the word begins, or that differs least, if that is a slip of the fingers.
  private var suggestion: String? {
    if let longer = known.first(where: { $0.hasPrefix(found) }) { return longer }
    let distances = known.map { (name: $0, distance: Self.distance(found, $0)) }
    guard let best = distances.min(by: { $0.distance < $1.distance }),
      best.distance <= 2, best.distance < best.name.count / 2 + 1
    else { return nil }
    return best.name
  }

  /// How many letters must be added, left out or replaced to turn one word into another.
  private static func distance(_ left: String, _ right: String) -> Int {
    let letters = Array(right)
    var row = Array(0...letters.count)
    for (position, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = position + 1
      for column in letters.indices {
        let replaced = diagonal + (letters[column] == letter ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
      }
    }
    return row[letters.count]
  }
}
