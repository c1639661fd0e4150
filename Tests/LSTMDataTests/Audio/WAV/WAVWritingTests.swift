import Testing

@testable import LSTMData

@Suite("Sound is written as a WAV file")
struct WAVWritingTests {
  @Test("of the bytes that the format prescribes")
  func bytes() throws {
    let bytes = try WAVFile.bytes(of: [[0.5, -1], [2, 0]], sampleRate: 8000)
    #expect(
      bytes == HandMadeWAV.signed16([16384, 32767, -32768, 0], channels: 2, rate: 8000).bytes)
  }

  @Test("that is read as it was: 16-bit samples and floating point to the bit")
  func roundTrip() throws {
    let steps: [Float] = [-32768, -32767, -1, 0, 1, 2, 12345, 32767].map { $0 / 32768 }
    try withTemporaryFile(try Waveform(sampleRate: 16000, samples: steps).wavBytes()) { path in
      let file = try WAVFile(contentsOf: path)
      #expect(file.mono == Waveform(sampleRate: 16000, samples: steps))
      #expect(file.notes.isEmpty)
    }
    let any: [Float] = [0.1, -0.7, 1e-20, 1]
    let bytes = try Waveform(sampleRate: 22050, samples: any).wavBytes(encoding: .float32)
    try withTemporaryFile(bytes) { path in
      let file = try WAVFile(contentsOf: path)
      #expect(file.mono == Waveform(sampleRate: 22050, samples: any))
      #expect(file.format.encoding == .float32)
    }
  }

  @Test("but not where a sample is no number")
  func notANumber() {
    #expect(
      throws: WAVError.badSample(file: "The sound to write", frame: 1, channel: 0, value: "nan")
    ) {
      _ = try WAVFile.bytes(of: [[0, .nan]], sampleRate: 8000)
    }
  }
}
