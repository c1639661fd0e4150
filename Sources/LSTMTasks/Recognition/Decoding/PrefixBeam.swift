import LSTMTensor

/// The prefixes that a search follows, and how probable frames make them; of languages it knows scores only.
///
/// Probabilities are kept as such, divided by that of the most probable prefix after each frame: sums over alignments are
/// then plain sums, and what is lost below 10⁻³⁰⁸ of it could not become a result any more.
struct PrefixBeam: Sendable {
  /// The most probable alignment of a prefix that ends in a blank, or that ends in its last unit.
  struct Path: Sendable {
    /// Its probability, less than zero if there is none.
    var mass = -1.0
    /// The last unit, of a prefix that has one.
    var last: DecodedUnit?
    /// The units before it.
    var before = Chains<DecodedUnit>.none
  }

  struct Entry: Sendable {
    var node: Int32
    /// The last unit, −1 without any.
    var unit: Int32
    /// The probability of all alignments that end in a blank, and of those that end in the last unit.
    var blankMass = 0.0
    var unitMass = 0.0
    var blankPath = Path()
    var unitPath = Path()
    /// What language model and words add to the score.
    var prior = 0.0
    var hotWords = HotWords.State()

    var mass: Double { blankMass + unitMass }
  }

  /// Where an entry comes from: an entry of the beam before, as it is or with one more unit.
  struct Origin: Sendable {
    let entry: Int
    let unit: Int32?
  }

  /// An entry with one more unit that is not in the beam yet.
  private struct Extension {
    let parent: Int
    let unit: Int32
    let mass: Double
    let pathMass: Double
    let prior: Double
    let hotWords: HotWords.State
    let score: Double
  }

  let options: PrefixBeamOptions
  let blank: Int32
  private(set) var frameCount = 0
  /// The most promising first.
  private(set) var entries: [Entry]
  /// ln of what all masses were divided by.
  private(set) var logScale = 0.0
  private(set) var history = Chains<DecodedUnit>()
  private var tree = PrefixTree()
  /// The place in the beam of each prefix of the tree, −1 for those that are not in it.
  private var places: [Int] = []
  /// What tree and history kept when they were cleared last, and what they may have beyond twice that.
  private var kept = 0
  var spare = 4096

  init(options: PrefixBeamOptions, blank: Int32) {
    precondition(
      options.width > 0 && options.unitsPerFrame > 0 && options.languageWeight >= 0
        && options.largestGap >= 0,
      "no search of width \(options.width) over \(options.unitsPerFrame) units")
    self.options = options
    self.blank = blank
    let path = Path(mass: 1, last: nil)
    entries = [Entry(node: PrefixTree.root, unit: -1, blankMass: 1, blankPath: path)]
  }

  /// Reads a frame.
  ///
  /// - Parameters:
  ///   - frame: the probability of each class; one that is not finite says nothing.
  ///   - language: what a language model adds for an entry and one more unit.
  /// - Returns: where each entry comes from.
  mutating func read(
    _ frame: Slice<UnsafeBufferPointer<Float>>, language: (Int, Int32) -> Double
  ) -> [Origin] {
    defer { frameCount += 1 }
    guard frame.reduce(0, +).isFinite else {
      return entries.indices.map { Origin(entry: $0, unit: nil) }
    }
    var stays = entries.map { staying($0, frame) }
    let extensions = extend(frame, stays: &stays, language: language)
    let origins = choose(stays: stays, extensions: extensions, frame)
    rescale()
    if tree.count + history.count > 2 * kept + spare { forget() }
    return origins
  }

  /// What adds to a prefix's probability in the score, if the text goes on.
  func prior(_ entry: Entry) -> Double { entry.prior + options.hotWords.bonus(entry.hotWords) }

  private func score(_ entry: Entry) -> Double {
    naturalLogarithm(entry.mass) + prior(entry)
  }

  // MARK: One frame

