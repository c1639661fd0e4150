import LSTMFormats

extension ModelFolder {
  /// What in a folder is a model's, in the order in which it is removed: without its weights a
  /// folder is unfinished, and `config.json` shows to the end whose the rest is.
  private static let ownNames =
    [weightsName, nGramsName, checkpointsName] + vocabularyNames
    + [cardName, eventsName, configurationName]

  /// Prepares a folder for a model before long work begins: creates it, and proves by writing that
  /// it takes files.
  ///
  /// - Parameters:
  ///   - path: The folder; folders above it are created too.
  ///   - force: Removes the model that is there, but no other file.
  ///   - resume: Keeps what is there so that its training can continue. There may be nothing yet:
  ///     a training that is stopped very early has left nothing.
  /// - Throws: ``ModelFolderError`` where something is in the way, `FileError` where the folder
  ///   cannot be created or takes no files.
  public static func create(at path: String, force: Bool, resume: Bool) throws -> ModelFolder {
    try create(at: path, force: force, resume: resume) { _ in }.folder
  }

  /// The same around preparations that can fail, such as the reading of the data.
  ///
  /// - Parameters:
  ///   - path: The folder; folders above it are created too.
  ///   - force: Removes the model that is there, but no other file, once the preparations are done.
  ///   - resume: Keeps what is there so that its training can continue.
  ///   - prepare: Runs when the folder has been found good. If it throws, a model that is there
  ///     stays, and a folder that was not there is removed again.
  /// - Returns: The folder, and what was prepared.
  public static func create<Prepared>(
    at path: String, force: Bool, resume: Bool, _ prepare: (ModelFolder) throws -> Prepared
  ) throws -> (folder: ModelFolder, prepared: Prepared) {
    let folder = ModelFolder(path: path)
    let kind = FolderEntry(path).kind
    switch kind {
    case .nothing: break
    case .file: throw ModelFolderError.fileInTheWay(path: path)
    case .folder: try folder.checkContents(force: force, resume: resume)
    }
    try OutputFolder.prepare(path)
    let prepared: Prepared
    do {
      prepared = try prepare(folder)
    } catch {
      if kind == .nothing { FolderEntry(path).removeFolderIfEmpty() }
      throw error
    }
    if force && !resume { try folder.removeModel() }
    folder.removeStaleFiles()
    return (folder, prepared)
  }

  /// Whether the folder holds a model's description or training, whatever its state.
  private var holdsModel: Bool {
    // The bytes are searched and not parsed: a damaged file must be replaceable.
    let bytes = (try? FileReader.bytes(of: configurationPath)) ?? []
    return bytes.contains(sequence: Array("\"formatVersion\"".utf8))
      || FolderEntry(checkpointPath).kind == .file
  }

  private func checkContents(force: Bool, resume: Bool) throws {
    // Hidden files are the system's, or temporary ones that a killed process has left.
    let visible = try FolderEntry(path).names().filter { !$0.hasPrefix(".") }
    guard let first = visible.first else { return }
    if holdsModel {
      guard force || resume else {
        throw ModelFolderError.modelInTheWay(path: path, isFinished: isFinished)
      }
    } else if resume {
      throw ModelFolderError.nothingToResume(path: path, found: first)
    } else if force {
      if let own = visible.first(where: Self.ownNames.contains) {
        throw ModelFolderError.otherFileInTheWay(path: path, name: own)
      }
    } else {
      throw ModelFolderError.notEmpty(path: path, found: first)
    }
  }

  private func removeModel() throws {
    for name in Self.ownNames {
      let entry = FolderEntry(self.path(of: name))
      guard name == Self.checkpointsName else {
        try entry.removeFile()
        continue
      }
      for file in checkpointFiles + passingCheckpointFiles {
        try FolderEntry(file).removeFile()
      }
      entry.removeFolderIfEmpty()
    }
  }

  /// Removes what killed processes have left behind.
  private func removeStaleFiles() {
    let names = Self.ownNames + ["probe", Self.checkpointsName + "/probe"]
    for file in names.map(path(of:)) + checkpointFiles + passingCheckpointFiles {
      AtomicFile.removeStaleFiles(for: file)
    }
    // Removing is a courtesy here: the next checkpoint replaces what stays.
    for file in passingCheckpointFiles { try? FolderEntry(file).removeFile() }
  }
}

extension [UInt8] {
  /// Whether the bytes of `sequence` come one after the other somewhere.
  fileprivate func contains(sequence: [UInt8]) -> Bool {
    indices.contains { self[$0...].starts(with: sequence) }
  }
}
