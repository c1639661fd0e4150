/// How the states of all steps become one row of features.
public enum ClassifierPooling: String, Sendable, CaseIterable {
  /// The largest value of each unit.
  case max
  /// The mean of each unit.
  case mean
  /// A mean whose weights are learned (Yang and others 2016).
  case attention
  /// The last state of each direction.
  case last
}
