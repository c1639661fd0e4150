import LSTMTensor
import Testing

@testable import LSTMData

@Suite("A file that is no WAV file, or a broken one, is told by name")
struct WAVErrorTests {
  private func failure(_ bytes: [UInt8]) throws -> WAVError? {
    var found: WAVError?
    try withTemporaryFile(bytes) { path in
      do throws(WAVError) {
        _ = try WAVFile(contentsOf: path)
      } catch {
        found = error
        #expect(error.description.contains(path))
        #expect(error.kind == .badData)
      }
    }
    return found
  }

  @Test("other formats")
  func otherFormats() throws {
    let starts: [([UInt8], String)] = [
      (Array("fLaC....".utf8), "FLAC"), (Array("OggS....".utf8), "Ogg"),
      (Array("ID3.....".utf8), "MP3"), (Array("RIFF....AVI ".utf8), "RIFF file that is no WAV"),
      (Array("....ftypM4A ".utf8), "MPEG-4"), (Array("riff....".utf8), "Wave64"),
      (Array("file\ttext\n".utf8), "0x66 0x69"), ([7], "0x07"),
    ]
    for (bytes, name) in starts {
      let error = try #require(try failure(bytes))
      guard case .notWAV(_, let found) = error else {
        Issue.record("\(error)")
        continue
      }
      #expect(found.contains(name))
    }
  }

  @Test("no channel, no rate, a block of another size, an unknown number of bits")
  func fields() throws {
    func field(_ change: (inout HandMadeWAV) -> Void) throws -> String {
      var file = HandMadeWAV()
      change(&file)
      file.chunk("data", [0, 0, 0, 0])
      guard case .badFormat(_, let field, _, _)? = try failure(file.bytes) else { return "" }
      return field
    }
    #expect(try field { $0.format(channels: 0) } == "number of channels")
    #expect(try field { $0.format(rate: 0) } == "sample rate")
    #expect(try field { $0.format(rate: 0xFFFF_FFFF) } == "sample rate")
    #expect(try field { $0.format(channels: 65_535, block: 2) } == "block size")
    #expect(try field { $0.format(block: 0) } == "block size")
    #expect(try field { $0.format(bits: 0) } == "number of bits")
    #expect(try field { $0.format(bits: 64) } == "number of bits")
    #expect(try field { $0.format(tag: 3, bits: 16) } == "number of bits")
    #expect(try field { $0.chunk("fmt ", [1, 0, 1, 0]) } == "\"fmt \" chunk")
  }

  @Test("compressed samples")
  func compressed() throws {
    for (tag, name) in [
      (2, "ADPCM"), (6, "A-law"), (7, "µ-law"), (0x55, "MP3"), (0x1234, "0x1234"),
    ] {
      var file = HandMadeWAV()
      file.format(tag: tag, bits: 8)
      file.chunk("data", [1, 2])
      let error = try #require(try failure(file.bytes))
      #expect(error.description.contains(name))
      #expect(error.description.contains("ffmpeg"))
    }
  }

  @Test("a header cut off at any byte, and sound that is not there")
  func cutHeaders() throws {
    let whole = HandMadeWAV.signed16([1, 2]).bytes
    for count in 0..<46 {
      let error = try failure(Array(whole.prefix(count)))
      switch error {
      case .empty where count == 0: break
      case .notWAV where count > 0 && count < 4: break
      case .truncatedHeader where count >= 4 && count < 44: break
      // The one byte of a sample is not a sample.
      case .noSamples where count == 44 || count == 45: break
      default: Issue.record("\(count) bytes: \(String(describing: error))")
      }
    }
  }

  @Test("an empty chunk of samples, also before another chunk")
  func empty() throws {
    var file = HandMadeWAV.signed16([])
    for _ in 0..<2 {
      guard case .noSamples? = try failure(file.bytes) else {
        Issue.record("sound was found where there is none")
        return
      }
      file.chunk("LIST", [1, 2, 3, 4])
    }
  }

  @Test("samples before their format")
  func order() throws {
    var file = HandMadeWAV()
    file.chunk("data", [1, 2])
    file.format()
    guard case .samplesBeforeFormat(_, 12)? = try failure(file.bytes) else {
      Issue.record("samples were read without a format")
      return
    }
  }

  @Test("a chunk that claims four gigabytes")
  func hugeChunk() throws {
    var file = HandMadeWAV()
    file.chunk("junk", [1, 2], size: 0xFFFF_FFFE)
    guard case .truncatedHeader? = try failure(file.bytes) else {
      Issue.record("a chunk longer than the file")
      return
    }
  }

  @Test("samples that are no numbers")
  func notANumber() throws {
    for value in [Float.nan, .infinity, 1e20] {
      var file = HandMadeWAV()
      file.format(tag: 3, channels: 2, bits: 32)
      file.chunk(
        "data",
        [0, 0, 0, value].flatMap { file.number(Int($0.bitPattern), 4) })
      guard case .badSample(_, 1, 1, _)? = try failure(file.bytes) else {
        Issue.record("\(value) was taken for sound")
        continue
      }
    }
  }

  @Test("no file, and a folder")
  func paths() throws {
    #expect(throws: WAVError.missing(file: "/no/such.wav")) {
      _ = try WAVFile(contentsOf: "/no/such.wav")
    }
    #expect(throws: WAVError.folder(file: "/tmp")) { _ = try WAVFile(contentsOf: "/tmp") }
    #expect(WAVError.missing(file: "x").kind == .missingInput)
  }

  @Test("any bytes at all give samples or an error")
  func anyBytes() throws {
    var random = SeededGenerator(seed: 3)
    let whole = HandMadeWAV.signed16([1, 2, 3, 4, 5, 6], channels: 2).bytes
    for _ in 0..<100 {
      var bytes = whole
      for _ in 0..<3 {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      _ = try failure(bytes)
    }
  }
}
