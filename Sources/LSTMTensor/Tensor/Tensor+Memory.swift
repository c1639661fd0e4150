extension Tensor {
  /// Reads the elements in place.
  package func withBuffer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeBufferPointer(start: storage.base, count: storage.count))
  }

  /// Changes the elements in place, after making this tensor the only owner of its memory.
  package mutating func withMutableBuffer<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    makeUnique()
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeMutableBufferPointer(start: storage.base, count: storage.count))
  }

  mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&storage) { storage = storage.copy() }
  }

  /// The memory for reading; the tensor must outlive its use (`withExtendedLifetime`).
  var pointer: UnsafePointer<Float> { UnsafePointer(storage.base) }

  /// The memory of a tensor that the caller has just made and not yet shared.
  var freshPointer: UnsafeMutablePointer<Float> { storage.base }
}
