import LSTMFormats
import LSTMModels
import LSTMTensor
import LSTMTraining

/// The way of a training into its folder, the same for every task: the folder is found good, then the training is planned,
/// and only then something is written or a model replaced.
struct FolderRun<Plan> {
  /// Where the model goes.
  let folder: ModelFolder
  /// Everything that the training needs.
  let plan: Plan
  /// What the model is, and how it is trained.
  let configuration: ModelConfiguration
  /// Where the run goes on; `nil`: it begins.
  private let checkpoint: Checkpoint?

  /// Opens the folder and plans.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - replaces: whether a model that is there gives way, once the plan is made.
  ///   - resumes: whether a stopped run in it goes on.
  ///   - plan: reads the data and finds the options good.
  /// - Throws: what `plan` throws, `ModelFolderError`, and `TrainingError` where the stopped run is another.
  init(
    at path: String, replaces: Bool, resumes: Bool,
    plan: () throws -> (plan: Plan, configuration: ModelConfiguration)
  ) throws {
    let (folder, prepared) = try ModelFolder.create(at: path, force: replaces, resume: resumes) {
      folder in
      let checkpoint = resumes ? try folder.checkpoint() : nil
      let planned = try plan()
      if resumes, folder.hasConfiguration {
        // A run that was stopped before its first checkpoint has said here what it is.
        try RunIdentity.check(
          saved: JSONReader(
            try folder.configuration().identity, document: folder.configurationPath),
          wanted: planned.configuration.identity)
      }
      return (planned: planned, checkpoint: checkpoint)
    }
    self.folder = folder
    (self.plan, configuration) = prepared.planned
    checkpoint = prepared.checkpoint
  }

  /// Writes what is known before the training: the configuration, and how data are read.
  ///
  /// - Parameters:
  ///   - vocabulary: how data are read.
  ///   - name: its file.
  func begin(_ vocabulary: JSONValue, named name: String) throws {
    try folder.writeConfiguration(configuration)
    try folder.writeVocabulary(vocabulary, named: name)
  }

  /// Trains, with checkpoints in the folder, from the last of them on if the run goes on.
  func fit<Problem: TrainingProblem>(
    _ trainer: Trainer<Problem>, _ model: Problem.Model, stop: StopSignal,
    events: (TrainingEvent) -> Void
  ) throws -> Trainer<Problem>.Result {
    try trainer.fit(
      model, identity: configuration.identity, resume: checkpoint, stop: stop,
      save: folder.writeCheckpoint, events: events)
  }

  /// Writes what makes the model whole: its card, then its weights.
  func finish(_ card: ModelCard, _ parameters: [(path: String, tensor: Tensor)]) throws {
    try folder.writeCard(card.markdown)
    try folder.writeWeights(parameters)
  }
}
