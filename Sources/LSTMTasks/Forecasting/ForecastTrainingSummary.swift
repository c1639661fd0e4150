import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTraining

/// A finished training of a forecaster in figures.
public struct ForecastTrainingSummary: TaskTrainingSummary {
  let plan: ForecastingPlan
  let trained: TrainedForecaster?
  /// Its errors on the validation part, which it was mixed by; `nil` where the run was stopped.
  public let validation: BacktestReport?
  /// The run of the networks; `nil` where there were none.
  public let result: TrainingSummary?

  /// Whether the run was stopped before its end: there is a checkpoint, but no finished model.
  public var wasInterrupted: Bool { trained == nil }

  /// What the forecast is made of, in words: each part with its share.
  var mixture: [(name: String, share: Double)] {
    guard let trained else { return [] }
    let architecture = trained.model.architecture
    let bases = trained.model.bases.map(\.words)
    let networks = architecture.networks.map { network in
      "\(architecture.cell.rawValue) over \(bases[network.base])"
        + (network.readsCovariates ? " with the columns beside" : "")
    }
    let stepwise = architecture.autoregression.map {
      ["autoregressive \(architecture.cell.rawValue), \($0.distribution.rawValue)"]
    }
    let names = bases + networks + (stepwise ?? [])
    return zip(names, trained.model.shares.values).map { ($0, Double($1)) }
      .filter { $0.share > 0 }
  }

  /// The figures for programs.
  public var json: JSONValue {
    [
      "reason": .string(result?.reason.rawValue ?? "budget"),
      "steps": (result?.steps ?? 0).json,
      "parameters": (trained?.model.parameterCount ?? 0).json,
      "horizon": plan.data.shape.horizon.json, "lookback": plan.data.shape.lookback.json,
      "transform": .string(plan.data.features.transform.rawValue),
      "mixture": .object(JSONObject(mixture.map { ($0.name, .number($0.share)) })),
      "validation": validation?.json ?? .null, "seconds": .number(result?.seconds ?? 0),
    ]
  }

  /// The figures in a sentence or two.
  public var text: String {
    let parts = mixture.map { "\((100 * $0.share).text(0)) % \($0.name)" }
    let run = result.map { "\($0.steps) steps, \($0.seconds.text(0)) s. " } ?? ""
    if wasInterrupted { return "Training was stopped; --resume goes on: \(run)" }
    return "Training is complete: \(run)The forecast is made of \(parts.joined(separator: ", "))."
  }

  private var metrics: [ModelCard.Metric] {
    guard let validation, let naive = validation.baselines.first?.score else { return [] }
    let score = validation.score
    return [
      .init("mean absolute error", value: score.mae, baseline: naive.mae, lowerIsBetter: true),
      .init(
        "root mean squared error", value: score.rmse, baseline: naive.rmse, lowerIsBetter: true),
      .init(
        "continuous ranked probability score", value: score.crps, baseline: naive.crps,
        lowerIsBetter: true),
    ]
  }

  /// What the model is made of, for the card.
  private func facts(_ options: ForecasterOptions) -> [ModelCard.Fact] {
    let shape = plan.data.shape
    var facts: [ModelCard.Fact] = [
      .init("Looks back", "\(shape.lookback) steps, read in patches of \(shape.patchLength)"),
      .init("Looks ahead", "\(shape.horizon) steps"),
      .init("Step", plan.data.features.frequency.name),
      .init("Transform", plan.data.features.transform.rawValue),
      .init("Cell", options.cell.rawValue), .init("Hidden size", "\(options.units)"),
      .init("Networks", "\(options.memberCount)"),
    ]
    if let autoregression = plan.architecture.autoregression {
      facts.append(
        .init(
          "Draws",
          """
          paths of \(autoregression.distribution.rawValue) values step by step, from a context of \
          \(autoregression.context) steps and the values \
          \(autoregression.lags.map { "\($0)" }.joined(separator: ", ")) steps back
          """))
    }
    if !plan.data.features.known.isEmpty {
      facts.append(
        .init("Known in advance", plan.data.features.known.map(\.name).joined(separator: ", ")))
    }
    return facts + [
      .init(
        "Mixture",
        mixture.map { "\((100 * $0.share).text(0)) % \($0.name)" }.joined(separator: ", "))
    ]
  }

  /// The model card.
  func card(
    _ request: ForecastTrainingRequest, _ table: SeriesTable, folder: ModelFolder
  ) -> ModelCard {
    let (options, shape) = (request.options, plan.data.shape)
    let training = options.training(windowCount: plan.training.count)
    return ModelCard(
      title: folder.path.split(separator: "/").last.map(String.init) ?? "forecaster",
      task: TrainedForecaster.task,
      summary: """
        A forecaster of \(plan.data.features.targets.joined(separator: ", ")), \(shape.horizon) steps \
        ahead, with quantiles.
        """,
      architecture: facts(options),
      parameterCount: trained?.model.parameterCount ?? 0,
      training: [
        .init("Optimiser", options.optimizer.rawValue),
        .init("Learning rate", "\(training.learningRate), warmed up, then a cosine to zero"),
        .init("Batch", "\(options.batchSize) windows"), .init("Seed", "\(options.seed)"),
        .init("Steps", "\(result?.steps ?? 0)"),
        .init("Data", table.file), .init("SHA-256 of its times and values", table.digest),
      ],
      budget: training.budget.minutes.map {
        "\($0) minutes (the clock decided how many steps; not repeatable)"
      } ?? "",
      measuredOn: """
        \(validation?.originCount ?? 0) forecasts of the validation part, the end of each series, which \
        the mixture was chosen by
        """,
      metrics: metrics, baseline: "the value one season before",
      command: request.commandLine,
      examples: [
        .init("Forecast", command: ["lstm", "forecast", folder.path, table.file]),
        .init("Score it on newer data", command: ["lstm", "evaluate", folder.path, "FILE.csv"]),
      ],
      limits: [
        "It has seen no other regime than its training data; intervals hold as long as errors stay as they were."
      ])
  }
}

extension LinearForecast {
  /// What it is, in words.
  var words: String {
    guard method == .regression else { return method.rawValue }
    let parts =
      (withoutYear ? ["the course of the year"] : []) + (isShifted ? ["the last value"] : [])
    return method.rawValue + (parts.isEmpty ? "" : " from \(parts.joined(separator: " and "))")
  }
}

extension ForecastingPlan {
  /// What was chosen on the validation part, a line each.
  var lines: [String] {
    let shape = data.shape
    let candidates = selection.candidates.map { "\($0.forecast.words) \($0.error.text(3))" }
    return notes + [
      "Looks back \(shape.lookback) steps (patches of \(shape.patchLength)) and ahead \(shape.horizon); "
        + "\(training.count) windows to learn from, \(validation.count) to choose by.",
      "Transform: \(data.features.transform.rawValue). Simple forecasts, mean absolute scaled error: "
        + candidates.joined(separator: ", ") + ".",
    ]
  }
}
