import LSTMTensor

/// Searches for what was said: prefixes are followed side by side, and each gathers the probability of all alignments that
/// spell it (Graves and Jaitly 2014, "Towards end-to-end speech recognition with recurrent neural networks", algorithm 1;
/// Hannun and others 2014, "First-pass large vocabulary continuous speech recognition using bi-directional recurrent DNNs",
/// arXiv:1408.2873, algorithm 1).
///
/// A prefix is ranked by ln p(heard) + α ln p(language) + β words + the bonus of its hot words. Frames may come in pieces of
/// any size, with the same result as the whole; memory grows with the text, not with time. No result depends on chance:
/// of equally good prefixes the one that came first stays.
public struct PrefixBeamSearch<Language: DecodingLanguageModel>: Sendable {
  private let language: Language
  var beam: PrefixBeam
  /// What the language model remembers of each prefix in the beam.
  private var states: [Language.State]

  /// How many frames were read.
  public var frameCount: Int { beam.frameCount }

  /// A search that has heard nothing.
  ///
  /// - Parameters:
  ///   - language: what is probable before anything is heard.
  ///   - options: how to search.
  ///   - blank: the class that stands for no unit.
  public init(language: Language, options: PrefixBeamOptions = .init(), blank: Int32 = 0) {
    self.language = language
    beam = PrefixBeam(options: options, blank: blank)
    states = [language.start]
  }

  /// Reads frames; one whose logits are no numbers says nothing.
  ///
  /// - Parameter logits: [T, V].
  public mutating func read(_ logits: Tensor) {
    let classes = logits.shape.columnCount
    let weight = beam.options.languageWeight
    precondition(beam.blank >= 0 && beam.blank < classes, "blank \(beam.blank) of \(classes)")
    logits.detached.softmax().withBuffer { probabilities in
      for row in 0..<logits.shape.rowCount {
        let (language, before) = (language, states)
        let origins = beam.read(probabilities[row * classes..<(row + 1) * classes]) { place, unit in
          weight * language.logProbability(of: unit, after: before[place])
        }
        states = origins.map { origin in
          let state = before[origin.entry]
          return origin.unit.map { language.state(after: state, reading: $0) } ?? state
        }
      }
    }
  }

  /// The best hypotheses, the best first.
  ///
  /// - Parameters:
  ///   - count: how many at most; there are no more than the beam is wide.
  ///   - isComplete: whether nothing follows, so that language model and hot words count an end; else the text goes on.
  public func hypotheses(_ count: Int = 1, isComplete: Bool = true) -> [RecognitionHypothesis] {
    let weight = beam.options.languageWeight
    let scored = beam.entries.indices.map { place -> (score: Double, logProbability: Double) in
      let entry = beam.entries[place]
      let logProbability = naturalLogarithm(entry.mass) + beam.logScale
      guard isComplete else { return (logProbability + beam.prior(entry), logProbability) }
      let end = weight * language.logProbabilityOfEnd(after: states[place])
      let hotWords = beam.options.hotWords.bonusAtEnd(entry.hotWords)
      return (logProbability + entry.prior + end + hotWords, logProbability)
    }
    let order = scored.indices.sorted { (scored[$1].score, $0) < (scored[$0].score, $1) }
    return order.prefix(max(0, count)).map { place in
      let path = beam.entries[place].bestPath
      let units = beam.history.sequence(upTo: path.before) + (path.last.map { [$0] } ?? [])
      return RecognitionHypothesis(
        units: units, logProbability: scored[place].logProbability, score: scored[place].score)
    }
  }

  /// The best hypothesis if nothing follows.
  public var best: RecognitionHypothesis {
    hypotheses().first ?? RecognitionHypothesis(units: [], logProbability: 0, score: 0)
  }

  /// The best hypothesis so far, if more follows.
  public var partial: RecognitionHypothesis {
    hypotheses(isComplete: false).first ?? best
  }
}

extension PrefixBeamSearch where Language == NoLanguageModel {
  /// A search that knows no language.
  public init(options: PrefixBeamOptions = .init(), blank: Int32 = 0) {
    self.init(language: NoLanguageModel(), options: options, blank: blank)
  }
}
