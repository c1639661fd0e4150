/// Sentences and their translations.
///
/// ```swift
/// let pairs = try ParallelText(contentsOf: ["train.en", "train.de"])    // line n translates line n
/// let same = try ParallelText(contentsOf: ["pairs.tsv"])                // source, tab, target
/// ```
public struct ParallelText: Sendable, Equatable {
  /// A sentence in both languages, UTF-8, without white space around it.
  public struct Pair: Sendable, Equatable {
    /// What is translated.
    public var source: [UInt8]
    /// Its translation.
    public var target: [UInt8]

    /// A pair.
    public init(source: [UInt8], target: [UInt8]) {
      self.source = source
      self.target = target
    }
  }

  /// The files, for messages.
  public let files: [String]
  /// The pairs, in the order of the files.
  public let pairs: [Pair]
  /// Lines that were passed over, since a side of them is empty.
  public let emptyCount: Int

  /// Pairs that are in memory.
  public init(files: [String] = ["the pairs"], pairs: [Pair], emptyCount: Int = 0) {
    self.files = files
    self.pairs = pairs
    self.emptyCount = emptyCount
  }

  /// Reads one file, `source<TAB>target` on each line, or two, line by line alike; `-` is standard input.
  ///
  /// - Throws: ``TextError`` or ``ParallelTextError``, which say where and what.
  public init(contentsOf paths: [String]) throws {
    let lines: [Pair]
    switch paths.count {
    case 1: lines = try Self.table(paths[0])
    case 2:
      let (sources, targets) = try (Self.lines(paths[0]), Self.lines(paths[1]))
      guard sources.count == targets.count else {
        throw ParallelTextError.unequalLines(
          source: paths[0], sourceCount: sources.count, target: paths[1],
          targetCount: targets.count)
      }
      lines = zip(sources, targets).map { Pair(source: $0, target: $1) }
    default: throw ParallelTextError.fileCount(paths.count)
    }
    pairs = lines.filter { !$0.source.isEmpty && !$0.target.isEmpty }
    emptyCount = lines.count - pairs.count
    files = paths
    guard !pairs.isEmpty else {
      throw ParallelTextError.noPairs(file: paths[0], emptyCount: emptyCount)
    }
  }

  /// The files in a few words.
  public var name: String { files.joined(separator: " and ") }

  /// The sentences of a file, one a line, without white space around them; the last line may lack its end.
  public static func lines(_ path: String) throws(TextError) -> [[UInt8]] {
    try TextReader.read(path).lines.map(\.trimmed)
  }

  private static func table(_ path: String) throws -> [Pair] {
    try TextReader.read(path).lines.enumerated().map { row, line in
      let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
      guard fields.count == 2 else {
        // An empty line is no pair, and no fault.
        if line.trimmed.isEmpty { return Pair(source: [], target: []) }
        throw ParallelTextError.fields(file: path, row: row + 1, found: fields.count)
      }
      return Pair(source: Array(fields[0]).trimmed, target: Array(fields[1]).trimmed)
    }
  }
}
