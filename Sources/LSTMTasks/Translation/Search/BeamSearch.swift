import LSTMTensor

/// Beam search over a number of sentences at a time: of each, the K most probable beginnings go on.
///
/// Sentences that are done leave, so that the rest goes faster; what is found does not depend on who else is searched for.
struct BeamSearch {
  private let translator: PreparedTranslator
  private let options: BeamOptions
  private let boundary: Int32
  /// The sentences that are still searched for, by their places.
  private var places: [Int]
  private var memory: AttentionMemory
  private var state: PreparedTranslator.State
  /// Of each row, sentence by sentence: the logarithmic probability so far, and its last token.
  private var scores: [Double]
  private var tokens: [Int32]
  /// The row of the step before that each row goes on from.
  private var trail: [Step] = []
  private var found: [[Hypothesis]]
  private let lengths: [Int]
  /// How much was attended to each step of the source, [R][S]; only where what is not costs.
  private var coverage: [[Float]]

  /// What is kept of a step to tell how a row came about.
  private struct Step {
    var tokens: [Int32]
    var parents: [Int]
    var weights: Tensor
  }

  /// A way to go on.
  private struct Candidate {
    var row: Int
    var token: Int32
    var score: Double
  }

  private init(_ translator: PreparedTranslator, _ sentences: [[Int32]], _ options: BeamOptions) {
    self.translator = translator
    self.options = options
    boundary = translator.model.architecture.boundary
    places = Array(sentences.indices)
    lengths = sentences.map { $0.count + 1 }
    found = sentences.map { _ in [] }
    let width = options.width
    let rows = sentences.indices.flatMap { Array(repeating: Int32($0), count: width) }
    let (memory, state) = translator.read(sentences)
    self.memory = memory
    self.state = state.rows(rows)
    tokens = Array(repeating: boundary, count: rows.count)
    // All rows of a sentence begin alike: one is enough.
    scores = (0..<rows.count).map { $0 % width == 0 ? 0 : -.infinity }
    coverage =
      options.coveragePenalty == 0
      ? [] : Array(repeating: Array(repeating: 0, count: memory.steps), count: rows.count)
  }

  /// The translations of sentences, best first.
  static func run(
    _ translator: PreparedTranslator, _ sentences: [[Int32]], _ options: BeamOptions
  ) -> [[Hypothesis]] {
    guard !sentences.isEmpty else { return [] }
    var search = BeamSearch(translator, sentences, options)
    while !search.places.isEmpty { search.advance() }
    return search.found.map { hypotheses in
      Array(hypotheses.sorted { $0.score > $1.score }.prefix(options.count))
    }
  }

  private mutating func advance() {
    let (probabilities, weights) = translator.step(tokens, state: &state, memory: memory)
    let candidates = bestCandidates(probabilities)
    cover(weights)
    var (order, next, going) = ([Int](), [Candidate](), [Int]())
    for (number, place) in places.enumerated() {
      let chosen = goOn(number, place, candidates[number], weights)
      guard !chosen.isEmpty else { continue }
      going.append(number)
      next += chosen
      order += chosen.map(\.row)
    }
    trail.append(
      Step(tokens: next.map(\.token), parents: order, weights: weights))
    state = state.rows(order.map(Int32.init))
    if !coverage.isEmpty { coverage = order.map { coverage[$0] } }
    scores = next.map(\.score)
    tokens = next.map(\.token)
    if going.count < places.count {
      memory = memory.sources(going.map(Int32.init))
      places = going.map { places[$0] }
    }
  }

  /// The best ways to go on of each sentence, best first, twice as many as are followed: as many may be ends.
  private func bestCandidates(_ probabilities: Tensor) -> [[Candidate]] {
    let (width, classes) = (options.width, probabilities.shape[1])
    let most = min(2 * width, classes)
    return probabilities.withBuffer { values in
      places.indices.map { number in
        var all: [Candidate] = []
        for row in number * width..<(number + 1) * width where scores[row] > -.infinity {
          for (token, value) in values[row * classes..<(row + 1) * classes].largest(most) {
            all.append(
              Candidate(
                row: row, token: token, score: scores[row] + naturalLogarithm(Double(value))))
          }
        }
        return Array(
          all.sorted { ($0.score, $1.row, $1.token) > ($1.score, $0.row, $0.token) }
            .prefix(2 * width))
      }
    }
  }

  /// Ends what a sentence's candidates end, and tells which of them go on: none where it is done.
  private mutating func goOn(
    _ number: Int, _ place: Int, _ candidates: [Candidate], _ weights: Tensor
  ) -> [Candidate] {
    var going: [Candidate] = []
    let isLast = trail.count + 1 >= BeamOptions.limit(lengths[place])
    for (rank, candidate) in candidates.enumerated() where going.count < options.width {
      if candidate.token != boundary {
        going.append(candidate)
      } else if rank < options.width {
        found[place].append(hypothesis(candidate, place, weights))
      }
    }
    if isLast {
      found[place] += going.map { hypothesis($0, place, weights, isCut: true) }
      return []
    }
    guard found[place].count >= options.width else { return filled(going) }
    // Whatever goes on only gets less probable: where even that cannot win, it ends.
    let best = found[place].map(\.score).max() ?? -.infinity
    let bound = going.first.map { $0.score / penalty(BeamOptions.limit(lengths[place])) }
    return best >= bound ?? -.infinity ? [] : filled(going)
  }

  /// K rows, of which those that are missing lead nowhere.
  private func filled(_ going: [Candidate]) -> [Candidate] {
    guard let first = going.first else { return [] }
    let missing = Candidate(row: first.row, token: boundary, score: -.infinity)
    return going + Array(repeating: missing, count: options.width - going.count)
  }

  private func penalty(_ length: Int) -> Double {
    exponential(options.lengthPenalty * naturalLogarithm((5 + Double(length)) / 6))
  }

  /// What ends with a candidate.
  private func hypothesis(
    _ candidate: Candidate, _ place: Int, _ weights: Tensor, isCut: Bool = false
  ) -> Hypothesis {
    var (tokens, alignment) = ([Int32](), [[Float]]())
    let steps = lengths[place]
    func attended(_ weights: Tensor, _ row: Int) -> [Float] {
      let width = weights.shape[1]
      return weights.withBuffer { Array($0[row * width..<row * width + steps]) }
    }
    if isCut { tokens.append(candidate.token) }
    alignment.append(attended(weights, candidate.row))
    var row = candidate.row
    for step in trail.reversed() {
      tokens.append(step.tokens[row])
      row = step.parents[row]
      alignment.append(attended(step.weights, row))
    }
    let covered =
      coverage.isEmpty
      ? 0
      : coverage[candidate.row].prefix(steps).reduce(0.0) {
        $0 + naturalLogarithm(Double(min(1, max($1, 1e-6))))
      }
    let length = tokens.count + (isCut ? 0 : 1)
    return Hypothesis(
      tokens: tokens.reversed(), logProbability: candidate.score,
      score: candidate.score / penalty(length) + options.coveragePenalty * covered,
      alignment: alignment.reversed())
  }

  /// Adds up what was attended to.
  private mutating func cover(_ weights: Tensor) {
    guard !coverage.isEmpty else { return }
    let width = weights.shape[1]
    weights.withBuffer { values in
      for row in coverage.indices {
        for step in 0..<width { coverage[row][step] += values[row * width + step] }
      }
    }
  }
}
