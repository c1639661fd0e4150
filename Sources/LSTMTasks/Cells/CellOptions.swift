import LSTMTensor

/// What the layers of an LSTM have beside their kind: options that go with every variant of it.
public struct CellOptions: Sendable, Equatable {
  /// Features of a hidden state that is a projection of what the units show, P (Sak, Senior and Beaufays
  /// 2014); `nil`: it has one for each unit.
  public var projectionSize: Int?
  /// Probability that a unit's cell state stays as it was for a step in training (zoneout, Krueger and others 2017).
  public var cellZoneout: Float = 0
  /// The same for the hidden state; it does not go with a projection.
  public var hiddenZoneout: Float = 0
  /// Probability of dropping a unit's candidate at a step in training (Semeniuta and others 2016).
  public var recurrentDropout: Float = 0
  /// Probability of dropping a recurrent weight for a whole window in training (Merity and others 2018).
  public var weightDrop: Float = 0
  /// The cell state is held within ± this; `nil`: it is free.
  public var cellClip: Float?

  /// None of them.
  public init() {}

  /// Sets both probabilities of zoneout as Krueger and others (2017) do for language: cell states stay with
  /// this one, hidden states with a tenth of it (their 0.5 and 0.05 for characters).
  ///
  /// A projection has no hidden state of a unit that could stay: there it is the cell states alone.
  public mutating func setZoneout(_ rate: Float) {
    cellZoneout = rate
    hiddenZoneout = projectionSize == nil ? rate / 10 : 0
  }

  /// Those that are set, as the command calls them.
  var names: [String] {
    [
      ("--projection", projectionSize != nil), ("--zoneout", cellZoneout > 0 || hiddenZoneout > 0),
      ("--recurrent-dropout", recurrentDropout > 0), ("--weight-drop", weightDrop > 0),
      ("--cell-clip", cellClip != nil),
    ].filter(\.1).map(\.0)
  }

  func apply(to variant: inout LSTMVariant) {
    variant.projectionSize = projectionSize
    variant.cellZoneout = cellZoneout
    variant.hiddenZoneout = hiddenZoneout
    variant.recurrentDropout = recurrentDropout
    variant.weightDrop = weightDrop
    variant.cellClip = cellClip
  }
}

extension CellKind {
  /// Those of some options that layers of this kind do not have, as the command calls them.
  func refused(of options: CellOptions) -> [String] {
    guard isLSTM else { return options.names }
    // Gates that see gates have no place behind a projection.
    return options.names.filter { $0 == "--projection" && self == .fullGateRecurrence }
  }
}
