/// A fixed block of 64-byte-aligned `Float` memory that a tensor owns.
///
/// Blocks come from and go back to ``BufferPool``: fresh pages from the system cost more than the
/// arithmetic on small models.
///
/// `@unchecked Sendable`: the memory is written by its only owner alone, either before the tensor is
/// shared (`freshPointer`, by the operation that makes it) or after `makeUnique` gave the tensor a storage
/// of its own (copy on write). Every other access reads. Threads of one operation write disjoint parts.
/// `TensorStorageTests` runs this under concurrent readers and writers.
final class Storage: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  let count: Int
  private let capacity: Int

  /// Memory for `count` values, not initialised.
  init(count: Int) {
    self.count = count
    (base, capacity) = BufferPool.shared.take(count)
  }

  deinit {
    BufferPool.shared.give(base, capacity: capacity)
  }

  func copy() -> Storage {
    let other = Storage(count: count)
    other.base.update(from: base, count: count)
    return other
  }
}
