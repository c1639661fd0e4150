import LSTMTensor

/// What of a text's past bears on its next token.
///
/// A value: a copy goes on by itself, as beams do.
struct RepetitionHistory: Sendable {
  private let options: RepetitionOptions
  /// The last tokens, at least as many as the options look at.
  private var recent: [Int32] = []
  /// What followed each sequence of N − 1 tokens.
  private var followers: [[Int32]: Set<Int32>] = [:]

  /// The history of a text that begins; `nil` where the options leave every text alone.
  init?(_ options: RepetitionOptions) {
    guard options.penalty > 1 || options.uniqueNgram != nil else { return nil }
    self.options = options
  }

  /// How many of the last tokens are looked at.
  private var needed: Int {
    max(options.penalty > 1 ? options.window : 0, (options.uniqueNgram ?? 1) - 1)
  }

  /// The last N − 1 tokens; `nil` while there are fewer.
  private var context: [Int32]? {
    guard let size = options.uniqueNgram, recent.count >= size - 1 else { return nil }
    return Array(recent.suffix(size - 1))
  }

  /// Takes in the text's next token.
  mutating func note(_ token: Int32) {
    if let context { followers[context, default: []].insert(token) }
    recent.append(token)
    // Half of the tokens may be surplus, so that they are moved rarely.
    if recent.count / 2 > needed { recent.removeFirst(recent.count - needed) }
  }

  /// Makes tokens less likely or impossible.
  ///
  /// - Parameters:
  ///   - logits: [R, V]; what must not come becomes −∞.
  ///   - row: the row that goes on from this text.
  func restrain(_ logits: inout Tensor, row: Int = 0) {
    let classes = logits.shape.columnCount
    let start = row * classes
    logits.withMutableBuffer { buffer in
      if options.penalty > 1 {
        // All are read before one is written: a token is penalised once however often it came.
        let changed = recent.suffix(options.window).map { token in
          (place: start + Int(token), logit: penalized(buffer[start + Int(token)]))
        }
        for (place, logit) in changed { buffer[place] = logit }
      }
      guard let context, let forbidden = followers[context] else { return }
      guard forbidden.count < classes else {
        let best = (start..<start + classes).reduce(start) { buffer[$1] > buffer[$0] ? $1 : $0 }
        for place in start..<start + classes where place != best { buffer[place] = -.infinity }
        return
      }
      for token in forbidden { buffer[start + Int(token)] = -.infinity }
    }
  }

  /// A penalised token stays possible, however unlikely.
  private func penalized(_ logit: Float) -> Float {
    logit > 0
      ? logit / options.penalty : max(logit * options.penalty, -.greatestFiniteMagnitude)
  }
}
