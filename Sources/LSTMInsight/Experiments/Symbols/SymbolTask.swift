import LSTMTensor

/// A sequence of symbols that asks for one at some of its steps.
struct SymbolExample: Sendable {
  /// The features that are 1, by step.
  var symbols: [[Int]] = []
  /// The class asked for at each step; −1: none.
  var answers: [Int32] = []

  mutating func append(_ features: [Int], answer: Int = -1) {
    symbols.append(features)
    answers.append(Int32(answer))
  }
}

/// A task that draws sequences of symbols of any size.
enum SymbolTask: Sendable, Equatable {
  /// Whether the ones so far are odd in number; the size is the length.
  case parity
  /// Pairs of a key and a value, each at one step, then every key once more, in another order; the size
  /// counts pairs.
  case recall
  /// Ten symbols of eight, a pause and a sign to repeat them (Arjovsky and others 2016); the size is T, the
  /// whole T + 20 steps long.
  case copy
  /// n of each letter, one letter after the other; the size is n. Asked for is what comes next, wherever that
  /// is certain.
  case counting(letters: Int)

  static let keys = 32
  static let values = 16

  /// I.
  var inputSize: Int {
    switch self {
    case .parity: 2
    case .recall: Self.keys + Self.values + 1
    case .copy: 10
    case .counting(let letters): letters + 1
    }
  }

  /// Classes of an answer.
  var classCount: Int {
    switch self {
    case .parity: 2
    case .recall: Self.values
    case .copy: 9
    case .counting(let letters): letters + 1
    }
  }

  /// Whether only the last answer of a sequence counts when a network is scored.
  var countsLastOnly: Bool { self == .parity }

  func example(size: Int, using random: inout RandomGenerator) -> SymbolExample {
    switch self {
    case .parity: Self.parity(size, &random)
    case .recall: Self.recall(size, &random)
    case .copy: Self.copy(size, &random)
    case .counting(let letters): Self.counting(size, letters)
    }
  }

  private static func parity(_ size: Int, _ random: inout RandomGenerator) -> SymbolExample {
    var (example, sum) = (SymbolExample(), 0)
    for _ in 0..<size {
      let bit = random.index(below: 2)
      sum ^= bit
      example.append([bit], answer: sum)
    }
    return example
  }

  private static func recall(_ size: Int, _ random: inout RandomGenerator) -> SymbolExample {
    func shuffled(_ numbers: [Int]) -> [Int] {
      var numbers = numbers
      for index in numbers.indices.reversed() {
        numbers.swapAt(index, random.index(below: index + 1))
      }
      return numbers
    }
    var example = SymbolExample()
    let pairs = shuffled(Array(0..<keys)).prefix(size).map { ($0, random.index(below: values)) }
    for (key, value) in pairs { example.append([key, keys + value]) }
    for place in shuffled(Array(pairs.indices)) {
      example.append([pairs[place].0, keys + values], answer: pairs[place].1)
    }
    return example
  }

  private static func copy(_ size: Int, _ random: inout RandomGenerator) -> SymbolExample {
    let (blank, sign) = (8, 9)
    let symbols = (0..<10).map { _ in random.index(below: 8) }
    var example = SymbolExample()
    for symbol in symbols { example.append([symbol], answer: blank) }
    for _ in 0..<size - 1 { example.append([blank], answer: blank) }
    example.append([sign], answer: blank)
    for symbol in symbols { example.append([blank], answer: symbol) }
    return example
  }

  /// After the last of the first letters nobody can tell that it was the last: nothing is asked there.
  private static func counting(_ size: Int, _ letters: Int) -> SymbolExample {
    var example = SymbolExample()
    for letter in 0..<letters {
      for number in 1...max(size, 1) {
        example.append([letter], answer: letter == 0 ? -1 : number < size ? letter : letter + 1)
      }
    }
    return example
  }
}

extension [SymbolExample] {
  /// Inputs [T, N, I] and answers [T, N], zero and −1 beyond an example's end.
  func tensors(for task: SymbolTask) -> (input: Tensor, answers: TokenIDs) {
    tensors(inputSize: task.inputSize)
  }

  /// The same for symbols of I features.
  func tensors(inputSize size: Int) -> (input: Tensor, answers: TokenIDs) {
    let steps = map(\.answers.count).max() ?? 0
    var input = [Float](repeating: 0, count: steps * count * size)
    var answers = [Int32](repeating: -1, count: steps * count)
    for (row, example) in enumerated() {
      for step in example.answers.indices {
        answers[step * count + row] = example.answers[step]
        for feature in example.symbols[step] {
          input[(step * count + row) * size + feature] = 1
        }
      }
    }
    return (
      Tensor(input, shape: [steps, count, size]), TokenIDs(answers, shape: [steps, count])
    )
  }
}
