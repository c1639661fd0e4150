import LSTMFormats

extension ModelFolderError {
  /// What was found where, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .missing(let path):
      "\(path): there is no such folder; expected a model, \(Self.whatAModelIs)"
    case .notAFolder(let path):
      "\(path) is a file; expected a model, \(Self.whatAModelIs)"
    case .noModel(let path):
      "\(path) holds no config.json; expected a model, \(Self.whatAModelIs)"
    case .unfinished(let path):
      "\(path) holds no model.safetensors: its training has not finished. Run the same "
        + "`lstm train` command with `--resume`."
    case .incomplete(let path, let name):
      "\(path) lacks \(name), which belongs to the model. Copy the whole folder again."
    case .futureVersion(let file, let found, let supported):
      "\(file) has the format version \(found); this build reads versions up to \(supported). "
        + "Update swift-lstm."
    case .changed(let file):
      "\(file) is not as it was when the weights beside it were trained. Undo the change, or train "
        + "again."
    default: outputDescription
    }
  }

  private var outputDescription: String {
    switch self {
    case .fileInTheWay(let path):
      "\(path) is a file; expected a folder for the model, or a name that is free. Choose another "
        + "`--output`."
    case .modelInTheWay(let path, let isFinished):
      "\(path) already holds \(isFinished ? "a trained model" : "an unfinished training"). Use "
        + "`--resume` to continue it, `--force` to replace it, or another `--output`."
    case .notEmpty(let path, let found):
      "\(path) is not empty (it holds \(found.quotedForMessage)) and is no model. Choose another "
        + "`--output`, or use `--force` to put the model beside what is there."
    case .otherFileInTheWay(let path, let name):
      "\(path) holds \(name.quotedForMessage), which is not known to be a model's and would be "
        + "replaced. Choose another `--output`, or move it away."
    case .nothingToResume(let path, let found):
      "\(path) holds \(found.quotedForMessage) but no training that could be continued. Check the "
        + "path, or leave `--resume` out."
    case .unknownName(let name, let known):
      "\(name.quotedForMessage) is no name of a vocabulary; expected one of "
        + "\(known.joined(separator: ", "))."
    case .cannotList(let path, let reason):
      "\(path): the folder cannot be read (\(reason)). Check its permissions."
    case .cannotRemove(let path, let reason):
      "\(path) cannot be removed (\(reason)). Change its permissions, or choose another `--output`."
    case .cannotRename(let path, let newPath, let reason):
      "\(path) cannot be renamed to \(newPath) (\(reason)). Check the disk and its permissions."
    default: "The model folder is not valid."
    }
  }

  private static let whatAModelIs =
    "the folder with config.json and model.safetensors that `lstm train … --output` makes."
}
