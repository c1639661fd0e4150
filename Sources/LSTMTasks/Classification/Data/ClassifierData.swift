import LSTMData
import LSTMFormats

/// What a classifier learns from or reads.
public enum ClassifierData: Sendable {
  /// Texts with their classes.
  case texts(LabelledTexts)
  /// Sequences of numbers with their classes, and the name of their file.
  case sequences(SequenceSet, file: String)

  /// The files in a few words, for messages.
  public var name: String {
    switch self {
    case .texts(let texts): texts.name
    case .sequences(_, let file): file
    }
  }

  /// The names of the classes.
  public var classes: [String] {
    switch self {
    case .texts(let texts): texts.classes
    case .sequences(let set, _): set.classes
    }
  }

  /// Examples.
  public var count: Int {
    switch self {
    case .texts(let texts): texts.texts.count
    case .sequences(let set, _): set.sequences.count
    }
  }

  /// Whether an example can have several classes.
  var isMultilabel: Bool {
    if case .texts(let texts) = self { texts.isMultilabel } else { false }
  }

  /// The classes of each example.
  var labels: [[Int]] {
    switch self {
    case .texts(let texts): texts.texts.map(\.labels)
    case .sequences(let set, _): set.sequences.map { $0.label.map { [$0] } ?? [] }
    }
  }

  /// Where an example stands, for messages.
  func place(_ example: Int) -> String {
    switch self {
    case .texts(let texts):
      let text = texts.texts[example]
      return "\(texts.files[text.file]): line \(text.row)"
    case .sequences(_, let file): return "\(file): sequence \(example + 1)"
    }
  }

  /// What a reader should know about the data.
  var notes: [String] {
    if case .texts(let texts) = self { texts.notes } else { [] }
  }

  /// The SHA-256 of the examples and their classes.
  var digest: String {
    var digest = SHA256()
    func add(_ text: String) { digest.update(Array(text.utf8) + [0]) }
    switch self {
    case .texts(let texts):
      for text in texts.texts {
        add(text.labels.map { texts.classes[$0] }.joined(separator: "|"))
        digest.update(text.text + [0])
      }
    case .sequences(let set, _):
      for sequence in set.sequences {
        add(sequence.label.map { set.classes[$0] } ?? "")
        for value in sequence.values { add("\(value)") }
      }
    }
    return digest.finalize()
  }
}

/// Where a classifier's data are, and how they are to be read.
public struct ClassifierSource: Sendable {
  /// Files or a folder; `-` is standard input.
  public var paths: [String]
  /// How texts are read.
  public var options: LabelledTextOptions

  /// Files.
  public init(_ paths: [String], options: LabelledTextOptions = LabelledTextOptions()) {
    self.paths = paths
    self.options = options
  }

  /// The examples: of one file named `.ts` sequences of numbers, else texts.
  ///
  /// - Throws: `LabelledTextError`, `SequenceFileError`, `TableError`, `TextError`.
  public func read() throws -> ClassifierData {
    if let path = paths.first, paths.count == 1, Self.isSequenceFile(path) {
      return .sequences(try SequenceSet(contentsOf: path), file: path)
    }
    return .texts(try LabelledTexts(contentsOf: paths, options: options))
  }

  /// Whether a file holds sequences of numbers.
  public static func isSequenceFile(_ path: String) -> Bool {
    path.lowercased().hasSuffix(".ts")
  }
}
