import LSTMFormats
import LSTMLayers
import LSTMTensor

extension ModelFolder {
  /// Writes the weights, the last step of a training.
  ///
  /// The file holds the digests of `config.json` and of the vocabulary as they are on disk, so that
  /// weights are never used with a description that is not theirs. The notes of the safetensors
  /// file name each with its digest: SHA-256 for `config.json`, the quicker XXH64 for a
  /// vocabulary, which may be long.
  ///
  /// - Parameter parameters: As `Module.parameters` lists them; all values finite.
  /// - Throws: ``ParameterError`` for values that are not finite; `FileError` where the file cannot
  ///   be written, or `config.json` is not there.
  public func writeWeights(_ parameters: [(path: String, tensor: Tensor)]) throws {
    for (name, tensor) in parameters { try checkFinite(tensor, name) }
    var notes = [(name: Self.configurationName, value: try configurationDigest())]
    for name in Self.vocabularyNames where FolderEntry(path(of: name)).kind == .file {
      notes.append((name, try vocabularyDigest(named: name)))
    }
    try TensorFile(
      kind: .weights, tensors: parameters.map { ($0.path, $0.tensor) }, notes: notes
    ).write(to: weightsPath)
  }

  /// The weights, checked, in the order of their names' bytes.
  ///
  /// - Throws: ``ModelFolderError`` where the training has not finished, or `config.json` or the
  ///   vocabulary has changed since; `FileError`, `SafetensorsError` and ``TensorFileError`` where
  ///   the file is damaged; ``ParameterError`` for values that are not finite.
  public func weights() throws -> [(path: String, tensor: Tensor)] {
    guard FolderEntry(weightsPath).kind != .nothing else {
      throw ModelFolderError.unfinished(path: path)
    }
    let file = try TensorFile(.weights, contentsOf: weightsPath)
    guard file.note(Self.configurationName) == (try configurationDigest()) else {
      throw ModelFolderError.changed(file: configurationPath)
    }
    for name in Self.vocabularyNames {
      guard let expected = file.note(name) else { continue }
      guard expected == (try vocabularyDigest(named: name)) else {
        throw ModelFolderError.changed(file: path(of: name))
      }
    }
    for (name, tensor) in file.tensors { try checkFinite(tensor, name) }
    return file.tensors.map { ($0.name, $0.tensor) }
  }

  /// Reads the weights into a model of the same architecture.
  ///
  /// - Parameter model: Stays as it is where an error is thrown.
  /// - Throws: Everything that ``weights()`` throws; ``ParameterError`` where the model and the file
  ///   do not have the same parameters of the same shapes.
  public func loadWeights<M: Module>(into model: inout M) throws {
    let weights = try weights()
    var byPath: [String: Tensor] = [:]
    for (path, tensor) in weights { byPath[path] = tensor }
    var filled = model
    try filled.visitParameters { path, parameter in
      guard let tensor = byPath.removeValue(forKey: path) else {
        throw ParameterError.missing(
          file: weightsPath, parameter: path, expected: parameter.shape.array)
      }
      guard tensor.shape == parameter.shape else {
        throw ParameterError.otherShape(
          file: weightsPath, parameter: path, found: tensor.shape.array,
          expected: parameter.shape.array)
      }
      parameter = tensor
    }
    if let surplus = weights.first(where: { byPath[$0.path] != nil }) {
      throw ParameterError.surplus(
        file: weightsPath, parameter: surplus.path, found: surplus.tensor.shape.array)
    }
    model = filled
  }

  private func configurationDigest() throws -> String {
    "sha256:"
      + SHA256.hexadecimalDigest(of: try FileReader.bytes(of: configurationPath))
  }

  private func vocabularyDigest(named name: String) throws -> String {
    let checksum = Checksum64.of(try vocabularyBytes(named: name))
    return "xxh64:" + TensorFileSeal.hexadecimal(checksum)
  }

  private func checkFinite(_ tensor: Tensor, _ name: String) throws {
    guard let index = tensor.firstNonFiniteIndex else { return }
    throw ParameterError.notFinite(
      file: weightsPath, parameter: name, index: index, value: tensor[index])
  }
}
