import LSTMFormats
import LSTMLayers
import LSTMTensor
import Testing

@testable import LSTMTasks

@Suite("The sizes of a language model")
struct LanguageModelArchitectureTests {
  static let architecture = LanguageModelArchitecture(
    vocabularySize: 65, embeddingSize: 20, hiddenSize: 40, layerCount: 3, cell: .gru, dropout: 0.1)

  @Test("are read as they were written, each number in its shortest form")
  func roundTrip() throws {
    let text = try Self.architecture.json.text(.compact)
    #expect(text.contains("\"dropout\":0.1,") || text.contains("\"dropout\":0.1}"))
    let json = try JSONReader(parsing: Array(text.utf8), document: "config.json")
    #expect(try LanguageModelArchitecture(json: json) == Self.architecture)
  }

  static let options: CellOptions = {
    var options = CellOptions()
    options.projectionSize = 7
    options.cellZoneout = 0.5
    options.recurrentDropout = 0.2
    options.weightDrop = 0.1
    options.cellClip = 3
    return options
  }()

  @Test("carry the options of an LSTM, and a file without them is one of before there were any")
  func options() throws {
    var architecture = Self.architecture
    architecture.cell = .peephole
    let plain = try architecture.json.text(.compact)
    #expect(CellOptions.members.allSatisfy { !plain.contains($0) })
    architecture.cellOptions = Self.options
    let text = try architecture.json.text(.compact)
    let json = try JSONReader(parsing: Array(text.utf8), document: "config.json")
    #expect(try LanguageModelArchitecture(json: json) == architecture)
    #expect(text.contains("\"projectionSize\":7,\"cellZoneout\":0.5"))
  }

  @Test(
    "set zoneout as the paper does for language: hidden states a tenth, with a projection never")
  func zoneout() {
    var options = CellOptions()
    options.setZoneout(0.5)
    #expect(options.cellZoneout == 0.5 && options.hiddenZoneout == 0.05)
    options.projectionSize = 3
    options.setZoneout(0.5)
    #expect(options.cellZoneout == 0.5 && options.hiddenZoneout == 0)
  }

  @Test("of an LSTM are refused where a value is none, or does not go with another")
  func optionRefusal() throws {
    let cases: [(String, [(String, JSONValue)])] = [
      ("lstm", [("projectionSize", 0)]), ("lstm", [("cellZoneout", 1)]),
      ("lstm", [("weightDrop", -0.5)]), ("lstm", [("cellClip", 0)]),
      ("lstm", [("recurrentDropout", "much")]), ("gru", [("projectionSize", 4)]),
      ("slstm", [("cellClip", 1)]), ("lstm", [("projectionSize", 4), ("hiddenZoneout", 0.1)]),
      ("lstm", [("projectionSize", 16_777_216), ("hiddenSize", 16_777_216)]),
    ]
    for (cell, members) in cases {
      guard case .object(var object) = Self.architecture.json else { return }
      object["cell"] = .string(cell)
      for (name, value) in members { object[name] = value }
      let text = try JSONValue.object(object).text(.compact)
      #expect {
        _ = try LanguageModelArchitecture(
          json: JSONReader(parsing: Array(text.utf8), document: "config.json"))
      } throws: { error in
        let error = error as? any ReportableError
        return error?.kind == .badData && error?.description.contains("config.json") == true
      }
    }
  }

  @Test(
    "are refused where a machine could not hold them, or they are none",
    arguments: [
      ("hiddenSize", "0"), ("hiddenSize", "-1"), ("hiddenSize", "16777217"),
      ("hiddenSize", "9223372036854775807"), ("hiddenSize", "1e3"), ("hiddenSize", "\"40\""),
      ("hiddenSize", "16777216"), ("layerCount", "65"), ("layerCount", "0"),
      ("vocabularySize", "1e400"), ("embeddingSize", "null"), ("cell", "\"LSTM\""), ("cell", "1"),
      ("dropout", "1"), ("dropout", "-0.1"), ("dropout", "1e39"), ("extra", "1"),
    ])
  func refusal(name: String, value: String) throws {
    guard case .object(var object) = Self.architecture.json else { return }
    object[name] = .string("@")
    let text = try JSONValue.object(object).text(.compact).replacing("\"@\"", with: value)
    #expect {
      _ = try LanguageModelArchitecture(
        json: JSONReader(parsing: Array(text.utf8), document: "config.json"))
    } throws: { error in
      let error = error as? any ReportableError
      return error?.kind == .badData && error?.description.contains("config.json") == true
    }
  }

  @Test("say how many parameters there are", arguments: CellKind.allCases, [1, 3])
  func parameterCount(cell: CellKind, layers: Int) {
    let model = smallModel(layers: layers, cell: cell)
    // The second bias of a GRU's candidate is left out: the count is there to judge sizes by.
    let leftOut = cell == .gru ? layers * 9 : 0
    #expect(model.architecture.parameterCount == model.parameterCount - leftOut)
  }

  @Test(
    "say how many parameters there are beside options, too",
    arguments: [CellKind.lstm, .layerNorm, .coupled])
  func parameterCount(cell: CellKind) {
    let model = smallModel(layers: 3, cell: cell, options: Self.options)
    #expect(model.architecture.parameterCount == model.parameterCount)
    #expect(model.output.weight.shape == [11, 7])
  }
}
