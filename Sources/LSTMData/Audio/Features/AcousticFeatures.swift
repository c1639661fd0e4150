/// The features of a sound: a row of values a frame, [T, F].
public struct AcousticFeatures: Sendable, Equatable {
  /// The values of a frame, F.
  public let width: Int
  /// [T, F], row by row.
  public var values: [Float]

  /// Rows of values.
  ///
  /// - Parameters:
  ///   - width: F, 1 or more.
  ///   - values: a whole number of rows.
  public init(width: Int, values: [Float] = []) {
    precondition(width > 0 && values.count % width == 0, "rows of \(width) values")
    self.width = width
    self.values = values
  }

  /// The frames, T.
  public var count: Int { values.count / width }

  /// The values of a frame.
  public subscript(frame: Int) -> ArraySlice<Float> {
    values[frame * width..<(frame + 1) * width]
  }

  /// Adds the frames of another sound, or of the next piece of this one.
  public mutating func append(_ other: AcousticFeatures) {
    precondition(other.width == width, "rows of \(other.width) values behind rows of \(width)")
    values += other.values
  }
}
