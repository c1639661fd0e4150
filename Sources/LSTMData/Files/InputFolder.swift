import Foundation

/// What is in a folder, in an order that does not depend on the disk.
enum InputFolder {
  /// Whether a path is a folder's.
  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// The paths of what is in a folder and not hidden, in the order of their bytes.
  static func contents(of path: String) throws(InputFile.Failure) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { !$0.hasPrefix(".") }
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        .map { (path as NSString).appendingPathComponent($0) }
    } catch {
      throw .unreadable(reason: error.localizedDescription)
    }
  }

  /// The paths of all files in a folder and the folders in it, hidden ones left out.
  ///
  /// Links to folders are not followed: they may lead back to where they are.
  static func files(of path: String) throws(InputFile.Failure) -> [String] {
    var files: [String] = []
    for entry in try contents(of: path) {
      if !isFolder(entry) {
        files.append(entry)
      } else if (try? FileManager.default.destinationOfSymbolicLink(atPath: entry)) == nil {
        files += try Self.files(of: entry)
      }
    }
    return files
  }
}
