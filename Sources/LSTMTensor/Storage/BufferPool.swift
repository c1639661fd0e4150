import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Recycles the memory of tensors by size class.
final class BufferPool: Sendable {
  static let shared = BufferPool()

  private static let alignment = 64
  private static let largePage = 1 << 21
  /// Floats kept for reuse at most (2 GiB); beyond that memory goes back to the system.
  private static let largestHolding = 1 << 29

  private struct Shelves {
    // Addresses, not pointers: the shelf only stores them. One list a size class: hashing a size would
    // take as long as the rest of a small tensor.
    var free = [[UInt]](repeating: [], count: BufferPool.shelf(of: 1 << 48) + 1)
    var held = 0
  }

  private let shelves = Mutex(Shelves())

  /// Rounds up to one of four sizes for each power of two, so that a slightly different batch
  /// still finds its memory again.
  static func capacity(for count: Int) -> Int {
    let least = max(count, 16)
    let power = 1 << (Int.bitWidth - 1 - (least - 1).leadingZeroBitCount)
    let step = max(power / 4, 16)
    return (least + step - 1) / step * step
  }

  /// The number of a capacity among all capacities.
  private static func shelf(of capacity: Int) -> Int {
    let exponent = Int.bitWidth - 1 - capacity.leadingZeroBitCount
    return exponent * 4 + (capacity >> max(0, exponent - 2)) & 3
  }

  func take(_ count: Int) -> (UnsafeMutablePointer<Float>, Int) {
    let capacity = Self.capacity(for: count)
    let shelf = Self.shelf(of: capacity)
    let address = shelves.withLock { shelves -> UInt? in
      guard let address = shelves.free[shelf].popLast() else { return nil }
      shelves.held -= capacity
      return address
    }
    if let address, let pointer = UnsafeMutablePointer<Float>(bitPattern: address) {
      return (pointer, capacity)
    }
    return (Self.allocate(capacity), capacity)
  }

  /// Fresh memory; a large block asks for large pages, each of which spares 511 page faults and as many
  /// entries of the processor's page tables.
  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Float> {
    let byteCount = capacity * MemoryLayout<Float>.stride
    let isLarge = byteCount >= largePage
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: byteCount, alignment: isLarge ? largePage : alignment)
    #if os(Linux)
    // Only a wish: where the system has no large pages to give, it gives small ones.
    if isLarge { _ = madvise(raw, byteCount / largePage * largePage, MADV_HUGEPAGE) }
    #endif
    return raw.bindMemory(to: Float.self, capacity: capacity)
  }

  func give(_ pointer: UnsafeMutablePointer<Float>, capacity: Int) {
    let (address, shelf) = (UInt(bitPattern: pointer), Self.shelf(of: capacity))
    let kept = shelves.withLock { shelves in
      guard shelves.held + capacity <= Self.largestHolding else { return false }
      shelves.free[shelf].append(address)
      shelves.held += capacity
      return true
    }
    if !kept { UnsafeMutableRawPointer(pointer).deallocate() }
  }
}
