import Dispatch
import LSTMData
import LSTMFormats
import LSTMTensor

/// What `lstm evaluate` says about a translator.
public struct TranslationReport: Sendable {
  /// BLEU of its translations.
  public let bleu: BLEU
  /// chrF of its translations.
  public let chrf: CharacterFScore
  /// e to the mean −ln p of the reference's tokens.
  public let perplexity: Double
  /// Of the sources as they are: what translating adds is beyond it.
  public let baseline: (bleu: BLEU, chrf: CharacterFScore)
  /// Sentences.
  public let count: Int
  /// How long searching took.
  public let seconds: Double

  /// The report with the keys that programs read.
  public var json: JSONValue {
    [
      "bleu": .number(bleu.score), "chrf": .number(chrf.score),
      "perplexity": .number(perplexity), "signature": .string(BLEU.signature),
      "brevity_penalty": .number(bleu.brevityPenalty),
      "baseline": ["bleu": .number(baseline.bleu.score), "chrf": .number(baseline.chrf.score)],
      "examples": count.json, "seconds": .number(seconds),
    ]
  }

  /// The report as lines for people.
  public var lines: [String] {
    func row(_ name: String, _ value: Double, _ other: Double) -> String {
      "\(name.padded(to: 12))\(value.text(2).leftPadded(to: 12))\(other.text(2).leftPadded(to: 18))"
    }
    return [
      "".padded(to: 12) + "translator".leftPadded(to: 12)
        + "source as it is".leftPadded(to: 18),
      row("BLEU", bleu.score, baseline.bleu.score), row("chrF2", chrf.score, baseline.chrf.score),
      "perplexity \(perplexity.text(2)) of the reference's tokens",
      "BLEU \(BLEU.signature)", "chrF2 \(CharacterFScore.signature)",
      "\(count) sentences, \(seconds.text(1)) s, "
        + "\((Double(count) / max(seconds, 1e-9)).text(0)) sentences a second",
    ]
  }
}

extension TrainedTranslator {
  /// Translates sentences and scores what comes out.
  public func evaluate(
    _ text: ParallelText, _ options: BeamOptions = BeamOptions(),
    progress: (Double) -> Void = { _ in }
  ) -> TranslationReport {
    func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    let sources = text.pairs.map { string($0.source) }
    let references = text.pairs.map { string($0.target) }
    let begin = DispatchTime.now().uptimeNanoseconds
    let hypotheses = translate(sources, options, progress: progress).map { $0.first?.text ?? "" }
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - begin) * 1e-9
    func read(_ sentence: String) -> [Int32] { Array(tokens(sentence).prefix(Self.longest)) }
    let pairs = zip(sources, references).map { TokenPair(source: read($0), target: read($1)) }
    return TranslationReport(
      bleu: BLEU(hypotheses: hypotheses, references: references),
      chrf: CharacterFScore(hypotheses: hypotheses, references: references),
      perplexity: exponential(model.natsPerToken(pairs)),
      baseline: (
        BLEU(hypotheses: sources, references: references),
        CharacterFScore(hypotheses: sources, references: references)
      ),
      count: sources.count, seconds: seconds)
  }
}
