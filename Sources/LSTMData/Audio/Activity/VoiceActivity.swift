/// Finds where somebody speaks, by the energy of frames.
///
/// A frame is active when its level lies above a threshold that follows from the recording: 6 dB above the level that a
/// tenth of the frames stay below (the noise), but at least 25 dB and at most 40 dB below the loudest frame. So a
/// recording that is speech from end to end stays whole, as does one whose noise is too loud to be told from speech.
///
/// Pauses shorter than the hang-over belong to the speech around them; activity shorter than the least length is a
/// click.
public struct VoiceActivity: Sendable, Equatable {
  /// The seconds of a pause that does not end the speech.
  public var hangOver = 0.2
  /// The seconds that speech lasts at least.
  public var leastDuration = 0.03
  /// The seconds kept before and after speech.
  public var margin = 0.05
  /// The level, in decibels of full scale, that the loudest frame of speech has at least.
  public var silenceLevel = -60.0
  /// The decibels above the noise from which a frame is active.
  public var noiseMargin = 6.0
  /// The decibels below the loudest frame within which a frame is always active, and beyond which it never is.
  public var depth = 25.0...40.0

  /// The defaults suit a microphone in a room.
  public init() {}

  /// Where somebody speaks: ranges of samples, in order, none where all is silent.
  public func segments(of waveform: Waveform) -> [Range<Int>] {
    let (window, hop) = (
      samples(0.025, waveform.sampleRate), samples(0.010, waveform.sampleRate)
    )
    let levels = Self.levels(waveform.samples, window: window, hop: hop)
    guard let peak = levels.max(), peak >= silenceLevel else { return [] }
    let noise = levels.sorted()[levels.count / 10]
    let wanted = min(noise + noiseMargin, peak - depth.lowerBound)
    let threshold = max(wanted, peak - depth.upperBound)
    var found: [Range<Int>] = []
    let gap = samples(hangOver, waveform.sampleRate)
    for (frame, level) in levels.enumerated() where level >= threshold {
      let range = frame * hop..<min(frame * hop + window, waveform.samples.count)
      if let last = found.last, range.lowerBound - last.upperBound < gap {
        found[found.count - 1] = last.lowerBound..<range.upperBound
      } else {
        found.append(range)
      }
    }
    let least = samples(leastDuration, waveform.sampleRate)
    // A recording shorter than the least length may be all that there is.
    let long = found.filter { $0.count >= min(least, waveform.samples.count) }
    return widened(long, waveform)
  }

  /// The sound from where speech begins to where it ends, pauses in it included.
  ///
  /// - Parameters:
  ///   - waveform: a recording.
  ///   - name: what messages call it, its file for instance.
  /// - Throws: ``SilenceError``, where nobody speaks.
  public func trimmed(_ waveform: Waveform, name: String) throws(SilenceError) -> Waveform {
    let segments = segments(of: waveform)
    guard let first = segments.first, let last = segments.last else {
      throw SilenceError(
        name: name, duration: waveform.duration,
        level: 2 * Decibels.level(ofPower: Double(waveform.peak)))
    }
    return Waveform(
      sampleRate: waveform.sampleRate,
      samples: Array(waveform.samples[first.lowerBound..<last.upperBound]))
  }

  private func samples(_ duration: Double, _ rate: Int) -> Int {
    max(1, Int((max(0, min(duration, 3600)) * Double(rate)).rounded()))
  }

  /// The level of each frame; the last may be short.
  private static func levels(_ samples: [Float], window: Int, hop: Int) -> [Double] {
    stride(from: 0, to: max(samples.count - window + hop, min(1, samples.count)), by: hop)
      .map { start in
        let frame = samples[start..<min(start + window, samples.count)]
        var sum = 0.0
        for sample in frame { sum += Double(sample) * Double(sample) }
        return Decibels.level(ofPower: sum / Double(max(1, frame.count)))
      }
  }

  /// The ranges with the margin around each, joined where they meet.
  private func widened(_ ranges: [Range<Int>], _ waveform: Waveform) -> [Range<Int>] {
    let extra = samples(margin, waveform.sampleRate)
    var result: [Range<Int>] = []
    for range in ranges {
      let wide =
        max(0, range.lowerBound - extra)..<min(waveform.samples.count, range.upperBound + extra)
      if let last = result.last, wide.lowerBound <= last.upperBound {
        result[result.count - 1] = last.lowerBound..<wide.upperBound
      } else {
        result.append(wide)
      }
    }
    return result
  }
}
