/// A text and the classes that it belongs to.
public struct LabelledText: Sendable, Equatable {
  /// UTF-8, without white space around it.
  public let text: [UInt8]
  /// Places in ``LabelledTexts/classes``, rising; one, or any number where texts have several classes.
  public let labels: [Int]
  /// The place of its file in ``LabelledTexts/files``.
  public let file: Int
  /// The line or the record of the file, from one.
  public let row: Int

  /// A text.
  public init(text: [UInt8], labels: [Int], file: Int = 0, row: Int = 1) {
    self.text = text
    self.labels = labels
    self.file = file
    self.row = row
  }
}

/// Texts with their classes.
///
/// ```swift
/// let texts = try LabelledTexts(contentsOf: ["reviews.tsv"])
/// let same = try LabelledTexts(contentsOf: ["rt-polarity.neg", "rt-polarity.pos"])    // classes neg, pos
/// ```
public struct LabelledTexts: Sendable, Equatable {
  /// The files, for messages.
  public let files: [String]
  /// The names of the classes, in the order of their bytes.
  public let classes: [String]
  /// Whether a text can have several classes, or none.
  public let isMultilabel: Bool
  /// The texts, in the order of the files.
  public let texts: [LabelledText]
  /// What a reader should know about the data, a sentence each.
  public let notes: [String]

  /// Texts that are in memory.
  public init(
    files: [String] = ["the texts"], classes: [String], isMultilabel: Bool = false,
    texts: [LabelledText], notes: [String] = []
  ) {
    self.files = files
    self.classes = classes
    self.isMultilabel = isMultilabel
    self.texts = texts
    self.notes = notes
  }

  /// The files in a few words.
  public var name: String {
    guard let first = files.first else { return "the texts" }
    return files.count == 1 ? first : "\(first) and \(files.count - 1) more"
  }

  /// How many texts each class has.
  public var counts: [Int] {
    var counts = Array(repeating: 0, count: classes.count)
    for text in texts { for label in text.labels { counts[label] += 1 } }
    return counts
  }
}
