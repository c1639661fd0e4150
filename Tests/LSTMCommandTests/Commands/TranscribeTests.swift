import Foundation
import Testing

@Suite("Transcribing")
struct TranscribeTests {
  @Test("goes from recordings to a model that writes down files, streams and evaluations")
  func wholeWay() async throws {
    let folder = try WorkFolder()
    try Tones.recordings(in: folder)
    let training = try await lstm(
      [
        "train", "recognizer", "tones", "--output", "model", "--hidden", "16", "--mels", "12",
        "--cepstra", "0", "--deltas", "0", "--no-variation", "--batch-size", "8", "--steps", "240",
        "--dropout", "0", "--learning-rate", "0.04", "--noise", "0", "--streaming", "--delay", "0",
      ], in: folder)
    #expect(training.ending == .code(0), "\(training.errors)")
    #expect(training.errors.contains("Units are 2 words: \"high\" \"low\""))
    #expect(training.errors.contains("Try: lstm transcribe model FILE.wav"))

    try folder.put(Tones.sound([0, 1, 1]), at: "a.wav")
    try folder.put(Tones.sound([1]), at: "b.wav")
    let one = try await lstm("transcribe", "model", "a.wav", "--quiet", in: folder)
    #expect(one.ending == .code(0) && one.output == "low high high\n")
    let several = try await lstm("transcribe", "model", "a.wav", "b.wav", "--quiet", in: folder)
    #expect(several.output == "a.wav\tlow high high\nb.wav\thigh\n")
    let json = try await lstm("transcribe", "model", "a.wav", "--json", in: folder)
    let answers = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
    #expect(answers?.first?["text"] as? String == "low high high")
    let words = try #require(answers?.first?["words"] as? [[String: Any]])
    #expect(words.map { $0["word"] as? String } == ["low", "high", "high"])
    let starts = words.compactMap { $0["start"] as? Double }
    #expect(starts == starts.sorted() && starts.count == 3)

    let stream = try await lstm(
      ["transcribe", "model", "-", "--json-lines"], in: folder, input: folder.path(of: "a.wav"))
    let lines = try stream.output.split(separator: "\n").map { try jsonObject(String($0)) }
    #expect(lines.contains { $0["partial"] as? String == "low" })
    #expect(lines.last?["text"] as? String == "low high high")

    let captions = try await lstm(
      ["transcribe", "model", "a.wav", "b.wav", "--format", "vtt", "--output", "captions"],
      in: folder)
    #expect(captions.ending == .code(0))
    #expect(try folder.text(at: "captions/a.vtt").hasPrefix("WEBVTT\n"))
    #expect(try folder.text(at: "captions/b.vtt").contains("high"))

    let report = try await lstm(["evaluate", "model", "tones", "--json", "--quiet"], in: folder)
    let keys = try jsonObject(report.output)
    for key in ["wer", "cer", "accuracy", "baseline", "examples", "seconds"] {
      #expect(keys[key] != nil, "\(key)")
    }
    #expect(keys["examples"] as? Int == 16)
    let errors = try await lstm("evaluate", "model", "tones", "--errors", "--quiet", in: folder)
    #expect(errors.ending == .code(0) && !errors.output.isEmpty)
  }

  @Test("names what is wrong with recordings, and goes on with the others")
  func faults() async throws {
    let folder = try WorkFolder()
    try Tones.recordings(in: folder)
    try Tones.folder("silent", in: folder)
    try folder.put(Tones.wave([Int](repeating: 0, count: 4000)), at: "silent/0_a_0.wav")
    let silent = try await lstm("train", "recognizer", "silent", "--output", "m", in: folder)
    #expect(silent.ending == .code(65) && silent.errors.contains("the recording is silent"))
    let missing = try await lstm("train", "recognizer", "nowhere", in: folder)
    #expect(missing.ending == .code(66) && missing.errors.contains("nowhere"))
    let phones = try await lstm("train", "recognizer", "tones", "--units", "phones", in: folder)
    #expect(phones.ending == .code(64) && phones.errors.contains("--lexicon"))

    let training = try await lstm(
      ["train", "recognizer", "tones", "--output", "m", "--steps", "2", "--hidden", "4"],
      in: folder)
    #expect(training.ending == .code(0), "\(training.errors)")
    try folder.put("no sound", at: "bad.wav")
    try folder.put(Tones.sound([1]), at: "good.wav")
    let some = try await lstm("transcribe", "m", "bad.wav", "good.wav", in: folder)
    #expect(some.ending == .code(65) && some.errors.contains("bad.wav"))
    #expect(some.output.hasPrefix("good.wav\t"))
    let hot = try await lstm("transcribe", "m", "good.wav", "--hot-words", "middle", in: folder)
    #expect(hot.ending == .code(65) && hot.errors.contains("middle"))
    let many = try await lstm(
      "transcribe", "m", "good.wav", "good.wav", "--format", "srt", in: folder)
    #expect(many.ending == .code(64) && many.errors.contains("--output"))
    try Tones.folder("other", in: folder)
    try folder.put(Tones.sound([0]), at: "other/middle_anna_0.wav")
    let unknown = try await lstm("evaluate", "m", "other", "--json", in: folder)
    // What the model has not learned counts as an error of its own, not as a fault of the data.
    #expect(unknown.ending == .code(0))
  }
}
