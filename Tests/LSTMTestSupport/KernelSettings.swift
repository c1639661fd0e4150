import Foundation
import LSTMTensor

/// The settings that must not change a bit of any result: instruction set and number of threads.
///
/// Both hold for the whole process. A lock keeps two tests from changing them against each other;
/// all other tests may run meanwhile, since their results do not depend on them either.
package enum KernelSettings {
  package static let threadCounts = [1, 2, 3, 5]
  private static let lock = NSLock()

  /// The instruction sets of this processor.
  package static var instructionSets: [InstructionSet] {
    InstructionSet.allCases.filter(\.isAvailable)
  }

  /// Computes something under every combination of instruction set and thread count.
  ///
  /// - Returns: the settings, in words, under which the bits differ from those of the first
  ///   combination (scalar, one thread), and the first result itself.
  package static func compare(
    _ compute: () throws -> [Tensor]
  ) rethrows -> (differing: [String], result: [Tensor]) {
    lock.lock()
    let (instructionSet, threads) = (InstructionSet.current, Threads.count)
    defer {
      instructionSet.select()
      Threads.count = threads
      lock.unlock()
    }
    var first: [Tensor]?
    var differing: [String] = []
    for instructionSet in instructionSets {
      instructionSet.select()
      for threads in threadCounts {
        Threads.count = threads
        let result = try compute()
        guard let first else {
          first = result
          continue
        }
        let places = result.indices.filter {
          !first.indices.contains($0) || !result[$0].hasSameBits(as: first[$0])
        }
        if !places.isEmpty || result.count != first.count {
          differing.append("\(instructionSet), \(threads) threads: tensors \(places)")
        }
      }
    }
    return (differing, first ?? [])
  }

  /// Computes something with a number of threads, alone among the tests that change settings.
  package static func with<Result>(threads: Int, _ compute: () throws -> Result) rethrows -> Result
  {
    lock.lock()
    let before = Threads.count
    defer {
      Threads.count = before
      lock.unlock()
    }
    Threads.count = threads
    return try compute()
  }
}
