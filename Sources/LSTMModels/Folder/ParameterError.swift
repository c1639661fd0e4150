import LSTMFormats
import LSTMTensor

/// How the weights in a file and the parameters of a model can disagree.
public enum ParameterError: ReportableError, Equatable {
  /// The file lacks a parameter of the model.
  case missing(file: String, parameter: String, expected: [Int])
  /// The file has a parameter that the model has not.
  case surplus(file: String, parameter: String, found: [Int])
  /// A parameter has another shape than in the model.
  case otherShape(file: String, parameter: String, found: [Int], expected: [Int])
  /// A parameter has a value that is infinite or no number; `index` counts row by row from zero.
  case notFinite(file: String, parameter: String, index: Int, value: Float)

  /// The cause, which decides the exit code.
  public var kind: FailureKind { .badData }

  /// What was found where, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .missing(let file, let parameter, let expected):
      "\(file) has no tensor \(parameter.quotedForMessage); the model of config.json needs it with "
        + "the shape \(expected). \(Self.remedy)"
    case .surplus(let file, let parameter, let found):
      "\(file) has the tensor \(parameter.quotedForMessage) of shape \(found), which the model of "
        + "config.json has not. \(Self.remedy)"
    case .otherShape(let file, let parameter, let found, let expected):
      "\(file): the tensor \(parameter.quotedForMessage) has the shape \(found); the model of "
        + "config.json needs \(expected). \(Self.remedy)"
    case .notFinite(let file, let parameter, let index, let value):
      "\(file): element \(index) of the tensor \(parameter.quotedForMessage) is \(value); expected "
        + "finite weights. Train again with a smaller learning rate."
    }
  }

  private static let remedy = "Use the config.json and the weights of one training."
}
