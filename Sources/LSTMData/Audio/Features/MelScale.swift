import LSTMTensor

/// The mel scale of Slaney's Auditory Toolbox (1998), librosa's default: linear up to 1,000 Hz, logarithmic above.
public enum MelScale {
  private static let breakFrequency = 1000.0
  /// 200/3 Hz a mel.
  private static let breakMel = 15.0
  /// 27 mel multiply the frequency by 6.4.
  private static let logarithmPerMel = naturalLogarithm(6.4) / 27

  /// The mel of a frequency in hertz.
  public static func mel(_ frequency: Double) -> Double {
    guard frequency >= breakFrequency else { return frequency * 3 / 200 }
    return breakMel + naturalLogarithm(frequency / breakFrequency) / logarithmPerMel
  }

  /// The frequency in hertz of a mel.
  public static func frequency(_ mel: Double) -> Double {
    guard mel >= breakMel else { return mel * 200 / 3 }
    return breakFrequency * exponential(logarithmPerMel * (mel - breakMel))
  }
}
