import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("What keeps a text from repeating itself")
struct RepetitionTests {
  private static func restrained(
    _ logits: [Float], after tokens: [Int32], _ options: RepetitionOptions
  ) throws -> [Float] {
    var history = try #require(RepetitionHistory(options))
    for token in tokens { history.note(token) }
    var tensor = Tensor(logits, shape: [1, logits.count])
    history.restrain(&tensor)
    return tensor.values
  }

  @Test("divides positive logits of recent tokens and multiplies others, once each")
  func penalty() throws {
    let logits: [Float] = [2, -1, 0.5, 4]
    func found(_ tokens: [Int32], penalty: Float = 2, window: Int = 2) throws -> [Float] {
      try Self.restrained(
        logits, after: tokens, RepetitionOptions(penalty: penalty, window: window))
    }
    #expect(try found([]) == logits)
    #expect(try found([3, 0, 1]) == [1, -2, 0.5, 4])
    #expect(try found([0, 0]) == [1, -1, 0.5, 4])
    #expect(try found([3, 0, 1], window: 1) == [2, -2, 0.5, 4])
    #expect(try found([3, 0, 1], window: Int.max) == [1, -2, 0.5, 2])
    #expect(try found([3], penalty: 4) == [2, -1, 0.5, 1])
    // However dear, a token stays possible.
    #expect(
      try Self.restrained(
        [1, -5], after: [1], RepetitionOptions(penalty: .greatestFiniteMagnitude))
        == [1, -.greatestFiniteMagnitude])
  }

  @Test("rules out what would complete a sequence of tokens again")
  func uniqueNgrams() throws {
    let never = -Float.infinity
    func found(_ tokens: [Int32], _ size: Int) throws -> [Float] {
      try Self.restrained(
        [1, 2, 3, 4], after: tokens, RepetitionOptions(penalty: 1, uniqueNgram: size))
    }
    #expect(try found([1, 2, 3, 1, 2], 3) == [1, 2, 3, never])
    #expect(try found([1, 2, 3, 1, 2], 2) == [1, 2, 3, never])
    #expect(try found([1, 2, 1, 3, 1], 2) == [1, 2, never, never])
    #expect(try found([1, 2, 3, 1, 2], 1) == [1, never, never, never])
    #expect(try found([1, 2, 3, 1, 2], 4) == [1, 2, 3, 4])
    #expect(try found([1, 2], 3) == [1, 2, 3, 4])
    #expect(try found([2], Int.max) == [1, 2, 3, 4])
    // All have been there: the likeliest is left.
    #expect(try found([0, 1, 2, 3], 1) == [never, never, never, 4])
  }

  @Test("sees long texts as their definition says", arguments: [(1, 9), (2, 1), (3, 40), (5, 7)])
  func definition(size: Int, window: Int) throws {
    let (classes, penalty) = (5, Float(1.5))
    let tokens = randomTokens(400, below: classes, seed: UInt64(size))
    var numbers = TestNumbers(seed: 3)
    let options = try RepetitionOptions(penalty: penalty, window: window, uniqueNgram: size)
    var history = try #require(RepetitionHistory(options))
    for (count, token) in tokens.enumerated() {
      let logits = numbers.normal([2, classes]).floats
      var tensor = Tensor(logits, shape: [2, classes])
      history.restrain(&tensor, row: 1)

      let past = Array(tokens.prefix(count))
      var expected = Array(logits[classes...])
      for seen in Set(past.suffix(window)).map(Int.init) {
        expected[seen] = expected[seen] > 0 ? expected[seen] / penalty : expected[seen] * penalty
      }
      let forbidden = (0..<classes).filter { next in
        let ngram = Array(past.suffix(size - 1)) + [Int32(next)]
        return ngram.count == size
          && past.indices.contains { past[$0...].prefix(size).elementsEqual(ngram) }
      }
      let best = expected.indices.max { (expected[$0], $1) < (expected[$1], $0) }
      for next in forbidden where forbidden.count < classes || next != best {
        expected[next] = -.infinity
      }
      #expect(tensor.values == Array(logits[..<classes]) + expected, "after \(count) tokens")
      history.note(token)
    }
  }

  @Test("reaches what a sampler draws, its own tokens and those it is told of")
  func sampler() throws {
    func drawn(
      _ count: Int, _ logits: [Float], after prompt: [Int32] = [], _ options: RepetitionOptions
    ) throws -> [Int32] {
      var sampler = Sampler(
        try SamplingOptions(temperature: 0, repetition: options), seed: 1)
      sampler.note(prompt)
      return (0..<count).map { _ in sampler.next(Tensor(logits)) }
    }
    let once = try RepetitionOptions(penalty: 1, uniqueNgram: 1)
    #expect(try drawn(6, [1, 4, 3, 2], once) == [1, 2, 3, 0, 1, 1])
    #expect(try drawn(3, [1, 4, 3, 2], after: [2, 1], once) == [3, 0, 1])
    let last = try RepetitionOptions(penalty: 2, window: 1)
    #expect(try drawn(4, [3, 2.5], last) == [0, 1, 0, 1])
    #expect(try drawn(4, [3, 2.5], after: [0], last) == [1, 0, 1, 0])
    let two = try RepetitionOptions(penalty: 2, window: 2)
    #expect(try drawn(8, [3, 2.5], two) == [0, 1, 0, 0, 1, 0, 0, 1])
  }

  @Test("costs no draw, and changes none where nothing is asked for")
  func unrestricted() throws {
    var numbers = TestNumbers(seed: 9)
    let logits = (0..<50).map { _ in Tensor(numbers.normal([20]).floats) }
    func drawn(_ options: SamplingOptions) -> [Int32] {
      var sampler = Sampler(options, seed: 4)
      defer { #expect(sampler.random.position == 50) }
      return logits.map { sampler.next($0) }
    }
    let plain = drawn(try SamplingOptions(topP: 0.9))
    let one = try RepetitionOptions(penalty: 1, window: 3)
    #expect(drawn(try SamplingOptions(topP: 0.9, repetition: one)) == plain)
    // Twenty tokens, fifty draws: thirty times every one has been there.
    let once = try RepetitionOptions(penalty: 1.1, uniqueNgram: 1)
    let others = drawn(try SamplingOptions(topP: 0.9, repetition: once))
    #expect(others != plain && Set(others.prefix(20)).count == 20)
  }

  @Test("refuses values out of range, and says what is possible")
  func refusals() {
    for penalty in [0.99, 0, -1, .nan, .infinity] as [Float] {
      #expect {
        try RepetitionOptions(penalty: penalty)
      } throws: {
        "\($0)".contains("--repetition-penalty is \(penalty)") && "\($0)".contains("from 1 up")
      }
    }
    for count in [0, -1, Int.min] {
      #expect(throws: SamplingError.repetitionWindow(count)) {
        try RepetitionOptions(penalty: 1.2, window: count)
      }
      #expect(throws: SamplingError.noRepeatNgram(count)) {
        try RepetitionOptions(penalty: 1, uniqueNgram: count)
      }
    }
  }
}
