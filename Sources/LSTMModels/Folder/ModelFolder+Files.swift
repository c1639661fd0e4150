import LSTMFormats

// MARK: - Configuration

extension ModelFolder {
  /// What `config.json` says.
  ///
  /// - Throws: `FileError` where it cannot be read, `JSONError` where it is damaged,
  ///   ``ModelFolderError/futureVersion(file:found:supported:)`` where it is of a newer build.
  public func configuration() throws -> ModelConfiguration {
    try ModelConfiguration(json: JSONReader(contentsOf: configurationPath))
  }

  /// Writes `config.json`: the first file of a model, by which the folder is known as one.
  ///
  /// - Throws: `FileError` where it cannot be written.
  public func writeConfiguration(_ configuration: ModelConfiguration) throws {
    try AtomicFile.write(configuration.json.bytes(.pretty), to: configurationPath)
  }
}

// MARK: - Vocabulary and card

extension ModelFolder {
  /// Reads `tokenizer.json`, `vocabulary.json` or `features.json`.
  ///
  /// - Throws: ``ModelFolderError/incomplete(path:name:)`` where it is missing, `FileError` and
  ///   `JSONError` where it cannot be read.
  public func vocabulary(named name: String) throws -> JSONValue {
    try JSONValue(parsing: vocabularyBytes(named: name), document: path(of: name))
  }

  /// Writes `tokenizer.json`, `vocabulary.json` or `features.json`.
  ///
  /// - Throws: `FileError` where it cannot be written; ``ModelFolderError/unknownName(_:known:)``
  ///   for another name.
  public func writeVocabulary(_ json: JSONValue, named name: String) throws {
    try checkVocabularyName(name)
    try AtomicFile.write(json.bytes(.pretty), to: path(of: name))
  }

  /// Writes the model card, `README.md`; see ``ModelCard/markdown``.
  ///
  /// - Throws: `FileError` where it cannot be written.
  public func writeCard(_ markdown: String) throws {
    try AtomicFile.write(markdown, to: path(of: Self.cardName))
  }

  func vocabularyBytes(named name: String) throws -> [UInt8] {
    try checkVocabularyName(name)
    guard FolderEntry(path(of: name)).kind != .nothing else {
      throw ModelFolderError.incomplete(path: path, name: name)
    }
    return try FileReader.bytes(of: path(of: name))
  }

  private func checkVocabularyName(_ name: String) throws {
    guard Self.vocabularyNames.contains(name) else {
      throw ModelFolderError.unknownName(name, known: Self.vocabularyNames)
    }
  }
}
