import LSTMData
import LSTMFormats
import LSTMTensor

/// Recordings with their texts and their sound, all at one sample rate, in memory.
public struct SpokenRecordings: Sendable {
  /// One recording.
  public struct Recording: Sendable, Equatable {
    /// The file's path from the folder on.
    public let name: String
    /// The words that are spoken, one space between them.
    public let text: String
    /// Who speaks, `nil` where nothing says it.
    public let speaker: String?
    /// The sound.
    public let waveform: Waveform

    /// A recording that is in memory.
    ///
    /// - Parameters:
    ///   - name: what reports call it.
    ///   - text: the words that are spoken, one space between them.
    ///   - speaker: who speaks, `nil` where nothing says it.
    ///   - waveform: the sound.
    public init(name: String, text: String, speaker: String?, waveform: Waveform) {
      (self.name, self.text) = (name, text)
      (self.speaker, self.waveform) = (speaker, waveform)
    }
  }

  /// What the recordings are called in reports: their folder.
  public let name: String
  /// Samples a second.
  public let sampleRate: Int
  /// The recordings that somebody speaks in.
  public let recordings: [Recording]
  /// What was left out, and what a reader should know about the sound.
  public let notes: [String]

  /// The highest rate that is chosen where nothing is asked for: what lies above 8,000 Hz tells words apart no better.
  public static let highestUsualRate = 16_000

  /// Recordings that are in memory.
  ///
  /// - Parameters:
  ///   - name: what reports call them.
  ///   - recordings: at least one, each at the rate of the first.
  public init(name: String, recordings: [Recording]) {
    let rate = recordings.first?.waveform.sampleRate ?? 1
    precondition(
      !recordings.isEmpty && recordings.allSatisfy { $0.waveform.sampleRate == rate },
      "recordings at one sample rate")
    self.init(name: name, sampleRate: rate, recordings: recordings, notes: [])
  }

  init(name: String, sampleRate: Int, recordings: [Recording], notes: [String]) {
    self.name = name
    self.sampleRate = sampleRate
    self.recordings = recordings
    self.notes = notes
  }

  /// Reads the sound of a set.
  ///
  /// Channels are mixed. What is silent from end to end is left out, with a note.
  ///
  /// - Parameters:
  ///   - set: recordings and their texts.
  ///   - sampleRate: what all are brought to; `nil`: the rate of most of them, at most ``highestUsualRate``.
  /// - Throws: `WAVError` for the first file that cannot be read, ``SpeechDataError``.
  public init(_ set: RecordingSet, sampleRate: Int? = nil) throws {
    var (recordings, notes, silent): ([Recording], [String], [String]) = ([], [], [])
    var remarks: [String] = []
    for recording in set.recordings {
      let file = try WAVFile(contentsOf: recording.path)
      remarks += file.notes
      let sound = file.mono
      guard !VoiceActivity().segments(of: sound).isEmpty else {
        silent.append(recording.name)
        continue
      }
      recordings.append(
        Recording(
          name: recording.name, text: recording.text, speaker: recording.speaker, waveform: sound))
    }
    guard !recordings.isEmpty else {
      throw SpeechDataError.onlySilence(folder: set.folder, count: set.recordings.count)
    }
    let rate = sampleRate ?? Self.usualRate(of: recordings)
    notes = set.notes
    if let first = silent.first {
      notes.append(
        "\(silent.count == 1 ? "1 recording is" : "\(silent.count) recordings are") silent and left out, "
          + "\(first.quotedForMessage)\(silent.count == 1 ? "" : " first").")
    }
    notes += Self.summary(of: remarks)
    let others = recordings.count { $0.waveform.sampleRate != rate }
    if others > 0 {
      notes.append(
        "\(others == 1 ? "1 recording is" : "\(others) recordings are") brought to \(rate) samples a second."
      )
    }
    let read = recordings
    self.init(
      name: set.folder, sampleRate: rate,
      recordings: SideBySide.map(read.count) { place in
        let recording = read[place]
        return Recording(
          name: recording.name, text: recording.text, speaker: recording.speaker,
          waveform: Resampler.resample(recording.waveform, to: rate))
      }, notes: notes)
  }

  /// The length of all recordings in seconds.
  public var duration: Double { recordings.reduce(0) { $0 + $1.waveform.duration } }

  /// The speakers, in the order of their names' bytes.
  public var speakers: [String] {
    Set(recordings.compactMap(\.speaker)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The SHA-256 of texts, speakers and samples.
  public var digest: String {
    var sink = DigestSink()
    sink.take([UInt64(sampleRate), UInt64(recordings.count)])
    for recording in recordings {
      sink.take([recording.text, recording.speaker ?? ""])
      sink.take([UInt64(recording.waveform.samples.count)])
      sink.take(recording.waveform.samples.map { UInt64($0.bitPattern) })
    }
    return sink.digest.finalize()
  }

  /// Some of the recordings.
  func part(_ places: [Int]) -> SpokenRecordings {
    SpokenRecordings(
      name: name, sampleRate: sampleRate, recordings: places.map { recordings[$0] }, notes: [])
  }

  private static func usualRate(of recordings: [Recording]) -> Int {
    let rates = recordings.map(\.waveform.sampleRate).sorted()
    var best = (rate: rates.first ?? 1, count: 0)
    for rate in Set(rates).sorted() {
      let count = rates.count { $0 == rate }
      if count >= best.count { best = (rate, count) }
    }
    return min(best.rate, highestUsualRate)
  }

  /// The first remark, and how many more there are.
  private static func summary(of remarks: [String]) -> [String] {
    guard let first = remarks.first else { return [] }
    return remarks.count < 4
      ? remarks : [first, "\(remarks.count - 1) more recordings have such remarks."]
  }
}
