import LSTMData

/// An input that a model is to read, and the part of it that is to be explained, as a person asks for them.
public struct ExplainedSource: Sendable {
  /// Where the input is.
  public enum Content: Sendable, Equatable {
    /// A file; `-` is standard input.
    case file(String)
    /// The text itself.
    case text(String)
  }

  /// Where the input is.
  public var content: Content
  /// The most steps that are explained where ``length`` says nothing.
  public var stepLimit: Int
  /// Where the part begins: of a text the number of a step, of a table a time, of a recording a second; `nil`: where the
  /// model chooses.
  public var from: String?
  /// Steps of a text, or seconds of a recording, to explain; `nil`: up to ``stepLimit`` steps.
  public var length: Int?
  /// The series of a table; `nil`: the first.
  public var series: String?
  /// The network of a model that has several; `nil`: the first.
  public var member: Int?
  /// How a table becomes series.
  public var tableOptions = SeriesOptions()
  /// How a table is read.
  public var reading = TableOptions()
  /// Whether anything was said about how a table is read.
  public var saysHowToReadTables = false

  /// All of an input, or as much of it as may be.
  public init(_ content: Content, stepLimit: Int) {
    self.content = content
    self.stepLimit = stepLimit
  }

  /// What messages call the input.
  public var name: String {
    switch content {
    case .file(let path): path
    case .text: "--text"
    }
  }

  /// The input as a text.
  ///
  /// - Throws: `TextError`, or ``ExplainedPartError.optionOfOtherInput(option:input:)`` where something is said that holds
  ///   for tables alone.
  public func readText() throws -> [UInt8] {
    let options = [
      ("--series", series != nil), ("--member", member != nil),
      ("an option for tables", saysHowToReadTables),
    ]
    for (option, isGiven) in options where isGiven {
      throw ExplainedPartError.optionOfOtherInput(option: option, input: "a text")
    }
    switch content {
    case .file(let path): return try TextReader.read(path)
    case .text(let text): return Array(text.utf8)
    }
  }

  /// The input as a table of series.
  ///
  /// - Parameter options: from how a person wants tables read, how the model does.
  /// - Throws: `TableError`, or ``ExplainedPartError.optionOfOtherInput(option:input:)`` where something is said that holds
  ///   for texts alone.
  public func readTable(_ options: (SeriesOptions) -> SeriesOptions) throws -> SeriesTable {
    try SeriesTable(
      contentsOf: try tablePath(), options: options(tableOptions), reading: reading)
  }

  /// The file of a table.
  ///
  /// - Throws: ``ExplainedPartError/optionOfOtherInput(option:input:)`` where something is said that holds for texts alone.
  public func tablePath() throws -> String {
    guard case .file(let path) = content else {
      throw ExplainedPartError.optionOfOtherInput(option: "--text", input: "a table")
    }
    if length != nil {
      throw ExplainedPartError.optionOfOtherInput(option: "--length", input: "a table")
    }
    return path
  }
}

extension ExplainedSource {
  /// The file of a recording.
  ///
  /// - Throws: ``ExplainedPartError``, where a text is given, or something is said that holds for tables alone.
  public func recordingPath() throws -> String {
    guard case .file(let path) = content else { throw ExplainedPartError.needsRecording }
    let options = [("--series", series != nil), ("an option for tables", saysHowToReadTables)]
    for (option, isGiven) in options where isGiven {
      throw ExplainedPartError.optionOfOtherInput(option: option, input: "a recording")
    }
    return path
  }
}

/// A line of an input whose lines are read each by itself.
package struct ExplainedLine: Sendable, Equatable {
  /// All lines; of a text that was given, that one.
  package var lines: [[UInt8]]
  /// Which of them it is, from zero.
  package var place: Int

  /// The line.
  package var bytes: [UInt8] { lines[place] }

  /// Which line it is, and how to choose another; empty: the only one.
  package var note: [String] {
    lines.count == 1
      ? []
      : ["line \(place + 1) of \(lines.count); choose another with --series NUMBER."]
  }
}

extension ExplainedSource {
  /// The line that is asked for: that of the number ``series``, else the first.
  ///
  /// - Throws: `TextError`, `ExplanationError`, or ``ExplainedPartError`` where there is no such line, or something is said
  ///   that holds for running texts or tables.
  package func readLine() throws -> ExplainedLine {
    for (option, isGiven) in [
      ("--from", from != nil), ("--length", length != nil),
      ("an option for tables", saysHowToReadTables),
    ] where isGiven {
      throw ExplainedPartError.optionOfOtherInput(option: option, input: "whole lines")
    }
    switch content {
    case .text(let text):
      if series != nil {
        throw ExplainedPartError.optionOfOtherInput(option: "--series", input: "the text")
      }
      return ExplainedLine(lines: [Array(text.utf8)], place: 0)
    case .file(let path):
      let lines = try TextReader.read(path).lines
      let number = try series.map { name in
        guard let number = Int(name), (1...max(1, lines.count)).contains(number) else {
          throw ExplainedPartError.noSuchLine(file: path, found: name, count: lines.count)
        }
        return number
      }
      guard !lines.isEmpty else { throw ExplanationError.emptyInput(name: name) }
      return ExplainedLine(lines: lines, place: (number ?? 1) - 1)
    }
  }
}

/// A part of a text for which a model reads another.
public struct TextReplacement: Sendable, Equatable {
  /// What stands in the text.
  public var original: String
  /// What is read, as it is shown to a person.
  public var standIn: String

  /// A part and what is read for it.
  public init(original: String, standIn: String) {
    self.original = original
    self.standIn = standIn
  }
}
