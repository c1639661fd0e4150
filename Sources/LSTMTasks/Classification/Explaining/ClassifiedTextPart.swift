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
    let members = model.model.members
    member = source.member ?? 0
    guard members.indices.contains(member) else {
      throw ExplainedPartError.memberOutOfRange(member: member, count: members.count)
    }
    let line = try source.readLine()
    let folded = encoding.folded(line.bytes.trimmed)
    let all = TextEncoding.tokens(folded, encoding.tokenizer)
    tokens = Array(encoding.tokens(folded).prefix(ExplainedInput.stepLimit))
    replacements = encoding.tokenizer.substitutions(in: folded).map {
      TextReplacement(
        original: String(decoding: $0.original, as: UTF8.self),
        standIn: encoding.tokenizer.vocabulary.displayText(of: $0.token))
    }
    let isCut = all.count > tokens.count
    note =
      (line.note + (isCut ? ["\(tokens.count) of its \(all.count) tokens, all that is read."] : []))
      .joined(separator: " ")
    guard let answer = try model.predict(texts: [line.bytes]).first else {
      throw ExplanationError.emptyInput(name: source.name)
    }
    self.answer = answer
    let said = model.probabilities(of: member, [tokens])[0]
    verdict = said.indices.reversed().max { said[$0] < said[$1] } ?? 0
  }
}
