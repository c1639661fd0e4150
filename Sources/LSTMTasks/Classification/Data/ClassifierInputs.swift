import LSTMTensor

/// Examples as the networks read them.
enum ClassifierInputs: Sendable {
  /// Token numbers of texts, at least one each.
  case tokens([[Int32]])
  /// Sequences [T, F], row by row, T at least 1.
  case values([[Float]], width: Int)

  /// A batch of examples.
  struct Batch: Sendable {
    enum Values: Sendable {
      /// [T, N].
      case tokens(TokenIDs)
      /// [T, N, F].
      case numbers(Tensor)
    }

    let values: Values
    /// Steps of each example.
    let lengths: [Int]
  }

  var count: Int {
    switch self {
    case .tokens(let tokens): tokens.count
    case .values(let values, _): values.count
    }
  }

  /// Steps of an example.
  func length(of example: Int) -> Int {
    switch self {
    case .tokens(let tokens): tokens[example].count
    case .values(let values, let width): values[example].count / width
    }
  }

  /// Some examples side by side, shorter ones filled up with zeros that nobody reads.
  func batch(_ examples: [Int]) -> Batch {
    let lengths = examples.map(length)
    let steps = lengths.max() ?? 0
    switch self {
    case .tokens(let tokens):
      var ids = [Int32](repeating: 0, count: steps * examples.count)
      for (row, example) in examples.enumerated() {
        for (step, token) in tokens[example].enumerated() {
          ids[step * examples.count + row] = token
        }
      }
      return Batch(
        values: .tokens(TokenIDs(ids, shape: [steps, examples.count])), lengths: lengths)
    case .values(let values, let width):
      var numbers = [Float](repeating: 0, count: steps * examples.count * width)
      for (row, example) in examples.enumerated() {
        for step in 0..<lengths[row] {
          let (from, to) = (step * width, (step * examples.count + row) * width)
          for place in 0..<width { numbers[to + place] = values[example][from + place] }
        }
      }
      return Batch(
        values: .numbers(Tensor(numbers, shape: [steps, examples.count, width])),
        lengths: lengths)
    }
  }

  /// Both one after the other.
  static func + (first: ClassifierInputs, second: ClassifierInputs) -> ClassifierInputs {
    switch (first, second) {
    case (.tokens(let one), .tokens(let other)): .tokens(one + other)
    case (.values(let one, let width), .values(let other, _)): .values(one + other, width: width)
    default: first
    }
  }
}
