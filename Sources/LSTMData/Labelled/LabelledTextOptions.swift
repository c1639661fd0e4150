/// How the files of labelled texts are laid out.
public enum LabelledTextLayout: String, Sendable, CaseIterable {
  /// A table with a column of labels and a column of texts.
  case table
  /// A file for each class, a text a line, or a folder for each class, a text a file.
  case files
}

/// How labelled texts are to be read; what is left `nil` is found by looking at the files.
public struct LabelledTextOptions: Sendable, Equatable {
  /// Tables, or a file a class.
  public var layout: LabelledTextLayout?
  /// The column of the labels.
  public var labelColumn: String?
  /// The column of the texts.
  public var textColumn: String?
  /// What separates the fields of a table.
  public var separator: TableSeparator?
  /// Whether the first row names the columns.
  public var hasHeader: Bool?
  /// Whether a label may name several classes, with `,` or `|` between them.
  public var isMultilabel = false
  /// Classes that are known already, which help to tell the class of a file from its name.
  public var knownClasses: [String] = []

  /// The defaults find everything.
  public init() {}
}
