import ArgumentParser
import Foundation
import LSTMFormats
import LSTMKit

/// `lstm speak`: a text in, a WAV file out.
struct SpeakCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "speak",
    abstract: "Say a text in a voice that was learned, or go on with a recording.",
    discussion: """
      Writes a WAV file. Numbers up to 999,999 are said as words. Another --seed is another take; the same seed gives the \
      same sound. With --continue there is no text: the model goes on with a recording in its manner, and the file has \
      the recording and what follows it.

      EXAMPLE:
        lstm speak digits-synthesizer "three one four" --speaker theo --output pi.wav
        lstm speak digits-synthesizer 42 --seed 7 --output - | aplay
        lstm speak digits-synthesizer --continue seven.wav --seconds 3 --output on.wav
      """)

  @Argument(help: "Folder of a synthesiser.")
  var model: String

  @Argument(help: "What to say.")
  var text: String?

  @Option(help: "Whose voice; the first one's where nothing is said.")
  var speaker: String?

  @Option(name: .customLong("continue"), help: "WAV file to go on with; - is standard input.")
  var recording: String?

  @Option(parsing: .unconditional, help: "How long to go on, in seconds.")
  var seconds = 3.0

  @Option(
    parsing: .unconditional,
    help: "When going on: below 1 more usual sounds, above 1 more unusual ones.")
  var temperature: Float = 1

  @Option(help: "WAV file to write; - is standard output.")
  var output: String

  @Flag(help: "Replace a file that is there.")
  var force = false

  @Option(parsing: .unconditional, help: "A whole number: same seed, same bits.")
  var seed: UInt64 = 1

  @OptionGroup var speaking: SpeakingArguments
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard (text == nil) != (recording == nil) else {
      throw ValidationError(
        text == nil
          ? "There is nothing to say: give a text, or --continue with a recording."
          : "A text and --continue exclude each other.")
    }
    guard recording == nil || speaker == nil else {
      throw ValidationError("--speaker belongs to a text; a recording says itself who speaks.")
    }
    guard seconds > 0, seconds <= 600 else {
      throw ValidationError("--seconds is \(seconds); it must be above 0, up to 600.")
    }
    guard temperature > 0, temperature <= 10 else {
      throw ValidationError("--temperature is \(temperature); it must be above 0, up to 10.")
    }
    guard !(shared.json && output == "-") else {
      throw ValidationError("--json and the sound both go to standard output: name a file.")
    }
  }

  func run() throws {
    try shared.apply()
    let synthesizer = try TrainedSynthesizer(contentsOf: ModelFolder.open(model))
    if output != "-" { try AtomicFile.probe(output, replaces: force) }
    let options = speaking.options(seed: seed)
    let (sound, json) =
      if let recording {
        try proceed(from: recording, synthesizer, options)
      } else {
        try say(text ?? "", synthesizer, options)
      }
    let bytes = try sound.wavBytes()
    if output == "-" { return try Terminal.write(bytes) }
    try AtomicFile.write(bytes, to: output)
    if shared.json {
      try shared.print(json)
    } else {
      shared.report(["\(output): \(sound.duration.text(2)) s"])
    }
  }

  private func say(
    _ text: String, _ synthesizer: TrainedSynthesizer, _ options: SpeakingOptions
  ) throws -> (sound: Waveform, json: JSONValue) {
    let speech = try synthesizer.speech(text, speaker: speaker, options)
    let units: [JSONValue] = speech.units.map {
      ["text": .string($0.text), "start": .number($0.start), "end": .number($0.end)]
    }
    return (
      speech.waveform,
      [
        "file": .string(output), "text": .string(text),
        "speaker": .string(speaker ?? synthesizer.speakers.first ?? ""),
        "seed": seed.json, "seconds": .number(speech.waveform.duration),
        "sample_rate": speech.waveform.sampleRate.json, "units": .array(units),
      ]
    )
  }

  private func proceed(
    from path: String, _ synthesizer: TrainedSynthesizer, _ options: SpeakingOptions
  ) throws -> (sound: Waveform, json: JSONValue) {
    let recording = try WAVFile(contentsOf: path).mono
    let name = path == "-" ? "Standard input" : path
    var sound = Resampler.resample(recording, to: synthesizer.sampleRate)
    let following = try synthesizer.continuation(
      of: recording, named: name, seconds: seconds, temperature: temperature, options)
    let heard = sound.duration
    sound.samples += following.samples
    return (
      sound,
      [
        "file": .string(output), "continued": .string(path), "recording_seconds": .number(heard),
        "continuation_seconds": .number(following.duration), "seed": seed.json,
        "sample_rate": sound.sampleRate.json,
      ]
    )
  }
}
