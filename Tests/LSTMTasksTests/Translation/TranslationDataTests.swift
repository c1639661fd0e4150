import LSTMTensor
import Testing

@testable import LSTMTasks

@Suite("Sentences in batches")
struct TranslationDataTests {
  @Test("stand in columns: sources with their end, targets one step behind what is to be said")
  func columns() {
    let batch = TranslationBatch(
      [TokenPair(source: [1, 2], target: [3]), TokenPair(source: [4], target: [5, 6])], boundary: 9)
    #expect(batch.sources.values == [1, 4, 2, 9, 9, 9] && batch.sources.shape == [3, 2])
    #expect(batch.sourceLengths == [3, 2])
    #expect(batch.inputs.values == [9, 9, 3, 5, 9, 6] && batch.inputs.shape == [3, 2])
    #expect(batch.targets.values == [3, 5, 9, 6, -1, 9])
    #expect(batch.targetCount == 5)
  }

  @Test("come once an epoch, with others of about their length, in another order each time")
  func buckets() {
    let pairs = (0..<1003).map { place in
      TokenPair(
        source: Array(repeating: 1, count: 1 + place * 7 % 30),
        target: Array(repeating: 1, count: 1 + place * 13 % 40))
    }
    let batches = BucketedBatches(pairs, batchSize: 8, seed: 5)
    #expect(batches.count == 126)
    let epochs = (0..<2).map { epoch in
      (0..<batches.count).map { batches.batch($0, epoch: epoch) }
    }
    for epoch in epochs {
      #expect(epoch.flatMap { $0 }.sorted() == Array(0..<1003))
      let spread = epoch.map { batch in
        let lengths = batch.map { pairs[$0].target.count }
        return (lengths.max() ?? 0) - (lengths.min() ?? 0)
      }
      #expect(spread.reduce(0, +) < 3 * spread.count)
    }
    #expect(epochs[0] != epochs[1])
    #expect(batches.batch(7, epoch: 1) == epochs[1][7])
  }
}
