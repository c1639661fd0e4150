import LSTMFormats

extension ModelFolder {
  /// Where the newest checkpoint is.
  public var checkpointPath: String { checkpointFile("last") }

  var previousCheckpointPath: String { checkpointFile("previous") }
  /// A checkpoint that is complete but not yet the last one; nothing reads it.
  private var nextCheckpointPath: String { checkpointFile("next") }
  /// A second name of the last checkpoint on its way to being the previous one.
  private var linkedCheckpointPath: String { checkpointFile("link") }

  /// The checkpoints that are read.
  var checkpointFiles: [String] { [checkpointPath, previousCheckpointPath] }
  /// The names that exist only while a checkpoint is written.
  var passingCheckpointFiles: [String] { [nextCheckpointPath, linkedCheckpointPath] }

  private func checkpointFile(_ name: String) -> String {
    path(of: "\(Self.checkpointsName)/\(name).safetensors")
  }

  /// Writes a checkpoint; the one before it is kept as `previous.safetensors`.
  ///
  /// The new file is complete and on the disk before an old one is touched, and each name changes
  /// in one step, so that a process killed at any instant leaves a good checkpoint.
  ///
  /// - Throws: what ``Checkpoint/write(to:)`` throws; the checkpoints there are then as before.
  public func writeCheckpoint(_ checkpoint: Checkpoint) throws {
    let folder = FolderEntry(path(of: Self.checkpointsName))
    if folder.kind != .folder { try OutputFolder.prepare(folder.path) }
    let (next, last) = (FolderEntry(nextCheckpointPath), FolderEntry(checkpointPath))
    try checkpoint.write(to: next.path)
    if last.kind == .file { try keepAsPrevious(last) }
    try next.rename(to: last)
    folder.synchronizeFolder()
  }

  /// Gives the last checkpoint the name of the previous one, and lets it keep its own if it can.
  private func keepAsPrevious(_ last: FolderEntry) throws {
    let previous = FolderEntry(previousCheckpointPath)
    let link = FolderEntry(linkedCheckpointPath)
    try link.removeFile()
    // Without hard links there is no last one for an instant; a reader then takes the previous.
    try (last.link(as: link) ? link : last).rename(to: previous)
  }

  /// The newest good checkpoint, `nil` where there is none.
  ///
  /// A damaged last one is passed over for the one before it, and ``Checkpoint/warning`` says so.
  ///
  /// - Throws: what reading the last one throws, where the previous one is no better; at once where
  ///   a newer build has written it.
  public func checkpoint() throws -> Checkpoint? {
    let previous = FolderEntry(previousCheckpointPath)
    guard FolderEntry(checkpointPath).kind != .nothing else {
      guard previous.kind != .nothing else { return nil }
      return try Self.checkpoint(at: previous.path, because: "\(checkpointPath) is missing.")
    }
    do {
      return try Checkpoint(contentsOf: checkpointPath)
    } catch let error as TensorFileError where error.isFutureVersion {
      throw error
    } catch {
      guard previous.kind != .nothing,
        let found = try? Self.checkpoint(at: previous.path, because: "\(error)")
      else { throw error }
      return found
    }
  }

  private static func checkpoint(at path: String, because reason: String) throws -> Checkpoint {
    var checkpoint = try Checkpoint(contentsOf: path)
    checkpoint.warning = "\(reason) Continuing from the checkpoint before it, \(path)."
    return checkpoint
  }
}

extension TensorFileError {
  fileprivate var isFutureVersion: Bool {
    if case .futureVersion = self { true } else { false }
  }
}
