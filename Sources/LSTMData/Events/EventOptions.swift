/// How the columns of a table of events are meant; what is left `nil` is found by looking at them.
public struct EventOptions: Sendable {
  /// The columns of the time.
  public var timeColumns: [String]?
  /// The column that tells whose event it is, such as the customer; `nil`: all events make one sequence.
  public var idColumn: String?
  /// The column of the class.
  public var labelColumn: String?
  /// The columns to read beside these; `nil`: all that may say something.
  public var features: [String]?
  /// Columns of whole numbers that are names, such as terminals.
  public var categories: [String]

  /// Options; the defaults find everything but whose event it is.
  public init(
    timeColumns: [String]? = nil, idColumn: String? = nil, labelColumn: String? = nil,
    features: [String]? = nil, categories: [String] = []
  ) {
    self.timeColumns = timeColumns
    self.idColumn = idColumn
    self.labelColumn = labelColumn
    self.features = features
    self.categories = categories
  }
}
