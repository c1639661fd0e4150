import ArgumentParser
import LSTMKit

/// What the layers of an LSTM may have beside their kind.
struct CellArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Features of a hidden state that is a projection; of LSTMs only, as all to --cell-clip.")
  var projection: Int?

  @Option(
    parsing: .unconditional,
    help: """
      Probability that a cell state stays as it was for a step in training; hidden states stay with a tenth of \
      it, but not beside --projection.
      """)
  var zoneout: Float = 0

  @Option(
    parsing: .unconditional,
    help: "Probability of dropping a unit's candidate at a step in training; no memory is lost.")
  var recurrentDropout: Float = 0

  @Option(
    parsing: .unconditional,
    help: "Probability of dropping a recurrent weight for a whole window in training.")
  var weightDrop: Float = 0

  @Option(parsing: .unconditional, help: "Hold the cell state within this much of zero.")
  var cellClip: Float?

  func validate() throws {
    if let projection, !(1...1 << 20).contains(projection) {
      throw ValidationError("--projection is \(projection); it must be from 1 to \(1 << 20).")
    }
    let rates = [
      ("zoneout", zoneout), ("recurrent-dropout", recurrentDropout), ("weight-drop", weightDrop),
    ]
    for (name, rate) in rates where !(rate >= 0 && rate < 1) {
      throw ValidationError("--\(name) is \(rate); it must be from 0 up to but not 1.")
    }
    if let cellClip, !(cellClip > 0 && cellClip.isFinite) {
      throw ValidationError("--cell-clip is \(cellClip); it must be above 0.")
    }
  }

  var options: CellOptions {
    var options = CellOptions()
    options.projectionSize = projection
    options.setZoneout(zoneout)
    options.recurrentDropout = recurrentDropout
    options.weightDrop = weightDrop
    options.cellClip = cellClip
    return options
  }
}
