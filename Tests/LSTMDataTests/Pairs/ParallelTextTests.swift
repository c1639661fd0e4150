import Testing

@testable import LSTMData

@Suite("Sentences and their translations")
struct ParallelTextTests {
  private static func read(_ texts: String...) throws -> ParallelText {
    func read(_ rest: ArraySlice<String>, _ paths: [String]) throws -> ParallelText {
      guard let text = rest.first else { return try ParallelText(contentsOf: paths) }
      var result = ParallelText(pairs: [])
      try withTemporaryFile(Array(text.utf8)) { path in
        result = try read(rest.dropFirst(), paths + [path])
      }
      return result
    }
    return try read(texts[...], [])
  }

  private static func strings(_ text: ParallelText) -> [[String]] {
    text.pairs.map { pair in
      [pair.source, pair.target].map { String(decoding: $0, as: UTF8.self) }
    }
  }

  @Test("come from two files, line by line, or from one with tabs")
  func forms() throws {
    let expected = [["A dog .", "Ein Hund ."], ["Zwei 😀", "Two 😀"]]
    let two = try Self.read("A dog .\r\n  Zwei 😀 \n", "Ein Hund .\nTwo 😀")
    #expect(Self.strings(two) == expected && two.emptyCount == 0)
    #expect(Self.strings(try Self.read("A dog .\tEin Hund .\r\nZwei 😀\t Two 😀\n")) == expected)
  }

  @Test("pass over lines that are empty on a side, and count them")
  func empty() throws {
    let text = try Self.read("a\n\nb\n \nc\n", "x\ny\n\n\nz\n")
    #expect(Self.strings(text) == [["a", "x"], ["c", "z"]] && text.emptyCount == 3)
    #expect(try Self.read("a\tb\n\n").emptyCount == 1)
  }

  @Test("are refused with the place where they do not fit together")
  func faults() throws {
    func fault(_ texts: [String]) throws -> ParallelTextError? {
      do {
        _ = texts.count == 1 ? try Self.read(texts[0]) : try Self.read(texts[0], texts[1])
        return nil
      } catch let error as ParallelTextError {
        return error
      }
    }
    guard case .unequalLines(_, 3, _, 2)? = try fault(["a\nb\nc\n", "x\ny\n"]) else {
      Issue.record("lines of two files are not compared")
      return
    }
    guard case .fields(_, 2, 1)? = try fault(["a\tb\nc\n"]),
      case .fields(_, 1, 3)? = try fault(["a\tb\tc\n"]),
      case .noPairs(_, 2)? = try fault(["a\nb\n", "\n\n"])
    else {
      Issue.record("fields are not counted")
      return
    }
    #expect(throws: ParallelTextError.fileCount(3)) {
      try ParallelText(contentsOf: ["a", "b", "c"])
    }
    #expect(throws: TextError.self) { try Self.read("a\n", "\u{FEFF}") }
  }
}
