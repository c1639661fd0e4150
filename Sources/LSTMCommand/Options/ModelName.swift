import Foundation

/// Names for models whose folder was not given.
enum ModelName {
  /// The first free folder name for a model of these data, in the current folder.
  ///
  /// - Parameters:
  ///   - data: the file that it learns from, `-` for standard input.
  ///   - task: behind the file's name.
  ///   - isTaken: whether a folder that is there counts as taken.
  static func free(for data: String, task: String, isTaken: Bool) -> String {
    let file =
      data == "-" ? "input" : URL(fileURLWithPath: data).deletingPathExtension().lastPathComponent
    let names = sequence(first: 1) { $0 + 1 }.lazy
      .map { $0 == 1 ? "\(file)-\(task)" : "\(file)-\(task)-\($0)" }
    return names.first { !isTaken || !FileManager.default.fileExists(atPath: $0) } ?? file
  }
}
