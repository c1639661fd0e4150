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
    let guess = found.nearest(in: known).map { " Did you mean `\(parent) \($0)`?" } ?? ""
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
}
