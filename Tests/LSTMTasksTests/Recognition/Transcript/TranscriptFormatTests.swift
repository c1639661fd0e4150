import Foundation
import LSTMFormats
import Testing

@testable import LSTMTasks

@Suite("Transcripts are written")
struct TranscriptFormatTests {
  private static let transcript = Transcript(
    file: "a/b.wav",
    words: [
      TimedWord("three", frames: 1..<31, hop: 0.01, confidence: 0.99),
      TimedWord("\"one\"", start: 0.3333333, end: 0.7, confidence: 0.5),
    ])

  @Test("as captions that are those of the packages srt and webvtt-py, to the byte")
  func fixtures() throws {
    let url = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    let cases = try JSONReader(contentsOf: url.path + "/transcripts.json").elements()
    #expect(cases.count == 5)
    for item in cases {
      let captions = try item.member("captions").elements().map { caption in
        Caption(
          start: try caption.member("start").integer(), end: try caption.member("end").integer(),
          lines: try caption.member("lines").elements().map { try $0.string() })
      }
      #expect(TranscriptFormat.srt(captions) == (try item.member("srt").string()))
      #expect(TranscriptFormat.vtt(captions) == (try item.member("vtt").string()))
    }
  }

  @Test("as JSON with the members that programs read")
  func json() throws {
    let text = try JSONValue.array([Self.transcript.json]).text(.compact)
    #expect(
      text == """
        [{"file":"a/b.wav","text":"three \\"one\\"","words":[{"word":"three","start":0.005,"end":0.305,\
        "confidence":0.99},{"word":"\\"one\\"","start":0.333,"end":0.7,"confidence":0.5}]}]
        """)
    #expect(try TranscriptFormat.json.text(of: []) == "[]\n")
  }

  @Test("as text, a line for each recording")
  func text() throws {
    let other = Transcript(file: "c.wav", text: "two\nlines ", words: [])
    #expect(
      try TranscriptFormat.text.text(of: [Self.transcript, other]) == "three \"one\"\ntwo lines\n")
    #expect(TranscriptFormat.allCases.map(\.fileExtension) == ["txt", "json", "srt", "vtt"])
  }

  @Test("as captions of its words")
  func captions() throws {
    #expect(
      try TranscriptFormat.srt.text(of: [Self.transcript])
        == "1\n00:00:00,005 --> 00:00:01,005\nthree \"one\"\n\n")
    #expect(
      try TranscriptFormat.vtt.text(of: [Self.transcript])
        == "WEBVTT\n\n00:00:00.005 --> 00:00:01.005\nthree \"one\"\n\n")
  }

  @Test("with times and confidences that make sense, whatever a word was given")
  func hostileNumbers() throws {
    let word = TimedWord("x", start: -3, end: .nan, confidence: .infinity)
    #expect(word.start == 0 && word.end == 0 && word.confidence == 1)
    let other = TimedWord("y", start: .infinity, end: 1e300, confidence: .nan)
    #expect(other.start == 0 && other.end == 1e300 && other.confidence == 0)
    let transcript = Transcript(file: "", words: [word, other])
    for format in TranscriptFormat.allCases { _ = try format.text(of: [transcript]) }
  }
}
