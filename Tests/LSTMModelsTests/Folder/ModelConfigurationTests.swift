import LSTMFormats
import LSTMTensor
import Testing

@testable import LSTMModels

@Suite("The description of a model")
struct ModelConfigurationTests {
  static let configuration = ModelConfiguration(
    task: "language", architecture: ["cell": "lstm", "hiddenSize": 512, "dropout": 0.25],
    training: ["learningRate": 0.002, "seed": 1])

  @Test("comes back from its file as it was")
  func returnTrip() throws {
    try withTemporaryFolder { path in
      let folder = try ModelFolder.create(at: path, force: false, resume: false)
      try folder.writeConfiguration(Self.configuration)
      #expect(try folder.configuration() == Self.configuration)
      #expect(try ModelFolder.open(path).configuration() == Self.configuration)
    }
  }

  @Test("is text that people can read")
  func readableText() throws {
    let expected = """
      {
        "formatVersion": 1,
        "task": "language",
        "architecture": {
          "cell": "lstm",
          "hiddenSize": 512,
          "dropout": 0.25
        },
        "training": {
          "learningRate": 0.002,
          "seed": 1
        }
      }

      """
    #expect(try Self.configuration.json.text(.pretty) == expected)
  }

  @Test("of a newer build is refused with the versions and the remedy, whatever else is in it")
  func refuseFutureVersion() throws {
    let text = #"{"new": [1], "formatVersion": 2, "task": 7}"#
    let error = ModelFolderError.futureVersion(file: "config.json", found: 2, supported: 1)
    #expect(throws: error) { _ = try Self.read(text) }
    #expect(error.kind == .badData)
    #expect(error.description.contains("version 2") && error.description.contains("Update"))
  }

  @Test(
    "is refused where a member is missing, unknown, of another type or out of range",
    arguments: [
      #"{"task": "t", "architecture": {}, "training": {}}"#,
      #"{"formatVersion": 0, "task": "t", "architecture": {}, "training": {}}"#,
      #"{"formatVersion": "1", "task": "t", "architecture": {}, "training": {}}"#,
      #"{"formatVersion": 1.0, "task": "t", "architecture": {}, "training": {}}"#,
      #"{"formatVersion": 1, "architecture": {}, "training": {}}"#,
      #"{"formatVersion": 1, "task": 1, "architecture": {}, "training": {}}"#,
      #"{"formatVersion": 1, "task": "t", "architecture": [], "training": {}}"#,
      #"{"formatVersion": 1, "task": "t", "architecture": {}}"#,
      #"{"formatVersion": 1, "task": "t", "architecture": {}, "training": {}, "more": 1}"#,
      #"{"formatVersion": 1, "formatVersion": 1, "task": "t", "architecture": {}, "training": {}}"#,
      "[]", "{", "",
    ])
  func refuse(text: String) {
    #expect(failure { _ = try Self.read(text) }?.kind == .badData)
  }

  private static func read(_ text: String) throws -> ModelConfiguration {
    try ModelConfiguration(json: JSONReader(parsing: Array(text.utf8), document: "config.json"))
  }
}
