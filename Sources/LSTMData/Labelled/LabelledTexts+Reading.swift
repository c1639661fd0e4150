import Foundation

extension LabelledTexts {
  /// Reads files: tables with a column of labels and one of texts, or a file for each class with a text a line.
  ///
  /// One file, and files named `.csv` or `.tsv`, are tables; other files, and those of a folder, hold a class each. Folders in a
  /// folder hold a class each, a text a file. Empty lines and rows without a label are left out and counted.
  ///
  /// - Parameters:
  ///   - paths: files, or one folder; `-` is standard input.
  ///   - options: what need not be found.
  /// - Throws: ``LabelledTextError``, ``TableError`` and ``TextError`` with the place.
  public init(contentsOf paths: [String], options: LabelledTextOptions = LabelledTextOptions())
    throws
  {
    let found = try Self.files(paths)
    var reader = LabelledTextReader(options: options)
    let areTables = found.paths.allSatisfy { path in
      ["csv", "tsv"].contains((path as NSString).pathExtension.lowercased())
    }
    let isTable = found.areDocuments ? false : found.paths.count == 1 || areTables
    switch options.layout ?? (isTable ? .table : .files) {
    case .table: try reader.readTables(found.paths)
    case .files:
      let folders = found.areDocuments ? found.paths.map(Self.folder) : found.paths
      let names = ClassNames(folders, known: options.knownClasses).names
      try reader.readFiles(
        found.paths, classes: found.areDocuments ? folders : names, areDocuments: found.areDocuments
      )
    }
    self = try reader.finish(name: paths.first ?? "the texts")
  }

  private static func folder(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingLastPathComponent().lastPathComponent
  }

  /// The files that paths stand for: themselves, or what is in the one folder.
  private static func files(_ paths: [String]) throws -> (paths: [String], areDocuments: Bool) {
    guard !paths.isEmpty else { throw TextError.noFiles }
    guard paths.count == 1, let path = paths.first, InputFolder.isFolder(path) else {
      return (paths, false)
    }
    let entries = try contents(of: path)
    let folders = entries.filter(InputFolder.isFolder)
    if folders.isEmpty, !entries.isEmpty { return (entries, false) }
    let files = try folders.flatMap { try contents(of: $0).filter { !InputFolder.isFolder($0) } }
    guard !files.isEmpty else { throw LabelledTextError.emptyFolder(path: path) }
    return (files, true)
  }

  private static func contents(of path: String) throws(TextError) -> [String] {
    do {
      return try InputFolder.contents(of: path)
    } catch {
      throw TextError(error, file: path)
    }
  }
}

/// Collects texts while files are read.
private struct LabelledTextReader {
  private let options: LabelledTextOptions
  private var labels: LabelCollector
  private var files: [String] = []
  private var texts: [LabelledText] = []
  private var emptyCount = 0
  private var unlabelledCount = 0
  private var notes: [String] = []

  init(options: LabelledTextOptions) {
    self.options = options
    labels = LabelCollector(isMultilabel: options.isMultilabel)
  }

  mutating func readTables(_ paths: [String]) throws {
    for path in paths {
      let file = InputFile.name(of: path)
      let table = try LabelTable(try TextReader.read(path), file: file, options: options)
      if files.isEmpty { notes += table.notes }
      files.append(file)
      for record in table.records {
        let found = labels.classes(of: record.label)
        add(record.text, found, row: record.row)
      }
    }
  }

  /// Reads a file a class, its lines or, where files are documents, it as a whole.
  mutating func readFiles(_ paths: [String], classes: [String], areDocuments: Bool) throws {
    for (path, name) in zip(paths, classes) {
      let label = labels.place(of: name)
      files.append(InputFile.name(of: path))
      let text: [UInt8]
      do {
        text = try TextReader.read(path)
      } catch .empty {
        guard areDocuments else { throw LabelledTextError.emptyClass(file: path, name: name) }
        emptyCount += 1
        continue
      }
      let before = texts.count
      if areDocuments {
        add(text, [label], row: 1)
      } else {
        for (place, line) in text.lines.enumerated() { add(line, [label], row: place + 1) }
        guard texts.count > before else {
          throw LabelledTextError.emptyClass(file: path, name: name)
        }
      }
    }
  }

  private mutating func add(_ text: [UInt8], _ labels: [Int], row: Int) {
    let text = text.trimmed
    if text.isEmpty {
      emptyCount += 1
    } else if labels.isEmpty, !options.isMultilabel {
      unlabelledCount += 1
    } else {
      texts.append(LabelledText(text: text, labels: labels, file: files.count - 1, row: row))
    }
  }

  consuming func finish(name: String) throws -> LabelledTexts {
    guard !texts.isEmpty else {
      throw LabelledTextError.noTexts(file: InputFile.name(of: name))
    }
    let (names, numbers) = labels.ordered
    func count(_ number: Int, _ what: String, _ verb: String) {
      guard number > 0 else { return }
      notes.append("\(number) \(what)\(number == 1 ? " was" : "s were") \(verb).")
    }
    count(emptyCount, "empty text", "left out")
    count(unlabelledCount, "row without a label", "left out")
    return LabelledTexts(
      files: files, classes: names, isMultilabel: options.isMultilabel,
      texts: texts.map { text in
        LabelledText(
          text: text.text, labels: text.labels.map { numbers[$0] }.sorted(), file: text.file,
          row: text.row)
      }, notes: notes + labels.notes)
  }
}
