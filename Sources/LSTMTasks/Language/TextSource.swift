import LSTMData

/// Where a text comes from.
public enum TextSource: Sendable, Equatable {
  /// Files, read one after the other; `-` is standard input.
  case files([String])
  /// A text in memory, UTF-8, with a name for messages and the model card.
  case text([UInt8], name: String)

  /// What messages and the model card call it.
  var name: String {
    switch self {
    case .files(let paths): paths.joined(separator: ", ")
    case .text(_, let name): name
    }
  }

  /// The whole text.
  func read() throws -> [UInt8] {
    switch self {
    case .files(let paths): try TextReader.read(paths)
    case .text(let bytes, _): bytes
    }
  }
}
