import Testing

@testable import LSTMData

@Suite("A pattern of file names")
struct FileNamePatternTests {
  private typealias Match = FileNamePattern.Match

  @Test("finds text, speaker and take")
  func fields() throws {
    let pattern = try FileNamePattern(FileNamePattern.standard)
    #expect(pattern.match("7_theo_3.wav") == Match(text: "7", speaker: "theo", take: 3))
    #expect(
      pattern.match("turn_left_anna_12.WAV") == Match(text: "turn left", speaker: "anna", take: 12))
    for name in ["7_theo.wav", "7_theo_x.wav", "7_theo_3.mp3", "7__3.wav", ".wav", "7_theo_-3.wav"]
    {
      #expect(pattern.match(name) == nil, "\(name)")
    }
  }

  @Test("may have any order, words around fields, and parts that do not count")
  func forms() throws {
    let words = try FileNamePattern("{text}.wav")
    #expect(words.match("0_0_1.wav") == Match(text: "0 0 1"))
    let other = try FileNamePattern("rec-{speaker}--{take}-{}-{text}.wav")
    #expect(
      other.match("rec-otto-k--4-2024-good_day.wav")
        == Match(text: "good day", speaker: "otto-k", take: 4))
    #expect(!(try FileNamePattern("{speaker}_{take}.wav")).hasText)
  }

  @Test("is refused where it cannot be read")
  func faults() {
    for pattern in [
      "", "a.wav", "{text", "{word}.wav", "{text}{take}.wav", "{text}_{text}.wav", "a/{text}.wav",
    ] {
      #expect(throws: RecordingError.self, "\(pattern)") { _ = try FileNamePattern(pattern) }
    }
  }
}
