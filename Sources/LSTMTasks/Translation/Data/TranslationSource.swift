import LSTMData
import LSTMFormats

/// Where sentences and their translations come from.
public enum TranslationSource: Sendable, Equatable {
  /// One file of pairs or two files, line by line alike.
  case files([String])
  /// Pairs that are in memory.
  case pairs(ParallelText)

  /// The pairs.
  func read() throws -> ParallelText {
    switch self {
    case .files(let paths): try ParallelText(contentsOf: paths)
    case .pairs(let text): text
    }
  }
}

extension ParallelText {
  /// SHA-256 of all pairs.
  var digest: String {
    var bytes: [UInt8] = []
    for pair in pairs {
      bytes += pair.source + [UInt8(ascii: "\t")] + pair.target + [UInt8(ascii: "\n")]
    }
    return SHA256.hexadecimalDigest(of: bytes)
  }

  /// Bytes of all pairs.
  var byteCount: Int { pairs.reduce(0) { $0 + $1.source.count + $1.target.count + 2 } }
}
