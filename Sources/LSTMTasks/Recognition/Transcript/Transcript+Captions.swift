extension Transcript {
  /// The words as captions of two lines at most.
  ///
  /// A caption ends at a long pause and behind a sentence. Between these the words make few captions, about
  /// equally full, cut at the longer pauses.
  public func captions(_ options: CaptionOptions = CaptionOptions()) -> [Caption] {
    let spoken = words.compactMap { word in
      let text = word.word.oneLine
      return text.isEmpty ? nil : CaptionWord(text, from: word.start, to: word.end)
    }
    let groups = CaptionCutter(spoken, options).groups
    var captions: [Caption] = []
    for (number, group) in groups.enumerated() {
      let members = spoken[group]
      // Where words overlap, captions still follow each other.
      let start = max(members.map(\.start).min() ?? 0, captions.last?.end ?? 0)
      var end = max(members.map(\.end).max() ?? 0, start + 1)
      if number + 1 < groups.count {
        let next = spoken[groups[number + 1]].map(\.start).min() ?? end
        end = max(end, min(next, start + options.shortestMilliseconds))
      } else {
        end = max(end, start + options.shortestMilliseconds)
      }
      captions.append(
        Caption(
          start: start, end: end,
          lines: Self.lines(members, limit: options.lineLength)))
    }
    return captions
  }

  private static func lines(_ words: ArraySlice<CaptionWord>, limit: Int) -> [String] {
    let count = LineBreak(words.map(\.length), limit: limit).count
    return [words.prefix(count), words.dropFirst(count)].filter { !$0.isEmpty }
      .map { $0.map(\.text).joined(separator: " ") }
  }
}

extension CaptionOptions {
  /// No more than a day, so that any number of seconds has one.
  static func milliseconds(_ seconds: Double) -> Int {
    Int(max(0, min(seconds * 1000, 1e14)).rounded())
  }

  fileprivate var shortestMilliseconds: Int { Self.milliseconds(min(shortestDuration, 86_400)) }
}

/// A word in milliseconds.
struct CaptionWord: Sendable {
  let text: String
  /// Characters as a reader counts them.
  let length: Int
  let (start, end): (Int, Int)

  init(_ text: String, from start: Double, to end: Double) {
    (self.text, length) = (text, text.count)
    (self.start, self.end) = (CaptionOptions.milliseconds(start), CaptionOptions.milliseconds(end))
  }

  /// Whether a sentence ends with it, quotation marks and brackets behind the stop not counted.
  var endsSentence: Bool {
    let last = text.last { !"\"'”’»)]".contains($0) }
    return last.map { ".!?…。".contains($0) } ?? false
  }
}

/// Where words are broken into two lines: so that the longer line is as short as may be, the first of equal places.
struct LineBreak: Sendable {
  /// The words of the first line; all, where they fit into it or are one.
  let count: Int
  /// Whether no line is longer than the limit.
  let fits: Bool

  /// The best break.
  ///
  /// - Parameter lengths: the characters of each word.
  init(_ lengths: some Collection<Int>, limit: Int) {
    let whole = lengths.reduce(lengths.count - 1, +)
    guard whole > limit, lengths.count > 1 else {
      (count, fits) = (lengths.count, whole <= limit)
      return
    }
    var (best, top, first) = (Int.max, -1, 0)
    for (place, length) in lengths.dropLast().enumerated() {
      top += length + 1
      let longer = max(top, whole - top - 1)
      if longer < best { (best, first) = (longer, place + 1) }
    }
    (count, fits) = (first, best <= limit)
  }
}

/// Finds where captions end: by dynamic programming over the words between two pauses.
private struct CaptionCutter {
  private let words: [CaptionWord]
  private let lengths: [Int]
  private let options: CaptionOptions

  init(_ words: [CaptionWord], _ options: CaptionOptions) {
    (self.words, self.options) = (words, options)
    lengths = words.map(\.length)
  }

  /// The words of each caption.
  var groups: [Range<Int>] {
    var groups: [Range<Int>] = []
    var start = 0
    for place in words.indices {
      let isLast = place + 1 == words.count
      if isLast || words[place].endsSentence || gap(behind: place) >= options.pause {
        groups += cut(start..<place + 1)
        start = place + 1
      }
    }
    return groups
  }

  /// Seconds of silence behind a word that is not the last.
  private func gap(behind place: Int) -> Double {
    Double(max(0, words[place + 1].start - words[place].end)) / 1000
  }

  /// The cheapest captions of words without a long pause.
  private func cut(_ range: Range<Int>) -> [Range<Int>] {
    // The cost of the words before each place, and where the last caption before it begins.
    var costs = [Double](repeating: .infinity, count: range.count + 1)
    var starts = [Int](repeating: 0, count: range.count + 1)
    costs[0] = 0
    for end in 1...range.count {
      for start in (0..<end).reversed() {
        guard let cost = cost(range.lowerBound + start..<range.lowerBound + end, in: range)
        else { break }
        if costs[start] + cost < costs[end] {
          (costs[end], starts[end]) = (costs[start] + cost, start)
        }
      }
    }
    var (groups, end): ([Range<Int>], Int) = ([], range.count)
    while end > 0 {
      groups.append(range.lowerBound + starts[end]..<range.lowerBound + end)
      end = starts[end]
    }
    return groups.reversed()
  }

  /// What a caption costs: 1, up to a half for the room that it leaves, less up to a half for the pause behind it;
  /// `nil` where it is too long.
  private func cost(_ group: Range<Int>, in range: Range<Int>) -> Double? {
    let lengths = lengths[group]
    if group.count > 1 {
      let duration = Double(words[group.upperBound - 1].end - words[group.lowerBound].start) / 1000
      guard LineBreak(lengths, limit: options.lineLength).fits, duration <= options.longestDuration
      else { return nil }
    }
    let length = lengths.reduce(lengths.count - 1, +)
    let room = max(0, 1 - Double(length) / Double(max(1, 2 * options.lineLength)))
    let pause =
      group.upperBound == range.upperBound || options.pause <= 0
      ? 0 : min(1, gap(behind: group.upperBound - 1) / options.pause)
    return 1 + 0.5 * room * room - 0.5 * pause
  }
}
