import Foundation
import Testing

@testable import LSTMData

@Suite("A WAV file is read")
struct WAVFileTests {
  private func read(_ file: HandMadeWAV) throws -> WAVFile {
    var result: WAVFile?
    try withTemporaryFile(file.bytes) { result = try WAVFile(contentsOf: $0) }
    return try #require(result)
  }

  @Test("in 8, 16, 24 and 32 bits, whose full scale is ±1")
  func integers() throws {
    let cases: [(bits: Int, values: [Int], expected: [Float])] = [
      (8, [0, 128, 192, 255], [-1, 0, 0.5, 127 / 128]),
      (16, [-32768, 0, 16384, 32767], [-1, 0, 0.5, 32767 / 32768]),
      (24, [-8_388_608, 0, 4_194_304, 1], [-1, 0, 0.5, 0x1p-23]),
      (32, [-2_147_483_648, 0, 1_073_741_824, 1], [-1, 0, 0.5, 0x1p-31]),
      // Twelve bits are the upper ones of two bytes.
      (12, [-32768, 0, 16384, 16], [-1, 0, 0.5, 0x1p-11]),
    ]
    for one in cases {
      for isBigEndian in [false, true] {
        var file = HandMadeWAV(name: isBigEndian ? "RIFX" : "RIFF", isBigEndian: isBigEndian)
        file.format(bits: one.bits)
        file.chunk("data", one.values.flatMap { file.number($0, (one.bits + 7) / 8) })
        #expect(try read(file).channels == [one.expected], "\(one.bits) bits")
      }
    }
  }

  @Test("in floating point of 32 and 64 bits, beyond full scale with a note")
  func floats() throws {
    for bits in [32, 64] {
      var file = HandMadeWAV()
      file.format(tag: 3, bits: bits, extra: [0, 0])
      let values: [Double] = [0.25, -1, 1.5]
      file.chunk(
        "data",
        values.flatMap {
          bits == 32
            ? file.number(Int(Float($0).bitPattern), 4)
            : file.number(Int(truncatingIfNeeded: $0.bitPattern), 8)
        })
      let found = try read(file)
      #expect(found.channels == [[0.25, -1, 1.5]])
      #expect(found.notes.count == 1 && found.notes[0].contains("1.50"))
    }
  }

  @Test(
    "as libsndfile wrote it",
    arguments: [
      "unsigned8", "signed16", "signed24", "signed32", "float32", "float64", "signed16-big-endian",
      "float32-big-endian", "signed24-extensible", "float32-extensible", "signed16-rf64",
    ])
  func libsndfile(name: String) throws {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures/wav")
    let found = try WAVFile(contentsOf: folder.appending(path: "\(name).wav").path)
    let expected: [[Float]] = [[0, -1, 0.9921875, -0.375], [0.5, 0.25, -0.0078125, 0]]
    #expect(found.channels == expected)
    #expect(found.format.sampleRate == 11025)
    #expect(name.hasPrefix(found.format.encoding.rawValue))
    #expect(found.notes.isEmpty)
  }

  @Test("as WAVE_FORMAT_EXTENSIBLE, with 24 bits of 32 used")
  func extensible() throws {
    var file = HandMadeWAV()
    let guid: [UInt8] = [1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
    file.format(
      tag: 0xFFFE, bits: 32,
      extra: file.number(22, 2) + file.number(24, 2) + file.number(4, 4) + guid)
    file.chunk("data", file.number(0x4000_0000, 4))
    #expect(try read(file).channels == [[0.5]])
    #expect(try read(file).format.encoding == .signed32)
  }

  @Test("past chunks it does not know, of odd length too, padded or not")
  func otherChunks() throws {
    for pads in [true, false] {
      var file = HandMadeWAV()
      file.chunk("LIST", [1, 2, 3], pads: pads)
      file.format()
      file.chunk("junk", [9], pads: pads)
      file.chunk("data", file.number(8192, 2))
      file.chunk("LIST", Array(repeating: 65, count: 40))
      let found = try read(file)
      #expect(found.channels == [[0.25]])
      #expect(found.notes.isEmpty)
    }
  }

  @Test("to its end where the writer did not know the length")
  func streamed() throws {
    for size in [0, 0xFFFF_FFFF, 0x7FFF_F024, 0xFFFF_FFDB] {
      for riffSize in [0, 36, 0xFFFF_FFFF] {
        var file = HandMadeWAV.signed16([8192, -8192, 1], size: size)
        file.riffSize = riffSize
        let found = try read(file)
        #expect(found.channels[0].prefix(2) == [0.25, -0.25])
        #expect(found.channels[0].count == 3)
        #expect(found.notes.isEmpty)
      }
    }
  }

  @Test("with sizes of 64 bits")
  func longSizes() throws {
    var file = HandMadeWAV(name: "RF64", riffSize: 0xFFFF_FFFF)
    file.chunk("ds64", file.number(100, 8) + file.number(4, 8) + file.number(2, 8) + [0, 0, 0, 0])
    file.format()
    file.chunk("data", file.number(8192, 2) + file.number(16384, 2), size: 0xFFFF_FFFF)
    file.chunk("LIST", [1, 2, 3, 4])
    #expect(try read(file).channels == [[0.25, 0.5]])
  }

  @Test("as far as it goes where it was cut off, and says so")
  func cutOff() throws {
    let file = HandMadeWAV.signed16([8192, 16384, 3, 4], size: 8000 * 2)
    let found = try read(file)
    #expect(found.channels[0].count == 4)
    #expect(found.notes.count == 1 && found.notes[0].contains("cut off"))
    try withTemporaryFile(Array(file.bytes.dropLast(3))) { path in
      let cut = try WAVFile(contentsOf: path)
      #expect(cut.channels == [[0.25, 0.5]])
      #expect(cut.notes[0].contains("cut off: it has 0.00 of 1.00 seconds"))
    }
  }

  @Test("channel by channel, or as their mean")
  func channels() throws {
    let found = try read(.signed16([16384, 0, -16384, -32768], channels: 2, rate: 44100))
    #expect(found.channels == [[0.5, -0.5], [0, -1]])
    #expect(found.mono == Waveform(sampleRate: 44100, samples: [0.25, -0.75]))
    // 65,535 channels of 8 bits are odd and sound.
    var wide = HandMadeWAV()
    wide.format(channels: 65_535, bits: 8)
    wide.chunk("data", [UInt8](repeating: 192, count: 65_535))
    #expect(try read(wide).mono.samples == [0.5])
  }

  @Test("with a note where it is clipped")
  func clipping() throws {
    #expect(try read(.signed16([32767, 0, 32767, 32767, 0])).notes.isEmpty)
    let found = try read(.signed16([1, 32767, 32767, 32767, 32767, 5]))
    #expect(found.notes.count == 1 && found.notes[0].contains("4 samples"))
  }

  @Test("piece by piece, with the same samples, also as a mono mix")
  func pieces() throws {
    let samples = (0..<1001).map { ($0 * 7919) % 65536 - 32768 }
    let file = HandMadeWAV.signed16(samples + [0], channels: 2)
    try withTemporaryFile(file.bytes) { path in
      let whole = try WAVFile(contentsOf: path)
      for size in [1, 7, 100, 5000] {
        var reader = try WAVReader(path: path, pieceFrames: size)
        #expect(reader.frameCount == 501)
        var mono: [Float] = []
        while let piece = try reader.next() {
          #expect(!piece.isEmpty && piece.count <= 2 * size)
          mono += reader.format.mono(piece)
        }
        #expect(mono == whole.mono.samples)
        #expect(reader.framesRead == 501)
      }
    }
  }
}
