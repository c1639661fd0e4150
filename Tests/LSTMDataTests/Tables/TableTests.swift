import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMData

/// A table from text, read through a file in chunks of a given size.
func table(_ text: String, _ options: TableOptions = TableOptions()) throws -> Table {
  var result: Table?
  try withTemporaryFile(Array(text.utf8)) { result = try Table(contentsOf: $0, options: options) }
  return try #require(result)
}

@Suite("A table is read as it is written")
struct TableTests {
  @Test(
    "Separators, line ends, quotes and a byte order mark are found, whatever the chunks",
    arguments: [3, 7, 1 << 20])
  func forms(chunkSize: Int) throws {
    let forms = [
      "\u{FEFF}a,b,c\r\n1,\"x, y\",2.5\r\n2,\"say \"\"no\"\"\",-3e2\r\n",
      "a;b;c\n1;x, y;2,5\n2;say \"no\";-3e2",
      "a\tb\tc\r1\tx, y\t2.5\r2\t\"say \"\"no\"\"\"\t-300\r",
      "a|b|c\n\n1|x, y|2.5\n\n2|say \"no\"|-300\n\n",
    ]
    for text in forms {
      let table = try table(text, TableOptions(chunkSize: chunkSize))
      #expect(try table.numbers("a") == [1, 2])
      #expect(
        try table.column("b").values
          == .categories([0, 1], vocabulary: ["x, y", "say \"no\""]))
      #expect(try table.numbers("c") == [2.5, -300])
    }
  }

  @Test("Records are the same however their bytes arrive", arguments: [1, 2, 3, 5, 8])
  func pieces(size: Int) throws {
    let bytes = Array("a,\"b\r\n\"\"c\"\"\" ,d\r\n\r\n1,\"\",3\r4,5,\"6\"".utf8)
    var parser = RecordParser(file: "t", separator: .comma)
    var records: [[String]] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      parser.append(Array(bytes[start..<min(start + size, bytes.count)]))
      while try parser.advance(isEnd: false) {
        records.append(parser.fields.indices.map(parser.text))
      }
    }
    while try parser.advance(isEnd: true) { records.append(parser.fields.indices.map(parser.text)) }
    #expect(records == [["a", "b\r\n\"c\"", "d"], ["1", "", "3"], ["4", "5", "6"]])
    #expect(parser.row == 4)
  }

  @Test("A field in quotes may hold line breaks, and rows count as in a spreadsheet")
  func lineBreaks() throws {
    let text = "name,value\n\"two\nlines\",1\nplain,2\n"
    #expect(throws: TableError.self) { try table("n,v\n\"two\nlines\",1\nx,2\nplain,oops\n") }
    do {
      _ = try table("n,v\n\"two\nlines\",1\nx,2\nplain,oops\n")
    } catch let error as TableError {
      #expect(error.description.contains("row 4, column \"v\": found \"oops\""))
    }
    let column = try table(text).column("name")
    #expect(column.values == .categories([0, 1], vocabulary: ["two\nlines", "plain"]))
  }

  @Test("Missing values have many names, and a number can be one")
  func missing() throws {
    let text = "a,b\n1,\n,x\nNA,NaN\nnull,?\nn/a,y\n-9999,NA\n"
    let table = try table(text, TableOptions(missingMarkers: MissingMarkers(further: ["-9999"])))
    let numbers = try table.numbers("a")
    #expect(numbers[0] == 1)
    #expect(numbers.dropFirst().allSatisfy { $0.isNaN })
    #expect(
      try table.column("b").values
        == .categories([-1, 0, -1, -1, 1, -1], vocabulary: ["x", "y"]))
  }

  @Test("A header is told from data")
  func header() throws {
    #expect(try table("1,2\n3,4\n").format.hasHeader == false)
    #expect(try table("a,b\n3,4\n").format.hasHeader)
    #expect(try table("2020-01-01,4\n2020-01-02,5\n").format.hasHeader == false)
    #expect(
      try table("2020-01-01,4\n2020-01-02,5\n").columns.map(\.name) == ["column1", "column2"])
    #expect(try table("x,x,\n1,2,3\n").columns.map(\.name) == ["x", "x.2", "column3"])
  }

  @Test("Rows separated by white space need no other sign")
  func whitespace() throws {
    let table = try table("   1.0000000e+00  -1.5e-01\t2\n   2.0 3 4  \n")
    #expect(table.format.separator == .whitespace)
    #expect(
      table.columns.map(\.values) == [.numbers([1, 2]), .numbers([-0.15, 3]), .numbers([2, 4])])
  }

  @Test("Chosen columns alone are read, identifiers as categories")
  func chosen() throws {
    let table = try table(
      "id,x,y\n7,1,bad\n7,2,3\n8,3,4\n5,4,4\n",
      TableOptions(columns: ["id", "x"], categories: ["id"]))
    #expect(table.columns.map(\.name) == ["id", "x"])
    #expect(
      table.columns[0].values == .categories([0, 0, 1, 2], vocabulary: ["7", "8", "5"]))
  }

  @Test("A hundred thousand columns are read")
  func wide() throws {
    let count = 100_000
    let header = (0..<count).map { "c\($0)" }.joined(separator: ",")
    let row = (0..<count).map { String($0) }.joined(separator: ",")
    let table = try table(header + "\n" + row + "\n" + row + "\n")
    #expect(table.columns.count == count)
    #expect(try table.numbers("c99999") == [99_999, 99_999])
  }
}

