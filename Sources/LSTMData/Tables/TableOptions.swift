/// How a table is to be read; what is left `nil` is found by looking at the file.
public struct TableOptions: Sendable, Equatable {
  /// What separates fields.
  public var separator: TableSeparator?
  /// What stands before a number's fraction.
  public var decimalMark: DecimalMark?
  /// Whether the first row names the columns.
  public var hasHeader: Bool?
  /// The columns to keep; all where `nil`.
  public var columns: [String]?
  /// Columns to read as categories though they look like numbers, such as identifiers.
  public var categories: [String]
  /// How a date like `01/02/2006` is meant; where `nil`, the order that fits all rows, and the month
  /// first where both fit.
  public var dateOrder: DateOrder?
  /// The words for a missing value.
  public var missingMarkers: MissingMarkers
  /// The number of bytes to read at a time.
  public var chunkSize: Int

  /// Options; the defaults find everything.
  public init(
    separator: TableSeparator? = nil, decimalMark: DecimalMark? = nil, hasHeader: Bool? = nil,
    columns: [String]? = nil, categories: [String] = [], dateOrder: DateOrder? = nil,
    missingMarkers: MissingMarkers = MissingMarkers(), chunkSize: Int = 1 << 20
  ) {
    self.separator = separator
    self.decimalMark = decimalMark
    self.hasHeader = hasHeader
    self.columns = columns
    self.categories = categories
    self.dateOrder = dateOrder
    self.missingMarkers = missingMarkers
    self.chunkSize = max(chunkSize, 1)
  }
}
