import Foundation
import LSTMFormats
import LSTMTensor
import Testing

@testable import LSTMModels

@Suite("A model folder")
struct ModelFolderTests {
  @Test("is one by its config.json; anything else is a missing input that says what a model is")
  func open() throws {
    try withTemporaryFolder { path in
      try writeText("x", path + "/file")
      for (place, error) in [
        (path + "/none", ModelFolderError.missing(path: path + "/none")),
        (path + "/file", .notAFolder(path: path + "/file")), (path, .noModel(path: path)),
      ] {
        #expect(throws: error) { _ = try ModelFolder.open(place) }
        #expect(error.kind == .missingInput)
        #expect(error.description.contains("config.json and model.safetensors"))
      }
      try writeText("{}", path + "/config.json")
      let folder = try ModelFolder.open(path)
      #expect(folder.path == path && !folder.isFinished)
      #expect(try ModelFolder.open(path + "/").configurationPath == folder.configurationPath)
    }
  }

  @Test("keeps a vocabulary under one of three names", arguments: ModelFolder.vocabularyNames)
  func vocabulary(name: String) throws {
    try withTemporaryFolder { path in
      let folder = try ModelFolder.create(at: path, force: false, resume: false)
      let json: JSONValue = ["kind": "character", "tokens": ["a", "é", "e\u{301}", "\n"]]
      #expect(throws: ModelFolderError.incomplete(path: path, name: name)) {
        _ = try folder.vocabulary(named: name)
      }
      try folder.writeVocabulary(json, named: name)
      #expect(try folder.vocabulary(named: name) == json)
      try writeText("{", path + "/" + name)
      #expect(failure { _ = try folder.vocabulary(named: name) }?.kind == .badData)
    }
  }

  @Test("knows no other name for a vocabulary")
  func otherVocabularyName() throws {
    let folder = ModelFolder(path: "/")
    let error = ModelFolderError.unknownName("config.json", known: ModelFolder.vocabularyNames)
    #expect(throws: error) { try folder.writeVocabulary([], named: "config.json") }
    #expect(throws: error) { _ = try folder.vocabulary(named: "config.json") }
  }

  @Test("keeps the card as it was given")
  func card() throws {
    try withTemporaryFolder { path in
      let folder = try ModelFolder.create(at: path, force: false, resume: false)
      try folder.writeCard("# Ein Modell\n\ngrün\n")
      let text = String(decoding: try readBytes(path + "/README.md"), as: UTF8.self)
      #expect(text == "# Ein Modell\n\ngrün\n")
    }
  }

  @Test("names every cause of a failure in one or two sentences with a remedy")
  func messages() {
    let errors: [ModelFolderError] = [
      .missing(path: "m"), .notAFolder(path: "m"), .noModel(path: "m"), .unfinished(path: "m"),
      .incomplete(path: "m", name: "n"), .futureVersion(file: "m", found: 2, supported: 1),
      .changed(file: "m"), .fileInTheWay(path: "m"), .modelInTheWay(path: "m", isFinished: true),
      .notEmpty(path: "m", found: "n"), .otherFileInTheWay(path: "m", name: "n"),
      .nothingToResume(path: "m", found: "n"), .cannotList(path: "m", reason: "r"),
      .cannotRemove(path: "m", reason: "r"), .cannotRename(path: "m", newPath: "n", reason: "r"),
    ]
    for error in errors {
      #expect(error.description.hasPrefix("m") && error.description.hasSuffix("."))
      #expect(error.description != "The model folder is not valid.")
    }
    #expect(Set(errors.map(\.description)).count == errors.count)
  }
}