  /// An entry after a frame that says blank, or its last unit once more.
  private func staying(_ entry: Entry, _ frame: Slice<UnsafeBufferPointer<Float>>) -> Entry {
    var next = entry
    let blankShare = Double(frame[frame.startIndex + Int(blank)])
    next.blankMass = entry.mass * blankShare
    next.blankPath = entry.bestPath
    next.blankPath.mass *= blankShare
    next.unitMass = 0
    next.unitPath.mass = -1
    if entry.unit >= 0, let last = entry.unitPath.last {
      let share = frame[frame.startIndex + Int(entry.unit)]
      next.unitMass = entry.unitMass * Double(share)
      next.unitPath.mass = entry.unitPath.mass * Double(share)
      next.unitPath.last = DecodedUnit(
        unit: last.unit, frames: last.frames.lowerBound..<frameCount + 1,
        confidence: max(last.confidence, share))
    }
    return next
  }

  /// The units by which prefixes may go on, in order.
  private func units(_ frame: Slice<UnsafeBufferPointer<Float>>) -> [Int32] {
    let likely = frame.largest(options.unitsPerFrame + 1).filter { $0.token != blank }
    let tried = likely.prefix(options.unitsPerFrame).enumerated().filter {
      $0.offset == 0 || $0.element.value >= options.smallestProbability
    }
    return tried.map(\.element.token).sorted()
  }

  /// The places of those entries that are another entry and one more unit, by the other's place.
  private mutating func children() -> [[Int]] {
    places += repeatElement(-1, count: tree.count - places.count)
    var root: Int?
    for (place, entry) in entries.enumerated() {
      if entry.node == PrefixTree.root { root = place } else { places[Int(entry.node)] = place }
    }
    var children = [[Int]](repeating: [], count: entries.count)
    for (place, entry) in entries.enumerated() where entry.node != PrefixTree.root {
      let parent = tree.parent(of: entry.node)
      let at = parent == PrefixTree.root ? root ?? -1 : places[Int(parent)]
      if at >= 0 { children[at].append(place) }
    }
    for entry in entries where entry.node != PrefixTree.root { places[Int(entry.node)] = -1 }
    return children
  }

  /// All entries with one more unit: adds to those that are in the beam already, returns of the others those that may
  /// come into it.
  private mutating func extend(
    _ frame: Slice<UnsafeBufferPointer<Float>>, stays: inout [Entry],
    language: (Int, Int32) -> Double
  ) -> [Extension] {
    // What is worse than all that stays has no place, nor has what is far below the best; more probability only makes
    // those better.
    let scores = stays.map { score($0) }
    let least = max(
      stays.count < options.width ? -Double.infinity : scores.min() ?? 0,
      (scores.max() ?? 0) - options.largestGap)
    var extensions: [Extension] = []
    let (units, children) = (units(frame), children())
    for (parent, entry) in entries.enumerated() {
      for unit in units {
        let share = Double(frame[frame.startIndex + Int(unit)])
        // The same unit twice needs a blank between.
        let mass = (unit == entry.unit ? entry.blankMass : entry.mass) * share
        guard mass > 0 else { continue }
        if let place = children[parent].first(where: { entries[$0].unit == unit }) {
          stays[place].unitMass += mass
          let path = entry.path(before: unit)
          let pathMass = max(0, path.mass) * share
          if pathMass > stays[place].unitPath.mass {
            stays[place].unitPath = going(on: path, by: unit, frame, mass: pathMass)
          }
        } else if let new = extended(parent, entry, unit, mass, share, least, language) {
          extensions.append(new)
        }
      }
    }
    return extensions
  }

  /// An entry with one more unit, unless its score is no more than `least`.
  private func extended(
    _ parent: Int, _ entry: Entry, _ unit: Int32, _ mass: Double, _ share: Double,
    _ least: Double, _ language: (Int, Int32) -> Double
  ) -> Extension? {
    let hotWords = options.hotWords.state(after: entry.hotWords, reading: unit)
    let known =
      entry.prior + wordBonus(entry.unit, unit) + options.hotWords.bonus(hotWords)
    // The logarithm of the next power of two, and a language that is sure: the most that this can be.
    guard Double(mass.exponent + 1) * Self.ln2 + known > least else { return nil }
    let prior = entry.prior + wordBonus(entry.unit, unit) + language(parent, unit)
    let score = naturalLogarithm(mass) + prior + options.hotWords.bonus(hotWords)
    guard score > least else { return nil }
    return Extension(
      parent: parent, unit: unit, mass: mass,
      pathMass: max(0, entry.path(before: unit).mass) * share, prior: prior, hotWords: hotWords,
      score: score)
  }

