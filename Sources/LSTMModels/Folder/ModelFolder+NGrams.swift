import LSTMFormats

extension ModelFolder {
  /// Writes `ngrams.safetensors`, after `config.json` and the vocabulary that it belongs to.
  ///
  /// - Parameter parts: Bytes whose names and meaning are the task's.
  /// - Throws: `FileError` where the file cannot be written or `config.json` is not there, `SafetensorsError` where a
  ///   name comes twice.
  package func writeNGrams(_ parts: [(name: String, bytes: [UInt8])]) throws {
    try TensorFile.write(.nGrams, tensors: parts, notes: descriptionDigests(), to: nGramsPath)
  }

  /// The parts of `ngrams.safetensors` in the order of their names' bytes, `nil` where there is no such file.
  ///
  /// - Throws: `FileError`, `SafetensorsError` and ``TensorFileError`` where the file is damaged or another kind of
  ///   file, ``ModelFolderError/changed(file:)`` where `config.json` or the vocabulary is not what it was written beside.
  package func nGrams() throws -> [(name: String, bytes: [UInt8])]? {
    guard FolderEntry(nGramsPath).kind != .nothing else { return nil }
    let file = try TensorFile(.nGrams, contentsOf: nGramsPath)
    try checkDescription(of: file)
    return try file.entries.map { (name: $0.name, bytes: try file.bytes(named: $0.name)) }
  }
}
