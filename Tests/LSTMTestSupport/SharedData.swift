import Foundation

/// The shared data sets, which lie outside the repository and may be absent.
///
/// They are looked for in the folder that the environment variable `LSTM_DATA` names, else in
/// `../shared/data` beside the repository. A test on them says so when it is skipped:
///
/// ```swift
/// @Test(.enabled(if: SharedData.has("names/dinos.txt"), "\(SharedData.absence)"))
/// ```
public enum SharedData {
  /// What a skipped test says.
  public static let absence = "the shared data are not there; LSTM_DATA can name them"

  /// The folder of the data sets, which need not exist.
  public static var folder: URL {
    if let path = ProcessInfo.processInfo.environment["LSTM_DATA"], !path.isEmpty {
      return URL(fileURLWithPath: path, isDirectory: true)
    }
    return URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("shared/data", isDirectory: true)
  }

  /// The path of a file, given relative to the data folder.
  public static func path(_ name: String) -> String {
    folder.appendingPathComponent(name).path
  }

  /// Whether a file is there.
  public static func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: path(name))
  }
}
