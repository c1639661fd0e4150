/// What the Numenta Anomaly Benchmark pays for a detection and charges for mistakes.
public struct NABProfile: Sendable, Equatable {
  /// The benchmark's name for it.
  public let name: String
  /// Paid for a detection at the very beginning of a window.
  public let truePositive: Double
  /// Charged for a detection far from every window.
  public let falsePositive: Double
  /// Charged for a window without a detection.
  public let falseNegative: Double

  /// The profile that published boards are ordered by.
  public static let standard = NABProfile(
    name: "standard", truePositive: 1, falsePositive: 0.11, falseNegative: 1)
  /// For users to whom a false alarm costs twice as much.
  public static let rewardLowFalsePositives = NABProfile(
    name: "reward_low_FP_rate", truePositive: 1, falsePositive: 0.22, falseNegative: 1)
  /// For users to whom a missed anomaly costs twice as much.
  public static let rewardLowFalseNegatives = NABProfile(
    name: "reward_low_FN_rate", truePositive: 1, falsePositive: 0.11, falseNegative: 2)

  /// The benchmark's three.
  public static let all = [standard, rewardLowFalsePositives, rewardLowFalseNegatives]
}
