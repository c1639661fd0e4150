import Dispatch
import LSTMData
import LSTMFormats
import LSTMTensor

extension TrainedRecognizer {
  /// Transcribes recordings and compares with what is said in them.
  ///
  /// - Parameters:
  ///   - data: recordings and their texts, at any rate.
  ///   - options: how to search.
  ///   - commonest: the text that is the baseline's answer to everything.
  ///   - progress: receives the share that is done.
  /// - Throws: ``RecognizerError``, where a hot word or a language model does not fit the units.
  public func evaluate(
    _ data: SpokenRecordings, _ options: RecognitionOptions = RecognitionOptions(),
    commonest: String, progress: (Double) -> Void = { _ in }
  ) throws(RecognizerError) -> RecognitionReport {
    let begin = DispatchTime.now().uptimeNanoseconds
    let recordings = data.recordings
    let start = try stream(options, sampleRate: data.sampleRate)
    var texts: [String] = []
    for first in stride(from: 0, to: recordings.count, by: Self.partSize) {
      let part = recordings[first..<min(recordings.count, first + Self.partSize)]
      texts += SideBySide.map(part.count) { place in
        var stream = start
        return
          (stream.append(part[first + place].waveform.samples) + stream.finish()).text
      }
      progress(Double(texts.count) / Double(recordings.count))
    }
    let references = recordings.map(\.text)
    return RecognitionReport(
      score: RecognitionScore(hypotheses: texts, references: references),
      baseline: RecognitionScore(
        hypotheses: references.map { _ in commonest }, references: references),
      names: recordings.map(\.name), commonest: commonest, duration: data.duration,
      seconds: Double(DispatchTime.now().uptimeNanoseconds - begin) * 1e-9)
  }

  /// Recordings between two reports of progress.
  private static let partSize = 64
}

/// What `lstm evaluate` says about a recogniser.
public struct RecognitionReport: Sendable {
  /// The model's errors.
  public let score: RecognitionScore
  /// The errors of one and the same answer to everything.
  public let baseline: RecognitionScore
  /// The recordings' names.
  public let names: [String]
  /// The baseline's answer.
  public let commonest: String
  /// The length of the recordings in seconds.
  public let duration: Double
  /// How long it took.
  public let seconds: Double

  /// What the baseline is, in words.
  static func baselineName(_ text: String) -> String {
    "the commonest text of the training, \(text.quotedForMessage), for everything"
  }

  /// The report with the keys that programs read.
  public var json: JSONValue {
    func members(_ score: RecognitionScore) -> [(String, JSONValue)] {
      [
        ("wer", .number(score.wordErrorRate)), ("cer", .number(score.characterErrorRate)),
        ("accuracy", .number(score.accuracy)),
        ("substitutions", score.words.substitutions.json),
        ("deletions", score.words.deletions.json), ("insertions", score.words.insertions.json),
      ]
    }
    return .object(
      JSONObject(
        members(score) + [
          ("baseline", .object(JSONObject(members(baseline)))),
          ("examples", score.alignments.count.json), ("words", score.words.referenceCount.json),
          ("audio_seconds", .number(duration)),
          ("real_time_factor", .number(duration / max(seconds, 1e-9))),
          ("seconds", .number(seconds)),
        ]))
  }

  /// The report as lines for people.
  public var lines: [String] {
    func row(_ name: String, _ value: (RecognitionScore) -> Double) -> String {
      name.padded(to: 22) + "\((100 * value(score)).text(2)) %".leftPadded(to: 12)
        + "\((100 * value(baseline)).text(2)) %".leftPadded(to: 12)
    }
    let words = score.words
    return [
      "".padded(to: 22) + "model".leftPadded(to: 12) + "baseline".leftPadded(to: 12),
      row("word error rate", \.wordErrorRate), row("character error rate", \.characterErrorRate),
      row("recordings right", \.accuracy), "",
      "\(words.referenceCount) words: \(words.substitutions) taken for others, \(words.deletions) missed, "
        + "\(words.insertions) heard that were not said",
      "baseline: \(Self.baselineName(commonest))",
      "\(score.alignments.count) recordings, \(duration.text(1)) s of sound in \(seconds.text(1)) s",
    ]
  }

  /// The errors: each recording that has some, aligned with what was said, and the words that are taken for others most
  /// often.
  public var errorLines: [String] {
    var lines: [String] = []
    for (name, alignment) in zip(names, score.alignments) where alignment.counts.errors > 0 {
      lines += [name] + alignment.lines() + [""]
    }
    let confusions = score.confusions.prefix(20).map { confusion in
      let reference = confusion.reference?.quotedForMessage ?? "nothing"
      let hypothesis = confusion.hypothesis?.quotedForMessage ?? "nothing"
      return "\(confusion.count)".leftPadded(to: 6) + "  \(reference) heard as \(hypothesis)"
    }
    return lines + (confusions.isEmpty ? ["No errors."] : confusions)
  }
}
