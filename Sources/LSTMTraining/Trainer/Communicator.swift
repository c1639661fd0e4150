import LSTMLayers

/// Sums gradients over the processes of a training.
///
/// One process is the ordinary case; an existing engine
/// can stand here for more.
public protocol Communicator: Sendable {
  /// Replaces gradients by their mean over all processes.
  func average(_ gradients: inout Gradients)
}

/// The only process.
public struct LocalCommunicator: Communicator {
  /// The only process.
  public init() {}
  /// Changes nothing.
  public func average(_ gradients: inout Gradients) {}
}
