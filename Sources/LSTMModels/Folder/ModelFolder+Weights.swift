import LSTMFormats
import LSTMLayers
import LSTMTensor

extension ModelFolder {
  /// Writes the weights, the last step of a training.
  ///
  /// The file holds the digests of `config.json` and of the vocabulary as they are on disk, so that
  /// weights are never used with a description that is not theirs.
  ///
  /// - Parameter parameters: As `Module.parameters` lists them; all values finite.
  /// - Throws: ``ParameterError`` for values that are not finite; `FileError` where the file cannot
  ///   be written, or `config.json` is not there.
  public func writeWeights(_ parameters: [(path: String, tensor: Tensor)]) throws {
    for (path, tensor) in parameters {
      try refuse(FiniteCheck.firstFailure(in: tensor), in: path)
    }
    try TensorFile.write(
      .weights, tensors: parameters.map { ($0.path, $0.tensor) }, notes: descriptionDigests(),
      to: weightsPath)
  }

  /// The weights, checked, in the order of their names' bytes.
  ///
  /// - Throws: ``ModelFolderError`` where the training has not finished, or `config.json` or the
  ///   vocabulary has changed since; `FileError`, `SafetensorsError` and ``TensorFileError`` where
  ///   the file is damaged; ``ParameterError`` for values that are not finite.
  public func weights() throws -> [(path: String, tensor: Tensor)] {
    let file = try weightsFile()
    return try file.entries.map { (path: $0.name, tensor: try file.tensor(named: $0.name)) }
  }

  /// Reads the weights into a model of the same architecture.
  ///
  /// - Parameter model: Stays as it is where an error is thrown. Its memory is used again, so that
  ///   a model made of zeros loads fastest.
  /// - Throws: Everything that ``weights()`` throws; ``ParameterError`` where the model and the
  ///   file do not have the same parameters of the same shapes.
  public func loadWeights<M: Module>(into model: inout M) throws {
    let file = try weightsFile()
    try check(file, has: model.parameters.map { ($0.path, $0.tensor.shape) })
    try model.visitParameters { path, parameter in
      parameter = parameter.detached
      try file.copy(path, into: &parameter)
    }
  }

  /// The file of the weights, itself in order and beside the description that it belongs to.
  private func weightsFile() throws -> TensorFile {
    guard FolderEntry(weightsPath).kind != .nothing else {
      throw ModelFolderError.unfinished(path: path)
    }
    let file = try TensorFile(.weights, contentsOf: weightsPath)
    try checkDescription(of: file)
    for entry in file.entries { try refuse(file.firstNonFinite(in: entry), in: entry.name) }
    return file
  }
}

// MARK: - Checks

extension ModelFolder {
  private func check(_ file: TensorFile, has parameters: [(path: String, shape: Shape)]) throws {
    var found: [String: [Int]] = [:]
    for entry in file.entries { found[entry.name] = entry.shape }
    for (path, shape) in parameters {
      guard let sizes = found.removeValue(forKey: path) else {
        throw ParameterError.missing(
          file: weightsPath, parameter: path, expected: shape.array)
      }
      guard sizes == shape.array else {
        throw ParameterError.otherShape(
          file: weightsPath, parameter: path, found: sizes, expected: shape.array)
      }
    }
    if let surplus = file.entries.first(where: { found[$0.name] != nil }) {
      throw ParameterError.surplus(
        file: weightsPath, parameter: surplus.name, found: surplus.shape)
    }
  }

  private func refuse(_ failure: (index: Int, value: Float)?, in parameter: String) throws {
    guard let failure else { return }
    throw ParameterError.notFinite(
      file: weightsPath, parameter: parameter, index: failure.index, value: failure.value)
  }
}
