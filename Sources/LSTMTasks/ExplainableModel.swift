import LSTMModels
import LSTMTraining

/// The models that can be looked into, whatever their task.
public enum ExplainableModel {
  /// The tasks whose models can be explained.
  public static let tasks = [
    TrainedLanguageModel.task, TrainedClassifier.task, TrainedForecaster.task, TrainedDetector.task,
    TrainedRecognizer.task, TrainedTranslator.task,
  ]

  /// Reads a model folder of any of the ``tasks``.
  ///
  /// - Throws: `ExplanationError` for a model of another task, or a `ReportableError` that names the file and what is
  ///   wrong with it.
  public static func open(_ folder: ModelFolder) throws -> any Explainable {
    switch try folder.configuration().task {
    case TrainedLanguageModel.task: return try TrainedLanguageModel(contentsOf: folder)
    case TrainedClassifier.task: return try TrainedClassifier(contentsOf: folder)
    case TrainedForecaster.task: return try TrainedForecaster(contentsOf: folder)
    case TrainedRecognizer.task: return try TrainedRecognizer(contentsOf: folder)
    case TrainedTranslator.task: return try TrainedTranslator(contentsOf: folder)
    case TrainedDetector.task:
      switch try TrainedDetector(contentsOf: folder) {
      case .sequences(let trained): return trained
      case .events(let trained): return trained
      }
    case let task:
      throw ExplanationError.otherTask(model: folder.path, task: task, explained: tasks)
    }
  }
}
