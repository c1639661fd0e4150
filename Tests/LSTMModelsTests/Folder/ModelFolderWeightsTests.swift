import Foundation
import LSTMFormats
import LSTMLayers
import LSTMTensor
import Testing

@testable import LSTMModels

@Suite("The weights of a model folder")
struct ModelFolderWeightsTests {
  /// A model of several layers, small enough to try many faults on.
  struct Model: Module {
    var embedding: Embedding
    var lstm: LSTM
    var output: Linear

    init(seed: UInt64, hiddenSize: Int = 3) {
      var random = RandomGenerator(seed: seed)
      embedding = Embedding(vocabularySize: 5, embeddingSize: 2, using: &random)
      lstm = LSTM(inputSize: 2, hiddenSize: hiddenSize, direction: .bidirectional, using: &random)
      output = Linear(inputSize: 2 * hiddenSize, outputSize: 5, using: &random)
    }

    mutating func visitParameters(
      _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
    ) rethrows {
      try embedding.visitParameters(under: "embedding", visit)
      try lstm.visitParameters(under: "lstm", visit)
      try output.visitParameters(under: "output", visit)
    }
  }

  @Test("come back bit for bit into another model of the same architecture")
  func returnTrip() throws {
    try withFolder { folder in
      let trained = Model(seed: 1)
      try folder.writeWeights(trained.parameters)
      #expect(folder.isFinished)
      var model = Model(seed: 2)
      try ModelFolder.open(folder.path).loadWeights(into: &model)
      #expect(model.parameters.map(\.path) == trained.parameters.map(\.path))
      #expect(model.parameters.map(\.tensor.bits) == trained.parameters.map(\.tensor.bits))
      let sorted = try folder.weights().map(\.path)
      #expect(sorted == trained.parameters.map(\.path).sorted())
    }
  }

  @Test("are asked for with --resume where the training has not finished")
  func unfinished() throws {
    try withFolder { folder in
      let error = ModelFolderError.unfinished(path: folder.path)
      #expect(throws: error) { try Self.load(folder) }
      #expect(error.kind == .missingInput && error.description.contains("--resume"))
    }
  }

  @Test("of a model with other parameters are refused by name and shape, the model untouched")
  func refuseOtherParameters() throws {
    try withFolder { folder in
      let file = folder.weightsPath
      let parameters = Model(seed: 1).parameters
      try folder.writeWeights(Array(parameters.dropLast()))
      try Self.expect(
        ParameterError.missing(file: file, parameter: "output.bias", expected: [5]), folder)
      try folder.writeWeights(parameters + [("more", Tensor([1, 2]))])
      try Self.expect(ParameterError.surplus(file: file, parameter: "more", found: [2]), folder)
      try folder.writeWeights(Model(seed: 1, hiddenSize: 4).parameters)
      try Self.expect(
        ParameterError.otherShape(
          file: file, parameter: "lstm.0.inputWeight", found: [16, 2], expected: [12, 2]), folder)
      var transposed = parameters
      transposed[0].tensor = Tensor(parameters[0].tensor.values, shape: [2, 5])
      try folder.writeWeights(transposed)
      try Self.expect(
        ParameterError.otherShape(
          file: file, parameter: "embedding.weight", found: [2, 5], expected: [5, 2]), folder)
    }
  }

  @Test("that are not finite are neither written nor read", arguments: [Float.nan, .infinity])
  func refuseNonFinite(value: Float) throws {
    try withFolder { folder in
      var parameters = Model(seed: 1).parameters
      parameters[1].tensor[4] = -value
      let path = parameters[1].path
      let written = failure { try folder.writeWeights(parameters) } as? ParameterError
      guard case .notFinite(let file, path, 4, _) = written else {
        Issue.record("\(String(describing: written))")
        return
      }
      #expect(file == folder.weightsPath && !folder.isFinished)
      let digest = SHA256.hexadecimalDigest(of: try readBytes(folder.configurationPath))
      try TensorFile.write(
        .weights, tensors: parameters.map { ($0.path, $0.tensor) },
        notes: [("config.json", "sha256:" + digest)], to: folder.weightsPath)
      guard
        case .notFinite(_, path, 4, _) = failure(of: { try Self.load(folder) })
          as? ParameterError
      else {
        Issue.record("a weight that is \(-value) was read")
        return
      }
    }
  }

