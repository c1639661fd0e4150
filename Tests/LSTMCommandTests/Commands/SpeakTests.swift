import Foundation
import Testing

@Suite("Speaking")
struct SpeakTests {
  @Test("goes from recordings to a model that says texts and goes on with recordings")
  func wholeWay() async throws {
    let folder = try WorkFolder()
    try Tones.recordings(in: folder)
    let training = try await lstm(
      [
        "train", "synthesizer", "tones", "--output", "voices", "--hidden", "16", "--steps", "12",
      ], in: folder)
    #expect(training.ending == .code(0), "\(training.errors)")
    #expect(training.errors.contains("Try: lstm speak voices"))

    let said = try await lstm(
      ["speak", "voices", "low high", "--speaker", "ben", "--output", "said.wav"], in: folder)
    #expect(said.ending == .code(0), "\(said.errors)")
    let sound = try folder.bytes(at: "said.wav")
    #expect(Array(sound[0..<4]) == Array("RIFF".utf8) && sound.count > 2000)
    let again = try await lstm(
      ["speak", "voices", "low high", "--speaker", "ben", "--output", "again.wav"], in: folder)
    #expect(again.ending == .code(0))
    #expect(try folder.bytes(at: "again.wav") == sound)

    try folder.put(Tones.sound([0, 1]), at: "begin.wav")
    let on = try await lstm(
      ["speak", "voices", "--continue", "begin.wav", "--seconds", "0.5", "--output", "on.wav"],
      in: folder)
    #expect(on.ending == .code(0), "\(on.errors)")
    #expect(try folder.bytes(at: "on.wav").count > folder.bytes(at: "begin.wav").count + 6000)

    let report = try await lstm(["evaluate", "voices", "tones", "--json", "--quiet"], in: folder)
    #expect(report.ending == .code(0), "\(report.errors)")
    let keys = try jsonObject(report.output)
    for key in ["mel_cepstral_distortion", "real_time_factor", "baseline", "examples", "seconds"] {
      #expect(keys[key] != nil, "\(key)")
    }

    let nobody = try await lstm(
      ["speak", "voices", "low", "--speaker", "bem", "--output", "x.wav"], in: folder)
    #expect(nobody.ending == .code(64))
    #expect(nobody.errors.contains("ben"))
    let letters = try await lstm("speak", "voices", "zulu", "--output", "x.wav", in: folder)
    #expect(letters.ending == .code(64) && letters.errors.contains("z"))
    let there = try await lstm("speak", "voices", "low", "--output", "said.wav", in: folder)
    #expect(there.ending == .code(73) && there.errors.contains("--force"))
    #expect(!folder.has("x.wav"))
  }
}
