import LSTMKit

/// A time on the command line.
enum Moment {
  /// The time that a text writes.
  ///
  /// - Throws: ``ForecastError/notATime(option:found:)``.
  static func time(_ text: String, option: String) throws -> Timestamp {
    guard let time = Timestamp(text) else {
      throw ForecastError.notATime(option: option, found: text)
    }
    return time
  }

  /// The last moment of the day, month or year that a text names, or the time itself.
  ///
  /// - Throws: ``ForecastError/notATime(option:found:)``.
  static func end(_ text: String, option: String) throws -> Timestamp {
    guard let time = Timestamp(endOf: text) else {
      throw ForecastError.notATime(option: option, found: text)
    }
    return time
  }
}
