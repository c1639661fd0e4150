import LSTMFormats
import LSTMTensor

/// All that `lstm reproduce` can run.
public enum PublishedExperiments {
  /// In the order of `lstm reproduce list`.
  public static let all: [any Experiment] =
    ReberExperiment.all + [NoiseFreeExperiment()] + LongLagExperiment.all
    + [ContinualReberExperiment(), GradientFlowExperiment(), VariantExperiment()]
    + SymbolExperiment.all

  /// The experiment of a name.
  ///
  /// - Throws: ``UnknownExperiment``, which names them all.
  public static func named(_ name: String) throws -> any Experiment {
    guard let found = all.first(where: { $0.name == name }) else {
      throw UnknownExperiment(name: name, known: all.map(\.name))
    }
    return found
  }
}

/// A name that no published experiment has.
public struct UnknownExperiment: ReportableError, Equatable {
  /// What was asked for.
  public let name: String
  /// What there is.
  public let known: [String]

  /// A wrong request.
  public var kind: FailureKind { .usage }

  /// What was asked for, and what there is.
  public var description: String {
    """
    There is no experiment \(name.quotedForMessage): it must be one of \
    \(known.joined(separator: ", ")).
    """
  }
}
