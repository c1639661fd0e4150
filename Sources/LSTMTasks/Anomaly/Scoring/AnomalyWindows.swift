import LSTMData
import LSTMFormats

/// The windows of time in which something is known to have been wrong, file by file.
///
/// In NAB's form: `{"folder/file.csv": [["2014-04-10 07:15:00.000000", "2014-04-11 16:45:00"]]}`,
/// both ends inclusive.
///
/// ```swift
/// let labels = try AnomalyWindows(contentsOf: "labels/combined_windows.json")
/// let rows = labels.rows(of: "realKnownCause/nyc_taxi.csv", times: series.times) ?? []
/// let labelled = try LabelledScores(name: "nyc_taxi", scores: scores, windows: rows)
/// ```
public struct AnomalyWindows: Sendable, Equatable {
  /// A file's windows.
  public struct File: Sendable, Equatable {
    /// The file's name, relative to the data folder.
    public let name: String
    /// Its windows, ascending.
    public let windows: [ClosedRange<Timestamp>]
  }

  /// The files, in the order of the document.
  public let files: [File]

  /// Reads a file of windows.
  /// - Throws: `FileError`, or `JSONError` with the place in the document.
  public init(contentsOf path: String) throws {
    try self.init(JSONReader(contentsOf: path))
  }

  init(_ reader: JSONReader) throws {
    files = try reader.members().map { name, reader in
      let windows = try reader.elements().map { element in
        let ends = try element.elements()
        guard ends.count == 2 else { throw element.expected("a start and an end") }
        let (start, end) = (try Self.time(ends[0]), try Self.time(ends[1]))
        guard start <= end else { throw element.expected("an end that is not before the start") }
        return start...end
      }
      return File(name: name, windows: windows.sorted { $0.lowerBound < $1.lowerBound })
    }
  }

  /// The windows of a file; of a name that only ends alike, where that is one file alone.
  public func windows(of name: String) -> [ClosedRange<Timestamp>]? {
    if let file = files.first(where: { $0.name == name }) { return file.windows }
    let alike = files.filter { name.hasSuffix("/" + $0.name) || $0.name.hasSuffix("/" + name) }
    return alike.count == 1 ? alike[0].windows : nil
  }

  /// The windows of a file as rows, for ``LabelledScores``; a window without a row is left out.
  /// - Parameters:
  ///   - name: The file's name, as ``windows(of:)`` takes it.
  ///   - times: [T], ascending: the time of each row.
  /// - Returns: `nil` where there is no such file.
  public func rows(of name: String, times: [Timestamp]) -> [ClosedRange<Int>]? {
    windows(of: name)?.compactMap { window in
      guard let first = times.firstIndex(where: { $0 >= window.lowerBound }),
        let last = times.lastIndex(where: { $0 <= window.upperBound }), first <= last
      else { return nil }
      return first...last
    }
  }

  /// The windows of a file as rows, as ``rows(of:times:)`` gives them.
  /// - Throws: ``UnlabelledFileError`` where there is no such file.
  public func knownRows(of name: String, times: [Timestamp]) throws -> [ClosedRange<Int>] {
    guard let rows = rows(of: name, times: times) else {
      throw UnlabelledFileError(file: name, known: files.prefix(5).map(\.name))
    }
    return rows
  }

  private static func time(_ reader: JSONReader) throws -> Timestamp {
    guard let time = Timestamp(try reader.string()) else {
      throw reader.expected("a time like 2014-04-10 07:15:00")
    }
    return time
  }
}
