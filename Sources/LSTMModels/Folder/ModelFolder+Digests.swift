import LSTMFormats

// What a file of numbers means, `config.json` and the vocabulary say. So it holds their digests, as notes with their
// names: SHA-256 for `config.json`, the quicker XXH64 for a vocabulary, which may be long.

extension ModelFolder {
  /// The digests of `config.json` and of the vocabulary as they are on disk.
  ///
  /// - Throws: `FileError` where one cannot be read.
  func descriptionDigests() throws -> [(name: String, value: String)] {
    var digests = [(name: Self.configurationName, value: try configurationDigest())]
    for name in Self.vocabularyNames where FolderEntry(path(of: name)).kind == .file {
      digests.append((name, try vocabularyDigest(named: name)))
    }
    return digests
  }

  /// Refuses a file that was not written beside these very `config.json` and vocabulary.
  ///
  /// - Throws: ``ModelFolderError/changed(file:)`` for the first that differs, `FileError` where one cannot be read.
  func checkDescription(of file: TensorFile) throws {
    guard file.note(Self.configurationName) == (try configurationDigest()) else {
      throw ModelFolderError.changed(file: configurationPath)
    }
    for name in Self.vocabularyNames {
      guard let expected = file.note(name) else { continue }
      guard expected == (try vocabularyDigest(named: name)) else {
        throw ModelFolderError.changed(file: path(of: name))
      }
    }
  }

  private func configurationDigest() throws -> String {
    "sha256:"
      + SHA256.hexadecimalDigest(of: try FileReader.bytes(of: configurationPath))
  }

  private func vocabularyDigest(named name: String) throws -> String {
    let checksum = Checksum64.of(try vocabularyBytes(named: name))
    return "xxh64:" + TensorFileSeal.hexadecimal(checksum)
  }
}
