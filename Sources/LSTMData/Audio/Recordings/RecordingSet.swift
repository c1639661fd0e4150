import Foundation

/// A folder of recordings and what is spoken in each.
///
/// ```swift
/// let set = try RecordingSet(folder: "recordings")           // transcripts.tsv, or names like 7_theo_3.wav
/// print(set.recordings.count, set.speakers)
/// ```
public struct RecordingSet: Sendable, Equatable {
  /// One recording.
  public struct Recording: Sendable, Equatable {
    /// Where the file is.
    public let path: String
    /// The file's path from the folder on.
    public let name: String
    /// The words that are spoken, one space between them.
    public let text: String
    /// Who speaks, `nil` where nothing says it.
    public let speaker: String?
    /// Which repetition of the text by this speaker it is, `nil` where nothing says it.
    public let take: Int?
  }

  /// The list of texts: a file, a tab, its text on each line, and perhaps another tab and the speaker.
  public static let listName = "transcripts.tsv"

  /// The folder.
  public let folder: String
  /// The recordings that have a text, in the order of the list or else of the names' bytes.
  public let recordings: [Recording]
  /// What was left out, and why.
  public let notes: [String]

  /// Finds the recordings of a folder and their texts; sound is not read yet.
  ///
  /// Texts are those of `transcripts.tsv` where it is there, else the file names say them. Speakers and takes are told
  /// by the names in both cases, where they follow the pattern.
  ///
  /// - Parameters:
  ///   - folder: the folder; folders in it are searched too.
  ///   - pattern: of the file names; `nil` for ``FileNamePattern/standard``.
  /// - Throws: ``RecordingError``, and ``TextError`` where the list is no text.
  public init(folder: String, pattern: FileNamePattern? = nil) throws {
    let pattern = try pattern ?? FileNamePattern(FileNamePattern.standard)
    let files = try Self.files(in: folder)
    let list = (folder as NSString).appendingPathComponent(Self.listName)
    var collector = RecordingCollector(folder: folder, files: files, pattern: pattern)
    if FileManager.default.fileExists(atPath: list) {
      try collector.readList(list)
    } else {
      try collector.readNames()
    }
    self = try collector.finish()
  }

  init(folder: String, recordings: [Recording], notes: [String]) {
    self.folder = folder
    self.recordings = recordings
    self.notes = notes
  }

  /// The speakers, in the order of their names' bytes.
  public var speakers: [String] {
    Set(recordings.compactMap(\.speaker)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The paths of the WAV files from the folder on.
  private static func files(in folder: String) throws(RecordingError) -> [String] {
    guard FileManager.default.fileExists(atPath: folder) else {
      throw .missingFolder(path: folder)
    }
    guard InputFolder.isFolder(folder) else { throw .notAFolder(path: folder) }
    let paths: [String]
    do {
      paths = try InputFolder.files(of: folder)
    } catch {
      guard case .unreadable(let reason) = error else { throw .missingFolder(path: folder) }
      throw .unreadable(path: folder, reason: reason)
    }
    let start = (folder as NSString).appendingPathComponent("x").utf8.count - 1
    let names = paths.filter { ($0 as NSString).pathExtension.lowercased() == "wav" }
      .map { String(decoding: $0.utf8.dropFirst(start), as: UTF8.self) }
    guard !names.isEmpty else { throw .noRecordings(path: folder) }
    return names
  }
}
