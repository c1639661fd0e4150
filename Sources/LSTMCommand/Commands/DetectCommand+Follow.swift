import ArgumentParser
import Dispatch
import LSTMKit

extension DetectCommand {
  /// Between two savings of the state, in seconds, so that a killed process loses little.
  private static let savingInterval = 60.0

  /// Answers standard input line by line until it ends or somebody presses Ctrl-C.
  func followInput() throws {
    var detector = try restored() ?? StreamingDetector(options(rows: nil))
    let interruption = Interruption(task: "saving what was learned")
    do {
      try follow(&detector, until: interruption.stop)
    } catch {
      // Whoever reads no more may come back.
      try save(detector)
      throw error
    }
    try save(detector)
    if interruption.stop.isRaised { throw ExitCode(FailureKind.interrupted.rawValue) }
  }

  private func follow(_ detector: inout StreamingDetector, until stop: StopSignal) throws {
    var reader = SeriesLineReader(file: "standard input", firstRow: detector.nextRow)
    var input = InputLines()
    var hasWarned = false
    if !jsonLines { try Terminal.print(DetectionRows.header) }
    var saved = DispatchTime.now().uptimeNanoseconds
    while let lines = try input.next(until: stop) {
      var answers = ""
      for line in lines {
        do {
          guard let row = try reader.row(of: line) else { continue }
          if !hasWarned, let last = detector.lastTime, row.time < last {
            hasWarned = true
            Terminal.report(
              "lstm: line \(reader.lineCount): the time \(row.timeText) is earlier than that of the row before. Rows are "
                + "read as they come; this is said once.\n")
          }
          let detection = try detector.read(row.time, row.value)
          answers += try answer(row, detection, id: reader.valueName)
        } catch let error as any ReportableError {
          Terminal.report("lstm: line \(reader.lineCount): \(error) The line is skipped.\n")
        }
      }
      try Terminal.write(answers)
      let now = DispatchTime.now().uptimeNanoseconds
      if state != nil, Double(now - saved) * 1e-9 > Self.savingInterval {
        try save(detector)
        saved = now
      }
    }
  }

  private func answer(
    _ row: SeriesLineReader.Row, _ detection: Detection, id: String
  ) throws -> String {
    let value = row.value.isNaN ? nil : row.value
    guard jsonLines else {
      return DetectionRows.csv(id: id, time: row.timeText, value: value, detection) + "\n"
    }
    return try DetectionRows.json(id: id, time: row.timeText, value: value, detection)
      .text(.compact) + "\n"
  }

  /// The detector that a state file holds; `nil` where there is none.
  func restored() throws -> StreamingDetector? {
    guard let state else { return nil }
    let bytes: [UInt8]
    do {
      bytes = try FileReader.bytes(of: state)
    } catch FileError.missing {
      return nil
    }
    var detector = StreamingDetector(options(rows: nil))
    try detector.restore(bytes)
    detector.threshold = streamingThreshold
    return detector
  }

  func save(_ detector: StreamingDetector) throws {
    if let state { try AtomicFile.write(try detector.savedState(), to: state) }
  }
}
