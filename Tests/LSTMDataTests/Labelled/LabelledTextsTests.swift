import Foundation
import Testing

@testable import LSTMData

@Suite("Labelled texts")
struct LabelledTextsTests {
  /// Reads one table.
  private static func table(
    _ text: String, _ options: LabelledTextOptions = LabelledTextOptions()
  ) throws -> LabelledTexts {
    var result: LabelledTexts?
    try withTemporaryFile(Array(text.utf8)) {
      result = try LabelledTexts(contentsOf: [$0], options: options)
    }
    return try #require(result)
  }

  private static func pairs(_ texts: LabelledTexts) -> [String] {
    texts.texts.map { text in
      text.labels.map { texts.classes[$0] }.joined(separator: "|") + ":"
        + String(decoding: text.text, as: UTF8.self)
    }
  }

  @Test("of a table are found by its header, in either order, with further columns")
  func header() throws {
    let first = try Self.table("label\ttext\npos\tgood, really\nneg\tbad\n")
    #expect(Self.pairs(first) == ["pos:good, really", "neg:bad"])
    #expect(first.classes == ["neg", "pos"] && first.texts[1].row == 3 && first.notes.isEmpty)
    let second = try Self.table("id,review,Sentiment\n7,\"good, \"\"so\"\" good\",pos\n8,bad,neg\n")
    #expect(Self.pairs(second) == ["pos:good, \"so\" good", "neg:bad"])
  }

  @Test("of a table without header are found by the look of its columns")
  func look() throws {
    let lines = (0..<12).map { "a film of number \($0)\t\($0 % 2 == 0 ? "pos" : "neg")" }
    let texts = try Self.table(lines.joined(separator: "\n"))
    #expect(texts.texts.count == 12 && texts.classes == ["neg", "pos"])
    #expect(texts.notes == ["Labels are in column 2, texts in column 1, by the look of them."])
  }

  @Test("with tabs keep quotes that enclose nothing")
  func quotes() throws {
    let texts = try Self.table(
      "pos\t\"so good\nneg\tbad \"film\nneg\t\"a \"\"plain\"\" one\"\npos\tfine\"\n")
    #expect(
      Self.pairs(texts) == [
        "pos:\"so good", "neg:bad \"film", "neg:a \"plain\" one", "pos:fine\"",
      ])
  }

  @Test("of files bear the part of the names that differs")
  func files() throws {
    func names(_ paths: [String], known: [String] = []) -> [String] {
      ClassNames(paths, known: known).names
    }
    #expect(names(["a/rt-polarity.neg", "a/rt-polarity.pos"]) == ["neg", "pos"])
    #expect(names(["names/Arabic.txt", "names/Czech.txt"]) == ["Arabic", "Czech"])
    #expect(names(["train-pos.txt", "train-neg.txt"]) == ["pos", "neg"])
    #expect(names(["pos/all.txt", "neg/all.txt"]) == ["pos", "neg"])
    #expect(names(["New_York.v1.txt", "Los_Angeles.v1.txt"]) == ["New_York", "Los_Angeles"])
    #expect(names(["one.txt"]) == ["one"])
    #expect(names(["test.pos"], known: ["neg", "pos"]) == ["pos"])
  }

  @Test("leave out what is empty, and say so; one class for labels that white space tells apart")
  func emptyAndSpaces() throws {
    let texts = try Self.table(
      "label\ttext\npos\tgood\n\n pos\tfine\nneg\t  \n\tlost\nNew  York\tbig\nNew York\tloud\n")
    #expect(Self.pairs(texts) == ["pos:good", "pos:fine", "New York:big", "New York:loud"])
    #expect(texts.notes.contains("1 empty text was left out."))
    #expect(texts.notes.contains("1 row without a label was left out."))
    #expect(
      texts.notes.contains { $0.contains("white space alone") && $0.contains("\"New  York\"") })
    let cases = try Self.table("label\ttext\nPos\ta b\npos\tc d\n")
    #expect(cases.classes == ["Pos", "pos"] && cases.notes[0].contains("case alone"))
  }

  @Test("of several classes are split at commas and bars")
  func multilabel() throws {
    var options = LabelledTextOptions()
    options.isMultilabel = true
    let texts = try Self.table("label\ttext\nred, blue\tone\nblue|green\ttwo\n\tnone\n", options)
    #expect(texts.classes == ["blue", "green", "red"])
    #expect(texts.texts.map(\.labels) == [[0, 2], [0, 1], []])
  }

  @Test("that cannot be read say where and why")
  func faults() throws {
    func fault(_ text: String, _ options: LabelledTextOptions = LabelledTextOptions()) -> String {
      do {
        _ = try Self.table(text, options)
        return "none"
      } catch {
        let text = "\(error)"
        return text.components(separatedBy: ".txt").last ?? text
      }
    }
    #expect(fault("label\ttext\n").contains("has no text with a label"))
    #expect(fault("only a text\nand another\n").contains("row 1 has one field, \"only a text\""))
    #expect(fault("a,b\nc,d,e\n").contains("row 2 has 3 fields; expected 2"))
    let many = (0..<20).map { "text \($0)\tother \($0)" }.joined(separator: "\n")
    #expect(fault(many).contains("no column has few distinct values"))
    var options = LabelledTextOptions()
    options.labelColumn = "lable"
    #expect(fault("label\ttext\na\tb\n", options).contains("label"))
    options = LabelledTextOptions()
    options.textColumn = "label"
    #expect(fault("label\tother\na\tb\n", options).contains("cannot be both"))
    try withTemporaryFile([0x70, 0x09, 0xFF, 0x0A]) { path in
      #expect(throws: TextError.self) { try LabelledTexts(contentsOf: [path]) }
    }
  }

  @Test("of a folder are read a file a class, or a folder a class")
  func folders() throws {
    let root = NSTemporaryDirectory() + "LabelledTextsTests-\(UUID().uuidString)"
    let files = FileManager.default
    defer { try? files.removeItem(atPath: root) }
    for name in ["flat", "deep/neg", "deep/pos", "none"] {
      try files.createDirectory(atPath: "\(root)/\(name)", withIntermediateDirectories: true)
    }
    func put(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(root)/\(name)"))
    }
    try put("one\ntwo\r\n", "flat/a.txt")
    try put("three", "flat/b.txt")
    try put("a long\ntext", "deep/pos/1.txt")
    try put("dull", "deep/neg/9.txt")
    let flat = try LabelledTexts(contentsOf: ["\(root)/flat"])
    #expect(Self.pairs(flat) == ["a:one", "a:two", "b:three"])
    let deep = try LabelledTexts(contentsOf: ["\(root)/deep"])
    #expect(Self.pairs(deep) == ["neg:dull", "pos:a long\ntext"])
    #expect(throws: LabelledTextError.emptyFolder(path: "\(root)/none")) {
      try LabelledTexts(contentsOf: ["\(root)/none"])
    }
    try put(" \n\n", "flat/c.txt")
    #expect(throws: LabelledTextError.emptyClass(file: "\(root)/flat/c.txt", name: "c")) {
      try LabelledTexts(contentsOf: ["\(root)/flat"])
    }
  }
}
