import Synchronization

/// Raised from anywhere to ask a training to save and stop.
public final class StopSignal: Sendable {
  private let raised = Atomic<Bool>(false)

  /// Not raised.
  public init() {}

  /// Whether somebody asked.
  public var isRaised: Bool { raised.load(ordering: .relaxed) }

  /// Asks.
  public func raise() { raised.store(true, ordering: .relaxed) }
}
