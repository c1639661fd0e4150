import LSTMLayers

/// States of units, and features of what was read that they may follow.
public struct UnitSurvey: Sendable {
  /// What units may follow; each has a value a sample.
  public var features: [InputFeature]
  /// Where the units were seen, [T, N, H]: T samples of each of N sequences, fewer where a sequence has an end of its own,
  /// one sequence after the other.
  public var traces: [LayerTrace]
  /// What the samples are, for pictures: "steps", "patches of 7 values".
  public var sampleName: String
  /// Which samples those are, a sentence; empty: the steps that are explained.
  public var note: String
  /// Of texts what each sample adds to them; empty: what the explained steps add, or there is no text.
  public var texts: [String] = []

  /// A survey.
  public init(
    features: [InputFeature], traces: [LayerTrace], sampleName: String = "steps", note: String = ""
  ) {
    (self.features, self.traces) = (features, traces)
    (self.sampleName, self.note) = (sampleName, note)
  }
}

/// Something about a place in an input that a unit may follow.
public struct InputFeature: Sendable, Equatable {
  /// What programs call it.
  public var key: String
  /// What people call it, such as "the position in the line".
  public var name: String
  /// Whether it is there or not; otherwise it is counted or measured.
  public var isPresence: Bool
  /// What it is an alternative of: of those of one family the best is told alone; `nil`: of none.
  public var family: String?
  /// Whether it comes back again and again, as hours and seasons do: at a wrong place it is then another of its
  /// family, so that chance is told by its coming back at a wrong pace.
  public var isPeriodic: Bool
  /// One a sample.
  public var values: [Float]

  /// A feature.
  public init(
    key: String, name: String, isPresence: Bool, family: String? = nil,
    isPeriodic: Bool = false, values: [Float]
  ) {
    (self.key, self.name, self.isPresence) = (key, name, isPresence)
    (self.family, self.isPeriodic, self.values) = (family, isPeriodic, values)
  }
}
