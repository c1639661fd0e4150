import Foundation

/// The classes of files that hold one each, told from their names: the part in which the names differ.
///
/// `rt-polarity.neg` and `rt-polarity.pos` are neg and pos; `Arabic.txt` and `Czech.txt` are Arabic and Czech; of files
/// of one name in several folders the folders' names are taken.
struct ClassNames {
  /// A class a path.
  let names: [String]

  init(_ paths: [String], known: [String]) {
    let files = paths.map { URL(fileURLWithPath: $0).lastPathComponent }
    if paths.count > 1, Set(files).count == 1 {
      names = Self.differing(
        paths.map { URL(fileURLWithPath: $0).deletingLastPathComponent().lastPathComponent })
      return
    }
    // A part that is a known class says more than what happens to differ.
    let parts = files.map(Self.parts)
    let found = parts.map { parts in parts.first { known.contains($0.text) }?.text }
    let named = found.compactMap { $0 }
    names = named.count == files.count ? named : Self.differing(files)
  }

  private struct Part {
    let text: String
    let range: Range<String.Index>
  }

  /// The words of a name, between `.`, `-`, `_` and blanks.
  private static func parts(_ name: String) -> [Part] {
    name.split { ".-_ ".contains($0) }.map { word in
      Part(text: String(word), range: word.startIndex..<word.endIndex)
    }
  }

  private static func differing(_ names: [String]) -> [String] {
    let parts = names.map(parts)
    let stems = names.map { ($0 as NSString).deletingPathExtension }
    guard names.count > 1, let first = parts.first, parts.allSatisfy({ !$0.isEmpty }) else {
      return stems
    }
    let shortest = parts.map(\.count).min() ?? 0
    func isCommon(_ text: (_ parts: [Part]) -> String) -> Bool {
      parts.allSatisfy { text($0) == text(first) }
    }
    var (lead, tail) = (0, 0)
    while lead < shortest, isCommon({ $0[lead].text }) { lead += 1 }
    while lead + tail < shortest, isCommon({ $0[$0.count - 1 - tail].text }) { tail += 1 }
    guard lead + tail < shortest else { return stems }
    return zip(names, parts).map { name, parts in
      let (start, end) = (parts[lead].range, parts[parts.count - 1 - tail].range)
      return String(name[start.lowerBound..<end.upperBound])
    }
  }
}
