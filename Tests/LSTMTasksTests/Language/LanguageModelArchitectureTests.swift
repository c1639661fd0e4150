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

  @Test("say how much memory training takes, and never overflow")
  func memory() {
    var architecture = Self.architecture
    let bytes = architecture.trainingByteCount(steps: 3200)
    #expect(bytes.map { (1_000_000...100_000_000).contains($0) } == true)
    #expect(architecture.trainingByteCount(steps: Int.max) == nil)
    architecture.hiddenSize = 1 << 20
    #expect(architecture.trainingByteCount(steps: 1) == nil)
    architecture.vocabularySize = Int.max
    #expect(architecture.trainingByteCount(steps: 1) == nil)
  }
}
