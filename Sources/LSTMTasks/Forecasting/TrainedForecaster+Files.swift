import LSTMData
import LSTMFormats
import LSTMModels

extension TrainedForecaster {
  /// The file in a model folder that says which columns are read and how.
  static let featuresFile = "features.json"

  /// Reads a model folder.
  ///
  /// - Throws: a `ReportableError` that names the file and what is wrong with it.
  public init(contentsOf folder: ModelFolder) throws {
    let configuration = try folder.configuration()
    guard configuration.task == Self.task else {
      throw ForecastError.otherTask(model: folder.path, task: configuration.task)
    }
    let architecture = try ForecastArchitecture(
      json: JSONReader(configuration.architecture, document: "\(folder.path)/config.json"))
    features = try ForecastFeatures(
      json: JSONReader(
        try folder.vocabulary(named: Self.featuresFile),
        document: "\(folder.path)/\(Self.featuresFile)"))
    let calendar = CalendarFeatures(frequency: features.frequency).count
    let known = features.known.reduce(0) { $0 + $1.inputCount }
    guard architecture.shape.calendarCount <= calendar,
      architecture.shape.knownCount == known
    else {
      throw JSONReader(configuration.architecture, document: "\(folder.path)/config.json")
        .expected(
          "up to \(calendar) calendarInputs and \(known) knownInputs, as \(Self.featuresFile) says")
    }
    var model = ForecastModel(unset: architecture)
    try folder.loadWeights(into: &model)
    self.model = model
  }

  /// How its data are to be read: the columns by name, the rest as `base` says.
  ///
  /// Columns that the file lacks are left to the table's reader, which names them.
  public func seriesOptions(_ base: SeriesOptions) -> SeriesOptions {
    var options = base
    if options.targets == nil { options.targets = features.targets }
    options.knownCovariates = features.known.map(\.name)
    return options
  }
}
