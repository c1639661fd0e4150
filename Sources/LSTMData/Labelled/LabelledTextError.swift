import LSTMTensor

/// What can be wrong with labelled texts.
public enum LabelledTextError: ReportableError, Equatable {
  /// A row has one field: there is no label beside the text.
  case oneField(file: String, row: Int, found: String)
  /// A row has another number of fields than the first.
  case fieldCount(file: String, row: Int, found: Int, expected: Int, separator: TableSeparator)
  /// No column has few distinct values.
  case noLabelColumn(file: String, columns: [String])
  /// One column is to be both label and text.
  case sameColumn(file: String, column: String)
  /// There is not one text with a label.
  case noTexts(file: String)
  /// The file of a class has no text.
  case emptyClass(file: String, name: String)
  /// A folder holds neither files nor folders with texts.
  case emptyFolder(path: String)
  /// A character cannot be read, or the bytes are no text.
  case invalidLine(file: String, line: Int, byte: Int)

  /// Bad data, or a request that does not fit them.
  public var kind: FailureKind {
    switch self {
    case .sameColumn: .usage
    case .emptyFolder: .missingInput
    default: .badData
    }
  }

  /// The place, what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .oneField(let file, let row, let found):
      "\(file): row \(row) has one field, \(TableError.quoted(found)); expected a label and a text with a tab, or "
        + "in a CSV file a comma, between them. Add the labels, or name a file for each class."
    case .fieldCount(let file, let row, let found, let expected, let separator):
      "\(file): row \(row) has \(found) field\(found == 1 ? "" : "s"); expected \(expected), as in the first row, "
        + "separated by \(separator.rawValue). Put the text in quotes, or use tabs."
    case .noLabelColumn(let file, let columns):
      "\(file): no column has few distinct values, as a column of classes has; the columns are "
        + "\(columns.prefix(20).map(TableError.quoted).joined(separator: ", ")). Name it with --label."
    case .sameColumn(let file, let column):
      "\(file): the column \(TableError.quoted(column)) cannot be both label and text. Name the other with "
        + "--label or --text-column."
    case .noTexts(let file):
      "\(file) has no text with a label; expected at least one row below the header. Check the file."
    case .emptyClass(let file, let name):
      "\(file): the class \(TableError.quoted(name)) has no text; expected a text a line. Add texts, or leave the "
        + "file out."
    case .emptyFolder(let path):
      "\(path) holds no file; expected a file for each class, or a folder for each class with texts in it."
    case .invalidLine(let file, let line, let byte):
      "\(file): line \(line), byte \(byte) is not valid UTF-8; expected UTF-8 text. Convert it, for instance with "
        + "`iconv -f latin1 -t utf-8`."
    }
  }
}
