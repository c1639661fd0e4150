/// A whole WAV file in memory.
///
/// ```swift
/// let file = try WAVFile(contentsOf: "seven.wav")
/// print(file.format.sampleRate, file.mono.duration)
/// ```
public struct WAVFile: Sendable, Equatable {
  /// What the header says.
  public let format: WAVFormat
  /// The samples of each channel, ±1 at full scale.
  public let channels: [[Float]]
  /// What a reader should know: that the recording was cut off, is clipped, or is beyond full scale.
  public let notes: [String]

  /// Reads a file; `-` is standard input.
  ///
  /// - Throws: ``WAVError``, where the file is missing, no WAV file, without a sample, or one is no sound.
  public init(contentsOf path: String) throws(WAVError) {
    var reader = try WAVReader(path: path)
    let count = reader.format.channelCount
    var channels = [[Float]](repeating: [], count: count)
    while let piece = try reader.next() {
      guard count > 1 else {
        channels[0] += piece
        continue
      }
      for channel in 0..<count {
        for place in stride(from: channel, to: piece.count, by: count) {
          channels[channel].append(piece[place])
        }
      }
    }
    format = reader.format
    self.channels = channels
    notes = reader.notes + Self.levelNotes(channels, file: InputFile.name(of: path))
  }

  /// The mean over the channels.
  public var mono: Waveform {
    guard channels.count > 1 else {
      return Waveform(sampleRate: format.sampleRate, samples: channels[0])
    }
    var mixed = [Float](repeating: 0, count: channels[0].count)
    for channel in channels {
      for place in mixed.indices { mixed[place] += channel[place] }
    }
    return Waveform(
      sampleRate: format.sampleRate, samples: mixed.map { $0 / Float(channels.count) })
  }

  private static func levelNotes(_ channels: [[Float]], file: String) -> [String] {
    var (peak, clipped): (Float, Int) = (0, 0)
    for channel in channels {
      var run = 0
      for sample in channel {
        let size = abs(sample)
        peak = max(peak, size)
        // One sample may reach full scale; a wave that was cut stays there.
        run = size >= 0.9999 && size <= 1 ? run + 1 : 0
        if run >= 3 { clipped += run == 3 ? 3 : 1 }
      }
    }
    if peak > 1 {
      return [
        "\(file): samples reach \(Double(peak).text(2)), and full scale is 1. Divide them, if features depend on level."
      ]
    }
    return clipped == 0
      ? [] : ["\(file): \(clipped) samples in a row stand at full scale: the recording is clipped."]
  }
}
