import Testing

@testable import LSTMData

@Suite("A row of tokens is cut into parallel streams")
struct ContiguousBatchesTests {
  @Test("Windows are time-major, and targets are the next tokens of each stream")
  func smallExample() throws {
    // 2 streams of 5 steps: 0…4 and 5…9, with targets to 10; token 11 is dropped.
    let batches = try ContiguousBatches(
      tokens: Array(0...11), batchSize: 2, sequenceLength: 2)
    #expect(batches.stepCount == 5)
    #expect(batches.windowCount == 3)
    #expect(batches.droppedTokenCount == 1)
    #expect(batches.window(0).inputs.ids == [0, 5, 1, 6])
    #expect(batches.window(0).targets.ids == [1, 6, 2, 7])
    #expect(batches.window(1).inputs.ids == [2, 7, 3, 8])
    let last = batches.window(2)
    #expect(last.length == 1)
    #expect(last.inputs.ids == [4, 9])
    #expect(last.targets.ids == [5, 10])
    #expect(last.inputs.batchSize == 2)
    #expect(batches.window(0).inputs[1, 0] == 1)
    #expect(batches.window(0).inputs[0, 1] == 5)
  }

  @Test("Each stream reads on from window to window, and every target comes once")
  func everySize() throws {
    for count in [2, 3, 7, 50, 101] {
      let tokens = (0..<count).map { Int32($0) }
      for batchSize in [1, 2, 3, 7] {
        for length in [1, 2, 5, 33] where batchSize * length < count {
          let batches = try ContiguousBatches(
            tokens: tokens, batchSize: batchSize, sequenceLength: length)
          var streams = [[Int32]](repeating: [], count: batchSize)
          var targets: [Int32] = []
          for index in 0..<batches.windowCount {
            let window = batches.window(index)
            #expect(window.length == length || index == batches.windowCount - 1)
            #expect(zip(window.inputs.ids, window.targets.ids).allSatisfy { $1 == $0 + 1 })
            targets += window.targets.ids
            for step in 0..<window.length {
              for stream in 0..<batchSize { streams[stream].append(window.inputs[step, stream]) }
            }
          }
          #expect(streams.flatMap { $0 } == Array(tokens[..<batches.targetCount]))
          #expect(targets.sorted() == Array(tokens[1...batches.targetCount]))
          #expect((0..<batchSize).contains(batches.droppedTokenCount))
          #expect(batches.targetCount + batches.droppedTokenCount == count - 1)
        }
      }
    }
  }

  @Test("Positions go through all windows and on to the next epoch")
  func positions() throws {
    let batches = try ContiguousBatches(tokens: Array(0..<10), batchSize: 2, sequenceLength: 3)
    var position = ContiguousBatches.Position()
    var visited: [ContiguousBatches.Position] = []
    for _ in 0..<4 {
      visited.append(position)
      position = batches.position(after: position)
    }
    #expect(visited.map(\.epoch) == [0, 0, 1, 1])
    #expect(visited.map(\.window) == [0, 1, 0, 1])
    #expect(visited.map(\.isStartOfEpoch) == [true, false, true, false])
    #expect(try batches.window(at: visited[3]) == batches.window(1))
  }

  @Test("A saved position that the data do not have is an error")
  func badPosition() throws {
    let batches = try ContiguousBatches(tokens: Array(0..<10), batchSize: 2, sequenceLength: 3)
    for (epoch, window) in [(0, 2), (0, -1), (-1, 0), (0, Int.max), (0, Int.min)] {
      let position = ContiguousBatches.Position(epoch: epoch, window: window)
      #expect(throws: BatchError.position(position, windowCount: 2)) {
        try batches.window(at: position)
      }
    }
  }

  @Test("Too few tokens for one window is an error that says how many it takes")
  func tooShort() throws {
    let error = BatchError.tooFewTokens(
      found: 6400, needed: 6401, batchSize: 64, sequenceLength: 100)
    let tokens = [Int32](repeating: 0, count: 6401)
    #expect(throws: error) {
      try ContiguousBatches(tokens: tokens.dropLast(), batchSize: 64, sequenceLength: 100)
    }
    #expect(
      "\(error)" == "The data has 6400 tokens; 64 streams of 100 steps need 6401. "
        + "Use more data, or a smaller --batch-size or --sequence-length.")
    let batches = try ContiguousBatches(tokens: tokens, batchSize: 64, sequenceLength: 100)
    #expect(batches.windowCount == 1)
    #expect(batches.droppedTokenCount == 0)
  }

  @Test("Sizes that are not positive, or too large to multiply, are errors")
  func badSizes() {
    let tokens: [Int32] = [1, 2, 3]
    for size in [0, -1, Int.min] {
      #expect(throws: BatchError.batchSize(size)) {
        try ContiguousBatches(tokens: tokens, batchSize: size, sequenceLength: 1)
      }
      #expect(throws: BatchError.sequenceLength(size)) {
        try ContiguousBatches(tokens: tokens, batchSize: 1, sequenceLength: size)
      }
    }
    #expect(
      throws: BatchError.tooFewTokens(
        found: 3, needed: nil, batchSize: .max, sequenceLength: 2)
    ) { try ContiguousBatches(tokens: tokens, batchSize: .max, sequenceLength: 2) }
    #expect(throws: BatchError.self) {
      try ContiguousBatches(tokens: [], batchSize: 1, sequenceLength: 1)
    }
  }

  @Test("The largest batch size is the largest that is accepted")
  func largestBatchSize() {
    for count in 0..<40 {
      let tokens = [Int32](repeating: 0, count: count)
      for length in 1..<8 {
        let largest = (1...40).last {
          (try? ContiguousBatches(tokens: tokens, batchSize: $0, sequenceLength: length)) != nil
        }
        #expect(
          ContiguousBatches.largestBatchSize(tokenCount: count, sequenceLength: length)
            == largest ?? 0)
      }
    }
    #expect(ContiguousBatches.largestBatchSize(tokenCount: .min, sequenceLength: 1) == 0)
    #expect(ContiguousBatches.largestBatchSize(tokenCount: 5, sequenceLength: 0) == 0)
  }

  @Test("windows of differing length hold each step once, none shorter than half of T but the last")
  func differingLengths() throws {
    for (count, size, length) in [(1000, 3, 20), (101, 1, 20), (102, 1, 20), (50, 2, 3), (9, 1, 1)]
    {
      let batches = try ContiguousBatches(
        tokens: (0..<Int32(count)).map { $0 }, batchSize: size, sequenceLength: length)
      var lengths: Set<Int> = []
      for key in UInt64(0)..<20 {
        var (inputs, targets): ([Int32], [Int32]) = ([], [])
        for index in 0..<batches.windowCount {
          let window = batches.window(index, shiftedBy: key)
          #expect(window.length >= (index == batches.windowCount - 1 ? 1 : length / 2))
          #expect(window.length <= length + length / 2)
          lengths.insert(window.length)
          inputs += (0..<window.length).map { window.inputs[$0, size - 1] }
          targets += (0..<window.length).map { window.targets[$0, size - 1] }
        }
        let first = Int32((size - 1) * batches.stepCount)
        #expect(inputs == (0..<Int32(batches.stepCount)).map { first + $0 })
        #expect(targets == inputs.map { $0 + 1 })
      }
      #expect(lengths.count > 1 || length < 4 || batches.windowCount == 1)
    }
  }
}
