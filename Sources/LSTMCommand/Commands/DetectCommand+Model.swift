import ArgumentParser
import Dispatch
import LSTMKit

extension DetectCommand {
  /// The model that a path names; `nil` where it names a file or nothing.
  ///
  /// - Throws: `ModelFolderError` for a folder that is no model.
  static func model(_ path: String) throws -> ModelFolder? {
    do {
      return try ModelFolder.open(path)
    } catch ModelFolderError.missing, ModelFolderError.notAFolder {
      return nil
    }
  }

  /// Scores files with a model.
  func detect(with folder: ModelFolder, in files: [String]) throws {
    if state != nil || warmUp != nil {
      throw ValidationError("--state and --warm-up belong to a detector without a model.")
    }
    guard !files.isEmpty else {
      throw ValidationError("Name a file behind the model \(folder.path); - is standard input.")
    }
    switch try TrainedDetector(contentsOf: folder) {
    case .sequences(var trained):
      if let threshold { trained.threshold = threshold }
      try detect(with: trained, in: files)
    case .events(var trained):
      if let threshold { trained.threshold = threshold }
      try detect(with: trained, in: files)
    }
  }

  private func source(_ path: String) -> DetectorSource {
    DetectorSource(
      path, label: label,
      series: table.options(targets: target.map { $0.split(separator: ",").map(String.init) }),
      reading: table.reading)
  }

  private func detect(with trained: TrainedEventDetector, in files: [String]) throws {
    guard labels == nil else { throw Self.noWindows }
    let progress = ProgressBar(label: "detecting", isQuiet: shared.quiet)
    var found: [any DetectedFile] = []
    for (number, path) in files.enumerated() {
      found.append(
        try DetectedEvents(
          try trained.events(source(path)).table, path: path, isAlone: files.count == 1, trained))
      progress.show(Double(number + 1) / Double(files.count))
    }
    progress.finish()
    try write(found)
    try finish(found, nil)
  }

  private static var noWindows: ValidationError {
    ValidationError(
      "--labels are windows of series, and the model scores whole rows: use `lstm evaluate` with --label."
    )
  }

  private func detect(with trained: TrainedSequenceDetector, in files: [String]) throws {
    guard trained.kind == .series || labels == nil else { throw Self.noWindows }
    let windows = try labels.map { try AnomalyWindows(contentsOf: $0) }
    let begin = DispatchTime.now().uptimeNanoseconds
    let progress = ProgressBar(label: "detecting", isQuiet: shared.quiet)
    var found: [any DetectedFile] = []
    var labelled: [LabelledScores] = []
    for (number, path) in files.enumerated() {
      switch try trained.data(source(path)) {
      case .events(let events): throw DetectorTaskError.areEvents(file: events.table.file)
      case .rows(let rows):
        found.append(try DetectedRows(rows, path: path, isAlone: files.count == 1, trained))
      case .series(let table, _):
        for detection in trained.detect(table) {
          note(on: detection, trained)
          let series = DetectedSeries(
            path: path, table: table, isAlone: files.count == 1, detection: detection,
            hasWarmUp: false)
          if let windows { labelled.append(try series.labelled(by: windows)) }
          found.append(series)
        }
      }
      progress.show(Double(number + 1) / Double(files.count))
    }
    progress.finish()
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - begin) * 1e-9
    try write(found)
    try finish(
      found,
      windows == nil
        ? nil : DetectionReport(labelled, threshold: trained.threshold, seconds: seconds))
  }

  /// Tells a person of a series too short to say anything about.
  private func note(on detection: SeriesDetection, _ trained: TrainedSequenceDetector) {
    let (count, length) = (detection.series.count, trained.sequenceLength)
    guard count < length, !shared.quiet else { return }
    Terminal.report(
      """
      lstm: \(detection.series.id) has \(count) row\(count == 1 ? "" : "s"), fewer than the model's \
      window of \(length): no row has a score.

      """)
  }
}
