import LSTMTensor
import Testing

@testable import LSTMData

@Suite("A folder of recordings")
struct RecordingSetTests {
  private func set(
    _ files: [String], list: String? = nil, pattern: String? = nil
  ) throws -> RecordingSet {
    var found: RecordingSet?
    var contents = files.map { (name: $0, bytes: [UInt8]()) }
    if let list { contents.append((RecordingSet.listName, Array(list.utf8))) }
    try withTemporaryFolder(contents) { folder in
      found = try RecordingSet(folder: folder, pattern: pattern.map { try FileNamePattern($0) })
      #expect(found?.recordings.allSatisfy { $0.path == folder + "/" + $0.name } == true)
    }
    return try #require(found)
  }

  @Test("is told by its names, in the order of their bytes, folders in it and all")
  func names() throws {
    let found = try set([
      "7_theo_1.wav", "7_anna_0.wav", "more/8_theo_2.WAV", "notes.txt", "._7_theo_1.wav", "odd.wav",
    ])
    #expect(found.recordings.map(\.name) == ["7_anna_0.wav", "7_theo_1.wav", "more/8_theo_2.WAV"])
    #expect(found.recordings.map(\.text) == ["7", "7", "8"])
    #expect(found.recordings.map(\.take) == [0, 1, 2])
    #expect(found.speakers == ["anna", "theo"])
    #expect(
      found.notes == [
        "\"odd.wav\" does not follow the pattern {text}_{speaker}_{take}.wav and is left out."
      ])
  }

  @Test("is told by its list, whose order it has")
  func list() throws {
    let found = try set(
      ["b.wav", "a_theo_4.wav", "sub/c.wav", "d.wav", "e.wav"],
      list:
        "file\ttext\r\nb\tgood   day\tanna\r\na_theo_4.wav\tsieben\n\n./sub/c.wav\tüber alles\nd.wav\t \n"
    )
    #expect(found.recordings.map(\.name) == ["b.wav", "a_theo_4.wav", "sub/c.wav"])
    #expect(found.recordings.map(\.text) == ["good day", "sieben", "über alles"])
    #expect(found.recordings.map(\.speaker) == ["anna", "theo", nil])
    #expect(found.recordings.map(\.take) == [nil, 4, nil])
    #expect(
      found.notes == [
        "\"e.wav\" has no text and is left out.", "\"d.wav\" has an empty text and is left out.",
      ])
  }

  private func failure(
    _ files: [String], list: String? = nil, pattern: String? = nil
  ) throws -> RecordingError? {
    do {
      _ = try set(files, list: list, pattern: pattern)
      return nil
    } catch let error as RecordingError {
      return error
    }
  }

  @Test("with a text whose recording is not there is refused, with the line")
  func missingRecording() throws {
    let list = "a.wav\tone\nb.wav\ttwo\nc.wav\tthree\n"
    let error = try #require(try failure(["a.wav"], list: list))
    guard case .missingRecording(_, 2, "b.wav", 2) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(error.kind == .missingInput)
    #expect(error.description.contains("line 2: there is no recording \"b.wav\", nor 1 more"))
  }

  @Test("whose list says two things about a file is refused; the same thing twice is noted")
  func duplicates() throws {
    guard
      case .contradiction(_, 1, 2, _)? = try failure(["a.wav"], list: "a.wav\tone\na\ttwo\n")
    else {
      Issue.record("two texts for one file")
      return
    }
    let found = try set(["a.wav"], list: "a.wav\tone\na\tone\n")
    #expect(found.recordings.count == 1)
    #expect(found.notes == ["\"a.wav\" is in the list twice."])
  }

  @Test("without anything to learn from is refused")
  func nothing() throws {
    func name(_ error: RecordingError?) -> String {
      switch error {
      case .noRecordings: "recordings"
      case .noTexts(_, let count): "texts of \(count)"
      case .noMatch(_, _, let example): "match of \(example)"
      case .patternWithoutText: "text in pattern"
      case .fields(_, let line, let found): "\(found) fields in \(line)"
      default: "\(String(describing: error))"
      }
    }
    #expect(name(try failure([])) == "recordings")
    #expect(name(try failure(["a.txt"])) == "recordings")
    #expect(name(try failure(["a.wav"], list: "a.wav\t \n")) == "texts of 1")
    #expect(name(try failure(["b.wav", "a.wav"])) == "match of a.wav")
    #expect(name(try failure(["a.wav"], pattern: "{speaker}.wav")) == "text in pattern")
    #expect(name(try failure(["a.wav"], list: "a.wav one\n")) == "1 fields in 1")
    #expect(name(try failure(["a.wav"], list: "a.wav\tb\tc\td\n")) == "4 fields in 1")
    #expect(throws: RecordingError.missingFolder(path: "/no/such")) {
      _ = try RecordingSet(folder: "/no/such")
    }
    #expect(throws: RecordingError.notAFolder(path: "/etc/passwd")) {
      _ = try RecordingSet(folder: "/etc/passwd")
    }
  }
}
