import Foundation

/// Joins recordings and texts, and keeps account of what does not fit.
struct RecordingCollector {
  private struct Line {
    let number: Int
    let name: String
    let text: String
    let speaker: String?
  }

  private let folder: String
  private let files: [String]
  private let pattern: FileNamePattern
  private var recordings: [RecordingSet.Recording] = []
  private var notes: [String] = []
  private var empty: [String] = []

  init(folder: String, files: [String], pattern: FileNamePattern) {
    self.folder = folder
    self.files = files
    self.pattern = pattern
  }

  /// Takes the texts from a list.
  mutating func readList(_ path: String) throws {
    let lines = try lines(of: path)
    // Names that Unicode holds for one are one: an editor may write é otherwise than the disk does.
    var known: [String: Line] = [:]
    var (missing, repeated): ([Line], [String]) = ([], [])
    for line in lines {
      guard let file = file(of: line.name) else {
        missing.append(line)
        continue
      }
      if let other = known[file] {
        guard other.text == line.text, other.speaker == line.speaker else {
          throw RecordingError.contradiction(
            file: path, first: other.number, second: line.number, name: line.name)
        }
        repeated.append(file)
        continue
      }
      known[file] = line
      add(file, text: line.text, speaker: line.speaker)
    }
    if let first = missing.first {
      throw RecordingError.missingRecording(
        file: path, line: first.number, name: first.name, count: missing.count)
    }
    note(repeated, "is in the list twice", "are in the list twice")
    note(
      files.filter { known[$0] == nil }, "has no text and is left out",
      "have no text and are left out")
  }

  /// Takes the texts from the files' names.
  mutating func readNames() throws {
    guard pattern.hasText else {
      throw RecordingError.patternWithoutText(path: folder, pattern: pattern.pattern)
    }
    var others: [String] = []
    for file in files {
      if let match = match(file), let text = match.text {
        add(file, text: text, speaker: nil)
      } else {
        others.append(file)
      }
    }
    if others.count == files.count, let example = others.first {
      throw RecordingError.noMatch(path: folder, pattern: pattern.pattern, example: example)
    }
    note(
      others, "does not follow the pattern \(pattern.pattern) and is left out",
      "do not follow the pattern \(pattern.pattern) and are left out")
  }

  /// The set, where there is anything to learn from.
  consuming func finish() throws(RecordingError) -> RecordingSet {
    guard !recordings.isEmpty else { throw .noTexts(path: folder, count: files.count) }
    note(empty, "has an empty text and is left out", "have an empty text and are left out")
    return RecordingSet(folder: folder, recordings: recordings, notes: notes)
  }

  // MARK: - Steps

  private mutating func add(_ file: String, text: String, speaker: String?) {
    guard !text.isEmpty else {
      empty.append(file)
      return
    }
    let match = match(file)
    recordings.append(
      RecordingSet.Recording(
        path: path(file), name: file, text: text, speaker: speaker ?? match?.speaker,
        take: match?.take))
  }

  private func match(_ file: String) -> FileNamePattern.Match? {
    pattern.match((file as NSString).lastPathComponent)
  }

  private func path(_ file: String) -> String {
    file.hasPrefix("/") ? file : (folder as NSString).appendingPathComponent(file)
  }

  /// The file that a list means: the name may lack its ending.
  private func file(of name: String) -> String? {
    [name, name + ".wav", name + ".WAV"].first { name in
      FileManager.default.fileExists(atPath: path(name)) && !InputFolder.isFolder(path(name))
    }
  }

  private func lines(of path: String) throws -> [Line] {
    var lines: [Line] = []
    for (place, bytes) in try TextReader.read(path).lines.enumerated() {
      guard !bytes.trimmed.isEmpty else { continue }
      let fields = bytes.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        .map { String(decoding: [UInt8]($0).trimmed, as: UTF8.self) }
      guard (2...3).contains(fields.count), !fields[0].isEmpty else {
        throw RecordingError.fields(file: path, line: place + 1, found: fields.count)
      }
      let isHeader = place == 0 && fields[0] == "file" && fields[1] == "text"
      if isHeader, file(of: fields[0]) == nil { continue }
      let words = fields[1].split(whereSeparator: \.isWhitespace)
      let speaker = fields.count == 3 && !fields[2].isEmpty ? fields[2] : nil
      let name = fields[0].hasPrefix("./") ? String(fields[0].dropFirst(2)) : fields[0]
      lines.append(
        Line(
          number: place + 1, name: name, text: words.joined(separator: " "), speaker: speaker))
    }
    return lines
  }

  private mutating func note(_ names: [String], _ one: String, _ several: String) {
    guard let first = names.first else { return }
    notes.append(
      names.count == 1
        ? "\(TableError.quoted(first)) \(one)."
        : "\(names.count) recordings \(several), \(TableError.quoted(first)) first.")
  }
}