  @Test("are refused beside a config.json or vocabulary that was changed after the training")
  func refuseChangedDescription() throws {
    for name in ["config.json", "tokenizer.json"] {
      try withFolder { folder in
        try folder.writeVocabulary(["a", "b"], named: "tokenizer.json")
        try folder.writeWeights(Model(seed: 1).parameters)
        try Self.load(folder)
        let path = folder.path + "/" + name
        let bytes = try readBytes(path)
        try writeBytes(bytes + [0x20], path)
        let error = ModelFolderError.changed(file: path)
        #expect(throws: error) { try Self.load(folder) }
        #expect(error.kind == .badData && error.description.contains("Undo the change"))
        try writeBytes(bytes, path)
        try Self.load(folder)
        try FileManager.default.removeItem(atPath: path)
        #expect(failure { try Self.load(folder) }?.kind == .missingInput)
      }
    }
  }

  @Test("are refused when cut off at any of many lengths, or with any of many bits flipped")
  func refuseDamage() throws {
    try withFolder { folder in
      try folder.writeWeights(Model(seed: 1).parameters)
      let bytes = try readBytes(folder.weightsPath)
      for count in stride(from: 0, to: bytes.count, by: 37) {
        try writeBytes(Array(bytes[..<count]), folder.weightsPath)
        #expect(failure { _ = try folder.weights() }?.kind == .badData, "\(count) bytes")
      }
      for bit in stride(from: 0, to: bytes.count * 8, by: 101) {
        var flipped = bytes
        flipped[bit / 8] ^= 1 << (bit % 8)
        try writeBytes(flipped, folder.weightsPath)
        #expect(failure { _ = try folder.weights() }?.kind == .badData, "bit \(bit)")
      }
    }
  }

  @Test("of a checkpoint are no weights, and weights no checkpoint")
  func refuseOtherKind() throws {
    try withFolder { folder in
      try Checkpoint(tensors: [], record: [:]).write(to: folder.weightsPath)
      #expect(failure { try Self.load(folder) } is TensorFileError)
      try folder.writeWeights(Model(seed: 1).parameters)
      #expect(failure { _ = try Checkpoint(contentsOf: folder.weightsPath) } is TensorFileError)
    }
  }

  @Test("leave another copy of the model as it is")
  func leaveCopies() throws {
    try withFolder { folder in
      let (first, second) = (Model(seed: 1), Model(seed: 2))
      try folder.writeWeights(first.parameters)
      var model = second
      try folder.loadWeights(into: &model)
      #expect(model.parameters.map(\.tensor.bits) == first.parameters.map(\.tensor.bits))
      #expect(second.parameters.map(\.tensor.bits) != first.parameters.map(\.tensor.bits))
      #expect(
        second.parameters.map(\.tensor.bits) == Model(seed: 2).parameters.map(\.tensor.bits))
    }
  }

  private static func load(_ folder: ModelFolder) throws {
    var model = Model(seed: 3)
    try folder.loadWeights(into: &model)
  }

  private static func expect(_ error: ParameterError, _ folder: ModelFolder) throws {
    var model = Model(seed: 3)
    let before = model.parameters.map(\.tensor.bits)
    #expect(throws: error) { try folder.loadWeights(into: &model) }
    #expect(model.parameters.map(\.tensor.bits) == before)
    #expect(error.kind == .badData)
  }

  private func withFolder(_ body: (ModelFolder) throws -> Void) throws {
    try withTemporaryFolder { path in
      let folder = try ModelFolder.create(at: path, force: false, resume: false)
      try folder.writeConfiguration(ModelFolderCreateTests.configuration)
      try body(folder)
    }
  }
}
