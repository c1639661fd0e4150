import LSTMData
import LSTMTensor

/// Speech that is transcribed piece by piece, in memory that does not grow with its length.
///
/// A streaming model says at once what it has heard so far, ``partial``, and after a pause what it has come to. A model that
/// reads in both directions needs a whole utterance: it says what was said at the pause behind it.
///
/// Words are the same for any cutting of the sound into pieces. A copy is a fork.
public struct RecognitionStream: Sendable {
  private var resampler: Resampler
  /// Of a streaming model.
  private var streaming: StreamingReader?
  /// Of a model that reads in both directions.
  private var whole: UtteranceReader?

  init(
    _ recognizer: TrainedRecognizer, _ options: RecognitionOptions, sampleRate: Int
  ) throws(RecognizerError) {
    resampler = Resampler(from: sampleRate, to: recognizer.sampleRate)
    let decoder = try options.decoder(recognizer.units)
    let choices = try options.chosenTexts(recognizer.units)
    if recognizer.isStreaming, choices == nil {
      streaming = StreamingReader(recognizer, decoder, pause: options.pause)
    } else {
      whole = UtteranceReader(
        recognizer, decoder, choices: choices, pause: options.pause)
    }
  }

  /// What has been heard since the last pause and may still change; empty where the model cannot tell yet.
  public var partial: [TimedWord] { streaming?.partial ?? [] }

  /// Takes the next samples, and gives the words that will not change.
  ///
  /// - Parameter samples: of one channel, ±1 at full scale.
  public mutating func append(_ samples: [Float]) -> [TimedWord] {
    read(resampler.append(samples), isEnd: false)
  }

  /// The words that are left at the end of the sound.
  public mutating func finish() -> [TimedWord] {
    read(resampler.finish(), isEnd: true)
  }

  private mutating func read(_ samples: [Float], isEnd: Bool) -> [TimedWord] {
    var words = (streaming?.append(samples) ?? []) + (whole?.append(samples) ?? [])
    if isEnd { words += (streaming?.finish() ?? []) + (whole?.finish() ?? []) }
    return words
  }
}