@Suite("A table that is wrong is refused with its place")
struct TableErrorTests {
  @Test(
    "Each fault names the file, the row and a remedy",
    arguments: [
      ("", "is empty"), ("a,b\n", "a header of 2 columns and no row"),
      ("a,b\n1,2\n3\n4,5\n", "row 3 has 1 field; expected 2"),
      ("a,b\n1,2\n3,\"x\n4,5\n", "row 3, column 2: a quote is opened and never closed"),
      ("a,b\n1,\"x\"y\n", "row 2, column 2: text follows the closing quote"),
      ("a,b\n1,2\n2,\0\n", "row 3, column 2: there is a zero byte"),
      ("a,b\n1,2\n2,3\nx,4\n", "row 4, column \"a\": found \"x\", expected a number"),
      (
        "t,b\n2020-01-01,2\n2020-01-32,3\n2020-02-01,4\n",
        "row 3, column \"t\": found \"2020-01-32\""
      ),
      ("t,b\n2020-01-01,2\n,3\n", "row 3, column \"t\": the time is missing"),
    ])
  func faults(text: String, expected: String) throws {
    do {
      _ = try table(text)
      Issue.record("\(text) was read")
    } catch let error as TableError {
      #expect(error.description.contains(expected), "\(error)")
      #expect(error.description.contains("LSTMDataTests-"))
      #expect(error.kind == .badData)
    }
  }

  @Test("Bytes that are no UTF-8, a folder and a missing file keep their own errors")
  func text() throws {
    try withTemporaryFile(Array("a,b\n1,".utf8) + [0xE9, 0x0A]) { path in
      #expect(throws: TextError.self) { try Table(contentsOf: path) }
    }
    #expect(throws: TextError.folder(file: "/")) { try Table(contentsOf: "/") }
  }

  @Test("An unknown column is answered with the nearest name")
  func unknown() throws {
    let table = try table("temp_max,wind\n1,2\n")
    do {
      _ = try table.column("tempmax")
    } catch {
      #expect(error.description.contains("Did you mean \"temp_max\"?"))
      #expect(error.kind == .usage)
    }
  }

  @Test("No damaged table crashes: cut, doubled and noisy bytes end in a table or an error")
  func noise() throws {
    let text = Array("t,a,\"b\"\r\n2020-01-01,1,\"x,\"\"y\"\r\n2020-01-02,2.5e1,z\r\n".utf8)
    var state: UInt64 = 1
    for _ in 0..<3000 {
      var bytes = text
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let place = Int(state >> 33) % bytes.count
        switch state >> 60 {
        case 0..<6: bytes[place] = Array("\",\n\r;\t 0".utf8)[Int(state >> 40) % 8]
        case 6..<11: bytes.remove(at: place)
        default: bytes.insert(bytes[place], at: place)
        }
      }
      var parser = RecordParser(file: "noise", separator: .comma)
      parser.append(bytes)
      while (try? parser.advance(isEnd: true)) == true {}
    }
  }
}
