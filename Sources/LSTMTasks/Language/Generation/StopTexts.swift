/// Texts before which writing ends, whatever tokens they are spread over.
///
/// Of several, the one that is whole first counts; of those that are whole with the same character, the longest.
public struct StopTexts: Sendable, Equatable {
  /// The texts as they were given.
  public let texts: [String]
  /// The texts in UTF-8, the longest first.
  let patterns: [[UInt8]]

  /// No text: writing ends by its length alone.
  public static let none = StopTexts(checked: [])

  /// Stop texts, checked.
  ///
  /// - Throws: ``SamplingError/emptyStop`` where one of them is empty.
  public init(_ texts: [String]) throws {
    guard texts.allSatisfy({ !$0.isEmpty }) else { throw SamplingError.emptyStop }
    self.init(checked: texts)
  }

  private init(checked texts: [String]) {
    self.texts = texts
    patterns = texts.map { Array($0.utf8) }.sorted { $0.count > $1.count }
  }
}

/// Lets a text through until one of some stop texts is whole.
///
/// It holds back what could still become a stop text, and no more. Bytes are compared: to Swift a line feed
/// behind a carriage return would be another character.
struct StopMatcher: Sendable {
  private let patterns: [[UInt8]]
  /// The longest end of the text that begins a stop text.
  private var held: [UInt8] = []
  /// Whether a stop text has come; nothing is let through any more.
  private(set) var isStopped = false

  /// A matcher at the beginning of a text; `nil` where nothing can stop it.
  init?(_ stops: StopTexts) {
    guard !stops.patterns.isEmpty else { return nil }
    patterns = stops.patterns
  }

  /// What of the text so far can be let through now.
  mutating func take(_ text: String) -> String {
    var passed: [UInt8] = []
    for byte in text.utf8 where !isStopped {
      held.append(byte)
      if let pattern = patterns.first(where: { held.hasSuffix($0[...]) }) {
        passed += held.dropLast(pattern.count)
        held = []
        isStopped = true
      } else {
        let kept = heldCount
        passed += held.dropLast(kept)
        held.removeFirst(held.count - kept)
      }
    }
    return String(decoding: passed, as: UTF8.self)
  }

  /// What was held back, when no more text comes.
  mutating func finish() -> String {
    defer { held = [] }
    return String(decoding: held, as: UTF8.self)
  }

  /// Bytes at the end that begin a stop text without being one.
  private var heldCount: Int {
    let most = min(held.count, patterns[0].count - 1)
    return stride(from: most, to: 0, by: -1).first { count in
      patterns.contains { $0.count > count && held.hasSuffix($0[..<count]) }
    } ?? 0
  }
}

extension [UInt8] {
  fileprivate func hasSuffix(_ other: ArraySlice<UInt8>) -> Bool {
    count >= other.count && self[(count - other.count)...].elementsEqual(other)
  }
}
