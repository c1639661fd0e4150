import LSTMData
import LSTMFormats
import LSTMModels

extension TrainedSequenceDetector {
  /// Reads a model folder.
  ///
  /// - Throws: a `ReportableError` that names the file and what is wrong with it.
  init(contentsOf folder: ModelFolder, _ configuration: ModelConfiguration) throws {
    let json = JSONReader(configuration.architecture, document: "\(folder.path)/config.json")
    let architecture = try ReconstructionArchitecture(json: json)
    let reader = JSONReader(
      try folder.vocabulary(named: TrainedDetector.featuresFile),
      document: "\(folder.path)/\(TrainedDetector.featuresFile)")
    let features = try DetectorFeatures(json: reader)
    guard features.variables.count == architecture.featureCount else {
      throw try reader.member("variables").expected("\(architecture.featureCount) names")
    }
    var model = ReconstructionModel(unset: architecture)
    try folder.loadWeights(into: &model)
    self.init(model: model, features: features)
  }
}
