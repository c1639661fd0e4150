import Dispatch
import LSTMData
import LSTMFormats
import LSTMTensor

/// What `lstm evaluate` says about a language model.
public struct LanguageReport: Sendable {
  /// The model's score.
  public var score: LanguageScore
  /// The score of the model as it follows the text, and what follows it.
  public var adapted: (name: String, score: LanguageScore)?
  /// The score of the n-gram model of the same training text, where the folder has one.
  public var ngrams: LanguageScore?
  /// The score of the best model without memory on the same text.
  public var baseline: LanguageScore
  /// How long scoring took.
  public var seconds: Double
  /// Tokens of the text that the model had never seen and read as others.
  public var unseenCount: Int

  /// The report with the keys that programs read.
  public var json: JSONValue {
    func members(_ score: LanguageScore) -> [(String, JSONValue)] {
      [
        ("nats_per_token", .number(score.natsPerToken)),
        // Infinite for a model far worse than chance, which JSON cannot say.
        ("perplexity", score.perplexity.isFinite ? .number(score.perplexity) : .null),
        ("bits_per_character", .number(score.bitsPerCharacter)),
      ]
    }
    func object(_ score: LanguageScore) -> JSONValue { .object(JSONObject(members(score))) }
    return .object(
      JSONObject(
        members(score) + [
          ("adapted", adapted.map { object($0.score) } ?? .null),
          ("kneser_ney", ngrams.map(object) ?? .null), ("baseline", object(baseline)),
          ("examples", score.tokenCount.json),
          ("characters", score.characterCount.json),
          ("unseen_tokens", unseenCount.json),
          ("seconds", .number(seconds)),
        ]))
  }

  /// The report as lines for people.
  public var lines: [String] {
    var columns = [("model", score)]
    if let adapted { columns.append((adapted.name, adapted.score)) }
    if let ngrams { columns.append(("Kneser-Ney", ngrams)) }
    columns.append(("memoryless", baseline))
    func row(_ name: String, _ cell: (String, LanguageScore) -> String) -> String {
      name.padded(to: 22) + columns.map { cell($0, $1).leftPadded(to: 15) }.joined()
    }
    var lines = [
      row("") { name, _ in name },
      row("nats per token") { $1.natsPerToken.text(4) },
      row("perplexity") { $1.perplexity.text(4) },
      row("bits per character") { $1.bitsPerCharacter.text(4) },
      "\(score.tokenCount) tokens, \(score.characterCount) characters, \(seconds.text(1)) s",
    ]
    if unseenCount > 0 {
      lines.append("\(unseenCount) characters were never seen in training and read as others")
    }
    return lines
  }
}

extension TrainedLanguageModel {
  /// Scores the model on a text.
  ///
  /// - Parameters:
  ///   - text: UTF-8.
  ///   - name: of the text, for errors.
  ///   - ngrams: an n-gram model of the text that the model learned from, to be scored beside it.
  ///   - adaptation: how the model follows the text, which is scored beside the model as it is.
  ///   - progress: called with the share done.
  /// - Throws: ``LanguageError/tooShort(what:needed:found:remedy:)`` for less than two tokens.
  public func evaluate(
    _ text: [UInt8], named name: String, beside ngrams: KneserNeyModel? = nil,
    adapting adaptation: LanguageAdaptation? = nil,
    progress: (Double) -> Void = { _ in }
  ) throws -> LanguageReport {
    let begin = DispatchTime.now().uptimeNanoseconds
    let tokens = tokenizer.encode(text)
    guard tokens.count > 1 else {
      throw LanguageError.tooShort(
        what: name, needed: 2, found: tokens.count, remedy: "Give a longer text.")
    }
    let characters = characterCount(of: text)
    func score(_ nats: Double) -> LanguageScore {
      LanguageScore(
        natsPerToken: nats, tokenCount: tokens.count - 1, characterCount: characters)
    }
    let isAdapted = adaptation.map { !$0.isNone } ?? false
    let nats = model.natsPerToken(tokens) { progress(isAdapted ? $0 / 2 : $0) }
    var adapted: (name: String, score: LanguageScore)?
    if let adaptation, isAdapted {
      let losses = model.losses(tokens, adapting: adaptation) { progress((1 + $0) / 2) }
      adapted = (adaptation.name, score(losses.reduce(0, +) / Double(losses.count)))
    }
    return LanguageReport(
      score: score(nats), adapted: adapted,
      ngrams: ngrams.map { score($0.natsPerToken(tokens)) },
      baseline: score(
        memorylessBaseline(tokens, vocabularySize: tokenizer.vocabulary.count)),
      seconds: Double(DispatchTime.now().uptimeNanoseconds - begin) * 1e-9,
      unseenCount: tokenizer.substitutions(in: text).reduce(0) { $0 + $1.count })
  }
}
