import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Captions")
struct CaptionTests {
  /// Words that follow each other without a pause, each 0.3 s long.
  private func transcript(_ text: String, pauses: [Int: Double] = [:]) -> Transcript {
    var time = 0.0
    let words = text.split(separator: " ").enumerated().map { place, word in
      time += pauses[place] ?? 0
      defer { time += 0.3 }
      return TimedWord(String(word), start: time, end: time + 0.3, confidence: 1)
    }
    return Transcript(file: "", words: words)
  }

  @Test("end at pauses of 0.6 s, and not at shorter ones")
  func pauses() {
    let captions = transcript("one two three four", pauses: [1: 0.59, 3: 0.6]).captions()
    #expect(captions.map(\.lines) == [["one two three"], ["four"]])
    #expect(captions.map(\.start) == [0, 2090] && captions.map(\.end) == [1490, 3090])
  }

  @Test("end with a sentence")
  func sentences() {
    let captions = transcript("Is it so? (It is.) 3.5 then").captions()
    #expect(captions.map(\.lines) == [["Is it so?"], ["(It is.)"], ["3.5 then"]])
  }

  @Test("have two lines where one is too short, about equally long")
  func lines() {
    let text = "the quick brown fox jumps over the lazy dog and runs away"
    let captions = transcript(text).captions()
    #expect(
      captions.map(\.lines) == [["the quick brown fox jumps over", "the lazy dog and runs away"]])
  }

  @Test("share words that do not fit into one about equally, and are cut at the longer pause")
  func balance() {
    let text = Array(repeating: "nineteen", count: 11).joined(separator: " ")
    let captions = transcript(text).captions()
    #expect(captions.map { $0.lines.joined(separator: " ").count } == [53, 44])
    let moved = transcript(text, pauses: [4: 0.5]).captions()
    #expect(moved.map { $0.lines.joined(separator: " ").count } == [35, 62])
  }

  @Test("stay a second where the next one leaves them the time, and never overlap")
  func durations() {
    let captions = transcript("no yes", pauses: [1: 0.6]).captions()
    #expect(captions.map(\.start) == [0, 900] && captions.map(\.end) == [900, 1900])
    let word = TimedWord("a.", start: 5, end: 5, confidence: 1)
    let together = Transcript(file: "", words: [word, word, word]).captions()
    #expect(together.map(\.start) == [5000, 5001, 5002])
    #expect(together.allSatisfy { $0.end > $0.start })
  }

  @Test("show every word once, in order, within the lines and times that are allowed")
  func properties() {
    var random = RandomGenerator(seed: 7)
    let options = CaptionOptions()
    for _ in 0..<40 {
      var time = 0.0
      let words = (0..<random.index(below: 120)).map { _ in
        let length = random.index(below: 30) == 0 ? 60 : 1 + random.index(below: 12)
        time += random.index(below: 10) == 0 ? Double(random.uniform()) * 2 : 0.02
        defer { time += 0.3 }
        return TimedWord(
          String(repeating: "é", count: length), start: time, end: time + 0.3, confidence: 1)
      }
      let captions = Transcript(file: "", words: words).captions(options)
      #expect(
        captions.flatMap(\.lines).joined(separator: " ")
          == words.map(\.word).joined(separator: " "))
      for (caption, next) in zip(captions, captions.dropFirst()) {
        #expect(caption.end <= next.start)
      }
      for caption in captions {
        #expect(caption.lines.count <= 2 && caption.start < caption.end)
        #expect(
          caption.end - caption.start <= 7000
            && caption.lines.allSatisfy { $0.count <= 42 || caption.lines.count == 1 })
      }
      // No pause within a caption is a long one.
      var place = 0
      for caption in captions {
        let count = caption.lines.joined(separator: " ").split(separator: " ").count
        for word in words[place..<place + count].indices.dropFirst() {
          #expect(words[word].start - words[word - 1].end < options.pause)
        }
        place += count
      }
    }
  }

  @Test("are none of no words, nor of blank ones")
  func empty() {
    #expect(transcript("").captions().isEmpty)
    let blank = TimedWord(" \n", start: 1, end: 2, confidence: 1)
    #expect(Transcript(file: "", words: [blank]).captions().isEmpty)
    let broken = TimedWord("a\nb", start: 1, end: 2, confidence: 1)
    #expect(Transcript(file: "", words: [broken]).captions().map(\.lines) == [["a b"]])
  }

  @Test("are made of ten minutes without a pause")
  func longSpeech() {
    var options = CaptionOptions()
    options.lineLength = 0
    let speech = transcript(Array(repeating: "on", count: 2000).joined(separator: " "))
    #expect(speech.captions().count > 80)
    #expect(transcript("no line at all").captions(options).count == 4)
  }
}
