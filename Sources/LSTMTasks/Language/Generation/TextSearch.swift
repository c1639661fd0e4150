import LSTMData
import LSTMLayers
import LSTMTensor

/// Beam search for the likeliest continuation of a text: the K likeliest beginnings go on side by side, as one batch
/// (Sutskever and others 2014, "Sequence to sequence learning with neural networks", arXiv:1409.3215, section 3.2).
struct TextSearch {
  private let model: PreparedLanguageModel
  private let tokenizer: any Tokenizer
  private let options: TextSearchOptions
  private let stops: StopTexts
  /// The token that all texts go on from.
  private let origin: Int32
  private var stepper: RecurrentStepper
  /// The states [L, R, size] of the rows that the logits [R, V] are of; rows beyond those that are followed are idle.
  private var states: [Tensor]
  private var logits: Tensor
  private var rows: [Row]
  private var trail: [Step] = []
  private var found: [FoundText] = []

  /// A beginning that is followed.
  private struct Row {
    var score: Double
    /// Only where repetition is restrained.
    var history: RepetitionHistory?
    /// Only where a stop text may come.
    var writer: TextWriter?
  }

  /// What is kept of a step to tell how a row came about.
  private struct Step {
    var tokens: [Int32]
    var parents: [Int]
  }

  /// A way to go on.
  private struct Candidate {
    var row: Int
    var token: Int32
    var score: Double
  }

  private init(
    _ model: PreparedLanguageModel, _ tokenizer: any Tokenizer, _ prompt: [Int32],
    _ options: TextSearchOptions, _ stops: StopTexts
  ) {
    self.model = model
    self.tokenizer = tokenizer
    self.options = options
    self.stops = stops
    origin = prompt[prompt.count - 1]
    var stream = model.stream()
    stream.read(prompt)
    states = stream.tensors.dropLast().map(\.tensor)
    logits = stream.logits
    stepper = model.layers.stepper(batchSize: options.width)
    var history = RepetitionHistory(options.repetition)
    for token in prompt { history?.note(token) }
    rows = [
      Row(
        score: 0, history: history,
        writer: stops.patterns.isEmpty
          ? nil : TextWriter(tokenizer, after: origin, stops: stops))
    ]
  }

  /// The likeliest texts, best first.
  ///
  /// - Parameter prompt: tokens; not empty.
  static func run(
    _ model: PreparedLanguageModel, _ tokenizer: any Tokenizer, prompt: [Int32], length: Int,
    _ options: TextSearchOptions, _ stops: StopTexts, progress: (Double) -> Void
  ) -> [FoundText] {
    precondition(!prompt.isEmpty, "a text needs something to begin from")
    var search = TextSearch(model, tokenizer, prompt, options, stops)
    for step in 0..<length {
      if step > 0 { search.read() }
      let candidates = search.bestCandidates()
      // A network of numbers that are none has no likeliest token.
      if candidates.isEmpty { break }
      search.goOn(candidates)
      progress(Double(step + 1) / Double(length))
      if search.isDone { break }
    }
    for (number, row) in search.rows.enumerated() {
      search.keep(search.path(to: number), score: row.score)
    }
    return Array(search.found.prefix(options.count))
  }

  /// The best ways to go on, best first, twice as many as are followed: as many may be ends.
  private func bestCandidates() -> [Candidate] {
    let classes = logits.shape.columnCount
    // The model's own logarithms of probabilities are logits less a number a row: nothing that restrains a row gives its
    // other tokens more.
    let probabilities = logits.softmax()
    var restrained = logits
    for (number, row) in rows.enumerated() { row.history?.restrain(&restrained, row: number) }
    var all: [Candidate] = []
    for (number, row) in rows.enumerated() {
      let range = number * classes..<(number + 1) * classes
      let likeliest = probabilities.withBuffer { $0[range].largest(1) }
      guard let best = likeliest.first else { continue }
      let offset =
        naturalLogarithm(Double(best.value))
        - logits.withBuffer { Double($0[range.lowerBound + Int(best.token)]) }
      let values = restrained.withBuffer { $0[range].largest(min(2 * options.width, classes)) }
      for (token, value) in values {
        let score = row.score + Double(value) + offset
        if score > -.infinity { all.append(Candidate(row: number, token: token, score: score)) }
      }
    }
    return Array(
      all.sorted { ($0.score, $1.row, $1.token) > ($1.score, $0.row, $0.token) }
        .prefix(2 * options.width))
  }

  /// Ends what candidates end, and makes the best of the others the rows.
  private mutating func goOn(_ candidates: [Candidate]) {
    var (going, writers) = ([Candidate](), [TextWriter?]())
    for (rank, candidate) in candidates.enumerated() where going.count < options.width {
      var writer = rows[candidate.row].writer
      _ = writer?.write(candidate.token)
      if writer?.isStopped != true {
        going.append(candidate)
        writers.append(writer)
      } else if rank < options.width {
        keep(path(to: candidate.row) + [candidate.token], score: candidate.score)
      }
    }
    // A row that goes on only once keeps its history's memory: the old rows are gone before it grows.
    rows = going.map { rows[$0.row] }
    for (place, candidate) in going.enumerated() {
      rows[place].score = candidate.score
      rows[place].history?.note(candidate.token)
      rows[place].writer = writers[place]
    }
    trail.append(Step(tokens: going.map(\.token), parents: going.map(\.row)))
  }

  /// Whether nothing goes on, or nothing that does can still be among the best: it only gets less likely.
  private var isDone: Bool {
    guard let best = rows.map(\.score).max() else { return true }
    return found.count >= options.count && found[options.count - 1].logProbability >= best
  }

  /// Lets the network read the rows' last tokens.
  private mutating func read() {
    let step = trail[trail.count - 1]
    // Idle rows do what the last one does.
    let idle = options.width - rows.count
    func filled(_ values: [Int32]) -> [Int32] {
      values + Array(repeating: values[values.count - 1], count: idle)
    }
    let parents = filled(step.parents.map(Int32.init))
    stepper.states = states.map { $0.sequences(parents) }
    if logits.shape.rowCount != options.width {
      logits = .zeros([options.width, model.vocabularySize])
    }
    model.advance(&stepper, reading: filled(step.tokens), into: &logits)
    states = stepper.states
  }

  /// The tokens that lead to a row.
  private func path(to row: Int) -> [Int32] {
    var (row, tokens) = (row, [Int32]())
    for step in trail.reversed() {
      tokens.append(step.tokens[row])
      row = step.parents[row]
    }
    return tokens.reversed()
  }

  /// Puts what tokens say in its place among what was found; of texts that say the same the likeliest stays.
  private mutating func keep(_ tokens: [Int32], score: Double) {
    var writer = TextWriter(tokenizer, after: origin, stops: stops)
    let text = tokens.reduce(into: "") { $0 += writer.write($1) } + writer.finish()
    let new = FoundText(text: text, tokenCount: tokens.count, logProbability: score)
    if let place = found.firstIndex(where: { $0.text.utf8.elementsEqual(text.utf8) }) {
      guard found[place].logProbability < score else { return }
      found.remove(at: place)
    }
    let place = found.firstIndex { $0.logProbability < score } ?? found.count
    found.insert(new, at: place)
  }
}
