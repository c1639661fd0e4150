import Foundation
import LSTMTensor
import Testing

@testable import LSTMData

@Suite("Recordings of formant voices")
struct FormantRecordingsTests {
  @Test("are named so that a folder of them says what is spoken by whom")
  func names() throws {
    let recordings = try FormantRecordings(
      texts: ["yes", "go left"], voices: 1..<3, takes: 0..<2, sampleRate: 16_000
    ).made()
    let pattern = try FileNamePattern(FileNamePattern.standard)
    #expect(recordings.count == 8)
    for recording in recordings {
      let match = try #require(pattern.match(recording.name))
      #expect(match.text == recording.text && match.speaker == recording.speaker)
      #expect(match.take == recording.take)
    }
    #expect(Set(recordings.map(\.name)).count == 8)
  }

  /// Cepstra of the part that is spoken, their mean over time taken off.
  private static func cepstra(_ waveform: Waveform) throws -> [[Float]] {
    var options = AcousticOptions(sampleRate: waveform.sampleRate)
    options.hopDuration = 0.02
    options.windowDuration = 0.03
    options.highestFrequency = 4000
    options.melCount = 24
    options.kind = .cepstrum(count: 12)
    let spoken = try VoiceActivity().trimmed(waveform, name: "a word")
    let features = try AcousticAnalysis(options).features(of: spoken.samples)
    let width = features.width
    let means = (0..<width).map { column in
      (0..<features.count).reduce(Float(0)) { $0 + features.values[$1 * width + column] }
        / Float(features.count)
    }
    // The first coefficient is loudness, which tells little.
    return (0..<features.count).map { frame in
      (0..<width).map { column in
        (features.values[frame * width + column] - means[column]) * (column == 0 ? 0.3 : 1)
      }
    }
  }

  /// The mean distance of frames along the best path that is in step with both words (dynamic time warping).
  private static func distance(_ first: [[Float]], _ second: [[Float]]) -> Float {
    var row = [Float](repeating: .infinity, count: second.count + 1)
    row[0] = 0
    for frame in first {
      var diagonal = row[0]
      row[0] = .infinity
      for (place, other) in second.enumerated() {
        var sum: Float = 0
        for column in frame.indices {
          let difference = frame[column] - other[column]
          sum += difference * difference
        }
        let best = min(diagonal, row[place], row[place + 1])
        diagonal = row[place + 1]
        row[place + 1] = best + sum.squareRoot()
      }
    }
    return row[second.count] / Float(first.count + second.count)
  }

  @Test("are words that other voices' words tell: nine in ten at least by the nearest of four")
  func recognition() throws {
    let words = ["yes", "no", "stop", "go", "left", "right", "zero", "nine"]
    let recordings = try FormantRecordings(
      texts: words, voices: 0..<6, takes: 0..<1, sampleRate: 16_000
    ).made()
    let known = try recordings.filter {
      ["voice0", "voice1", "voice2", "voice3"].contains($0.speaker)
    }
    .map { (word: $0.text, frames: try Self.cepstra($0.waveform)) }
    var (right, count) = (0, 0)
    for recording in recordings where ["voice4", "voice5"].contains(recording.speaker) {
      let frames = try Self.cepstra(recording.waveform)
      let nearest = known.min {
        Self.distance(frames, $0.frames) < Self.distance(frames, $1.frames)
      }
      count += 1
      if nearest?.word == recording.text { right += 1 }
    }
    #expect(count == 16 && Double(right) >= 0.9 * Double(count))
  }
}
