import LSTMData
import LSTMFormats
import LSTMTensor
import LSTMTraining

/// A text that a classifier judges, and the one of its networks that is explained.
public struct ClassifiedTextPart: ExplainedPart {
  /// What the networks read of the text.
  let tokens: [Int32]
  /// Which network.
  let member: Int
  /// The class that this network holds likeliest.
  let verdict: Int
  /// What the whole model says: networks and linear model.
  let answer: Classification
  /// Which line of the input it is, and how much of it is read.
  public let note: String
  /// Parts of the text that the model has never seen, and what it reads in their place.
  public let replacements: [TextReplacement]

  /// Tokens that are read.
  public var stepCount: Int { tokens.count }

  /// The verdict pools all steps: none is at a distance from it.
  public var nothingPredicted: any ReportableError { ExplainedPartError.pooledVerdict }

  init(_ source: ExplainedSource, _ model: TrainedClassifier, _ encoding: TextEncoding) throws {
    for (option, isGiven) in [
      ("--from", source.from != nil), ("--length", source.length != nil),
      ("an option for tables", source.saysHowToReadTables),
    ] where isGiven {
      throw ExplainedPartError.optionOfOtherInput(option: option, input: "whole lines")
    }
    let members = model.model.members
    member = source.member ?? 0
    guard members.indices.contains(member) else {
      throw ExplainedPartError.memberOutOfRange(member: member, count: members.count)
    }
    let (line, lineNote) = try Self.line(of: source)
    let folded = encoding.folded(line.trimmed)
    let all = TextEncoding.tokens(folded, encoding.tokenizer)
    tokens = Array(encoding.tokens(folded).prefix(ExplainedInput.stepLimit))
    replacements = encoding.tokenizer.substitutions(in: folded).map {
      TextReplacement(
        original: String(decoding: $0.original, as: UTF8.self),
        standIn: encoding.tokenizer.vocabulary.displayText(of: $0.token))
    }
    let isCut = all.count > tokens.count
    note =
      (lineNote + (isCut ? ["\(tokens.count) of its \(all.count) tokens, all that is read."] : []))
      .joined(separator: " ")
    guard let answer = try model.predict(texts: [line]).first else {
      throw ExplanationError.emptyInput(name: source.name)
    }
    self.answer = answer
    let said = model.probabilities(of: member, [tokens])[0]
    verdict = said.indices.reversed().max { said[$0] < said[$1] } ?? 0
  }

  /// The line that is asked for: that of the number `--series`, else the first.
  private static func line(of source: ExplainedSource) throws -> (line: [UInt8], note: [String]) {
    guard case .file(let path) = source.content else {
      if source.series != nil {
        throw ExplainedPartError.optionOfOtherInput(option: "--series", input: "the text")
      }
      if case .text(let text) = source.content { return (Array(text.utf8), []) }
      return ([], [])
    }
    let lines = try TextReader.read(path).lines
    let number = try source.series.map { name in
      guard let number = Int(name), (1...max(1, lines.count)).contains(number) else {
        throw ExplainedPartError.noSuchLine(file: path, found: name, count: lines.count)
      }
      return number
    }
    guard let line = lines.isEmpty ? nil : lines[(number ?? 1) - 1] else {
      throw ExplanationError.emptyInput(name: source.name)
    }
    return (
      line,
      lines.count == 1
        ? [] : ["line \(number ?? 1) of \(lines.count); choose another with --series NUMBER."]
    )
  }
}
