import Foundation
import Testing

@Suite("Transcribing")
struct TranscribeTests {
  /// Tones of two heights as sixteen-bit WAV: word 0 is low, word 1 high.
  private static func tones(_ words: [Int], height: Double = 1) -> [UInt8] {
    var samples = [Int](repeating: 0, count: 300)
    for word in words {
      for place in 0..<1000 {
        let frequency = height * (word == 0 ? 500.0 : 1500.0)
        let angle = 2 * Double.pi * frequency * Double(place) / 8000
        let rise = min(1.0, Double(place) / 160, Double(1000 - place) / 160)
        samples.append(Int((10_000 * rise * sin(angle)).rounded()))
      }
      samples += [Int](repeating: 0, count: 600)
    }
    return wave(samples)
  }

  private static func wave(_ samples: [Int]) -> [UInt8] {
    func number(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let size = 2 * samples.count
    return Array("RIFF".utf8) + number(36 + size, 4) + Array("WAVEfmt ".utf8) + number(16, 4)
      + number(1, 2) + number(1, 2) + number(8000, 4) + number(16_000, 4) + number(2, 2)
      + number(16, 2) + Array("data".utf8) + number(size, 4) + samples.flatMap { number($0, 2) }
  }

  private static func make(_ name: String, in folder: WorkFolder) throws {
    try FileManager.default.createDirectory(
      atPath: folder.path(of: name), withIntermediateDirectories: false)
  }

  private static func recordings(in folder: WorkFolder) throws {
    try make("tones", in: folder)
    for place in 0..<16 {
      let words = (0...place % 3).map { (place + $0 * (place / 3)) % 2 }
      let name = words.map { ["low", "high"][$0] }.joined(separator: "_")
      try folder.put(
        tones(words, height: 1 + 0.01 * Double(place % 4)),
        at: "tones/\(name)_\(place % 2 == 0 ? "anna" : "ben")_\(place).wav")
    }
  }

  @Test("goes from recordings to a model that writes down files, streams and evaluations")
  func wholeWay() async throws {
    let folder = try WorkFolder()
    try Self.recordings(in: folder)
    let training = try await lstm(
      [
        "train", "recognizer", "tones", "--output", "model", "--hidden", "16", "--mels", "12",
        "--cepstra", "0", "--deltas", "0", "--no-variation", "--batch-size", "8", "--steps", "240",
        "--dropout", "0", "--learning-rate", "0.04", "--noise", "0", "--streaming",
      ], in: folder)
    #expect(training.ending == .code(0), "\(training.errors)")
    #expect(training.errors.contains("Units are 2 words: \"high\" \"low\""))
    #expect(training.errors.contains("Try: lstm transcribe model FILE.wav"))

    try folder.put(Self.tones([0, 1, 1]), at: "a.wav")
    try folder.put(Self.tones([1]), at: "b.wav")
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
    try Self.recordings(in: folder)
    try Self.make("silent", in: folder)
    try folder.put(Self.wave([Int](repeating: 0, count: 4000)), at: "silent/0_a_0.wav")
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
    try folder.put(Self.tones([1]), at: "good.wav")
    let some = try await lstm("transcribe", "m", "bad.wav", "good.wav", in: folder)
    #expect(some.ending == .code(65) && some.errors.contains("bad.wav"))
    #expect(some.output.hasPrefix("good.wav\t"))
    let hot = try await lstm("transcribe", "m", "good.wav", "--hot-words", "middle", in: folder)
    #expect(hot.ending == .code(65) && hot.errors.contains("middle"))
    let many = try await lstm(
      "transcribe", "m", "good.wav", "good.wav", "--format", "srt", in: folder)
    #expect(many.ending == .code(64) && many.errors.contains("--output"))
    try Self.make("other", in: folder)
    try folder.put(Self.tones([0]), at: "other/middle_anna_0.wav")
    let unknown = try await lstm("evaluate", "m", "other", "--json", in: folder)
    // What the model has not learned counts as an error of its own, not as a fault of the data.
    #expect(unknown.ending == .code(0))
  }
}
