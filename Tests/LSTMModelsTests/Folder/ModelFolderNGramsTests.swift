import LSTMFormats
import LSTMTensor
import Testing

@testable import LSTMModels

@Suite("The n-grams of a model folder, as bytes")
struct ModelFolderNGramsTests {
  @Test("come back in the order of their names, and are none where there is no file")
  func returnTrip() throws {
    try withFolder { folder in
      #expect(try folder.nGrams() == nil)
      try folder.writeNGrams([("b", [1, 2, 255]), ("a", []), ("c", [0])])
      let read = try #require(try folder.nGrams())
      #expect(read.map(\.name) == ["a", "b", "c"])
      #expect(read.map(\.bytes) == [[], [1, 2, 255], [0]])
    }
  }

  @Test("are refused beside another config.json or vocabulary, which is named")
  func changed() throws {
    try withFolder { folder in
      try folder.writeNGrams([("a", [1])])
      try folder.writeVocabulary(["b"], named: "tokenizer.json")
      #expect(throws: ModelFolderError.changed(file: folder.path + "/tokenizer.json")) {
        _ = try folder.nGrams()
      }
      try folder.writeConfiguration(
        ModelConfiguration(task: "other", architecture: [:], training: [:]))
      #expect(throws: ModelFolderError.changed(file: folder.configurationPath)) {
        _ = try folder.nGrams()
      }
    }
  }

  @Test("are not taken from a file of weights, nor weights from a file of n-grams")
  func otherKind() throws {
    try withFolder { folder in
      try folder.writeWeights([("a", Tensor([1]))])
      try writeBytes(try readBytes(folder.weightsPath), folder.nGramsPath)
      #expect(
        throws: TensorFileError.otherKind(
          file: folder.nGramsPath, found: "swift-lstm", expected: "swift-lstm n-grams")
      ) { _ = try folder.nGrams() }
      try folder.writeNGrams([("a", [1])])
      try writeBytes(try readBytes(folder.nGramsPath), folder.weightsPath)
      #expect(
        throws: TensorFileError.otherKind(
          file: folder.weightsPath, found: "swift-lstm n-grams", expected: "swift-lstm")
      ) { _ = try folder.weights() }
    }
  }

  private func withFolder(_ body: (ModelFolder) throws -> Void) throws {
    try withTemporaryFolder { path in
      let folder = try ModelFolder.create(at: path, force: false, resume: false)
      try folder.writeConfiguration(ModelFolderCreateTests.configuration)
      try folder.writeVocabulary(["a"], named: "tokenizer.json")
      try body(folder)
    }
  }
}
