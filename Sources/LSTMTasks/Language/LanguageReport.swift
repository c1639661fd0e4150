import Dispatch
import LSTMData
import LSTMFormats
import LSTMTensor

/// What `lstm evaluate` says about a language model.
public struct LanguageReport: Sendable {
  /// The model's score.
  public var score: LanguageScore
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
    return .object(
      JSONObject(
        members(score) + [
          ("baseline", .object(JSONObject(members(baseline)))),
          ("examples", score.tokenCount.json),
          ("characters", score.characterCount.json),
          ("unseen_tokens", unseenCount.json),
          ("seconds", .number(seconds)),
        ]))
  }

  /// The report as lines for people.
  public var lines: [String] {
    func row(_ name: String, _ value: Double, _ other: Double) -> String {
      "\(name.padded(to: 22))\(value.text(4).leftPadded(to: 12))\(other.text(4).leftPadded(to: 12))"
    }
    var lines = [
      "".padded(to: 22) + "model".leftPadded(to: 12) + "memoryless".leftPadded(to: 12),
      row("nats per token", score.natsPerToken, baseline.natsPerToken),
      row("perplexity", score.perplexity, baseline.perplexity),
      row("bits per character", score.bitsPerCharacter, baseline.bitsPerCharacter),
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
  ///   - progress: called with the share done.
  /// - Throws: ``LanguageError/tooShort(what:needed:found:remedy:)`` for less than two tokens.
  public func evaluate(
    _ text: [UInt8], named name: String, progress: (Double) -> Void = { _ in }
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
    let nats = model.natsPerToken(tokens, progress: progress)
    return LanguageReport(
      score: score(nats),
      baseline: score(
        memorylessBaseline(tokens, vocabularySize: tokenizer.vocabulary.count)),
      seconds: Double(DispatchTime.now().uptimeNanoseconds - begin) * 1e-9,
      unseenCount: tokenizer.substitutions(in: text).reduce(0) { $0 + $1.count })
  }
}
