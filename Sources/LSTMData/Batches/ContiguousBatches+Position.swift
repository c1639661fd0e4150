extension ContiguousBatches {
  /// A place in the data over all epochs: the window that comes next.
  public struct Position: Sendable, Equatable, Codable {
    /// The epoch, from zero.
    public var epoch: Int
    /// The window in the epoch, from zero.
    public var window: Int

    /// A place in the data, by default its beginning.
    public init(epoch: Int = 0, window: Int = 0) {
      self.epoch = epoch
      self.window = window
    }

    /// Whether the streams begin anew here, and with them the model's state.
    public var isStartOfEpoch: Bool { window == 0 }
  }

  /// The window at a position, which may come from a file.
  /// - Throws: ``BatchError/position(_:windowCount:)``, where the data has no such window.
  public func window(at position: Position) throws(BatchError) -> TokenWindow {
    guard position.epoch >= 0, position.window >= 0, position.window < windowCount else {
      throw .position(position, windowCount: windowCount)
    }
    return window(position.window)
  }

  /// The position after one that the data has: the next window, or the next epoch's first.
  public func position(after position: Position) -> Position {
    position.window + 1 < windowCount
      ? Position(epoch: position.epoch, window: position.window + 1)
      : Position(epoch: position.epoch + 1, window: 0)
  }
}