  private static let ln2 = naturalLogarithm(2)

  /// What a unit adds that begins a word.
  private func wordBonus(_ previous: Int32, _ unit: Int32) -> Double {
    guard let separator = options.separator else { return options.wordBonus }
    return unit != separator && (previous < 0 || previous == separator) ? options.wordBonus : 0
  }

  /// A path with one more unit, which begins in this frame.
  private mutating func going(
    on path: Path, by unit: Int32, _ frame: Slice<UnsafeBufferPointer<Float>>, mass: Double
  ) -> Path {
    let before = path.last.map { history.append($0, behind: path.before) } ?? path.before
    let last = DecodedUnit(
      unit: unit, frames: frameCount..<frameCount + 1,
      confidence: frame[frame.startIndex + Int(unit)])
    return Path(mass: mass, last: last, before: before)
  }

  /// Keeps the best; of equally good ones those that stay, then those that come from a better one.
  private mutating func choose(
    stays: [Entry], extensions: [Extension], _ frame: Slice<UnsafeBufferPointer<Float>>
  ) -> [Origin] {
    let scores = stays.map { score($0) } + extensions.map(\.score)
    let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    let before = entries
    entries = []
    let least = order.first.map { scores[$0] - options.largestGap } ?? 0
    return order.prefix(options.width).filter { !(scores[$0] < least) }.map { place in
      if place < stays.count {
        entries.append(stays[place])
        return Origin(entry: place, unit: nil)
      }
      let new = extensions[place - stays.count]
      let parent = before[new.parent]
      let path = parent.path(before: new.unit)
      entries.append(
        Entry(
          node: tree.makeChild(of: parent.node, unit: new.unit), unit: new.unit,
          unitMass: new.mass,
          unitPath: going(on: path, by: new.unit, frame, mass: new.pathMass),
          prior: new.prior, hotWords: new.hotWords))
      return Origin(entry: new.parent, unit: new.unit)
    }
  }

  /// Divides all probabilities by the largest.
  private mutating func rescale() {
    let most = entries.reduce(0) { max($0, $1.mass) }
    let best = entries.reduce(0) { max($0, $1.bestPath.mass) }
    guard most > 0, best > 0 else { return }
    logScale += naturalLogarithm(most)
    for place in entries.indices {
      entries[place].blankMass /= most
      entries[place].unitMass /= most
      entries[place].blankPath.mass /= best
      entries[place].unitPath.mass /= best
    }
  }

  /// Drops prefixes that no entry begins with, so that memory grows with the text and not with time.
  private mutating func forget() {
    let nodes = tree.keep(entries.map(\.node))
    let units = history.keep(entries.flatMap { [$0.blankPath.before, $0.unitPath.before] })
    func moved(_ path: Path) -> Path {
      var path = path
      if path.before != Chains<DecodedUnit>.none { path.before = units[Int(path.before)] }
      return path
    }
    for place in entries.indices {
      if entries[place].node != PrefixTree.root {
        entries[place].node = nodes[Int(entries[place].node)]
      }
      entries[place].blankPath = moved(entries[place].blankPath)
      entries[place].unitPath = moved(entries[place].unitPath)
    }
    places = []
    kept = tree.count + history.count
  }
}

extension PrefixBeam.Entry {
  /// The more probable of both paths.
  var bestPath: PrefixBeam.Path { unitPath.mass > blankPath.mass ? unitPath : blankPath }

  /// The path that one more unit goes on from.
  func path(before unit: Int32) -> PrefixBeam.Path { unit == self.unit ? blankPath : bestPath }
}
