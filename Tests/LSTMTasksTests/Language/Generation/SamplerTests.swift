import Foundation
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Sampling a token")
struct SamplerTests {
  /// What a sampler should draw from: the textbook's definition in `Double`.
  static func distribution(
    _ logits: [Float], temperature: Double = 1, topK: Int? = nil, topP: Double? = nil
  ) -> [Double] {
    let weights = logits.map { exp(Double($0) / temperature) }
    let total = weights.reduce(0, +)
    var order = logits.indices.sorted { (weights[$0], $1) > (weights[$1], $0) }
    if let topK { order = Array(order.prefix(topK)) }
    if let topP {
      let goal = topP * order.reduce(0) { $0 + weights[$1] } / total
      var (sum, nucleus) = (0.0, [Int]())
      for token in order where sum < goal {
        sum += weights[token] / total
        nucleus.append(token)
      }
      order = nucleus
    }
    let kept = order.reduce(0) { $0 + weights[$1] }
    var probabilities = [Double](repeating: 0, count: logits.count)
    for token in order { probabilities[token] = weights[token] / kept }
    return probabilities
  }

  /// Options of a sampler: temperature, top-k, top-p.
  static let options: [(Float, Int?, Float?)] = [
    (1, nil, nil), (0.5, nil, nil), (2, nil, nil), (0.1, nil, nil), (1, 1, nil), (1, 3, nil),
    (1, 100, nil), (1, nil, 0.05), (1, nil, 0.6), (1, nil, 0.95), (1, nil, 1), (0.7, 4, 0.8),
    (1.5, 6, 0.9),
  ]

  @Test("follows the distribution that its options ask for", arguments: options)
  func chiSquare(options: (temperature: Float, topK: Int?, topP: Float?)) throws {
    var numbers = TestNumbers(seed: 7)
    let logits = numbers.normal([12], deviation: 1.5).floats
    let expected = Self.distribution(
      logits, temperature: Double(options.temperature), topK: options.topK,
      topP: options.topP.map(Double.init))
    var sampler = Sampler(
      try SamplingOptions(
        temperature: options.temperature, topK: options.topK, topP: options.topP), seed: 5)
    let draws = 20_000
    let tensor = Tensor(logits)
    var counts = [Int](repeating: 0, count: logits.count)
    for _ in 0..<draws { counts[Int(sampler.next(tensor))] += 1 }

    var (statistic, cells) = (0.0, 0)
    for (count, probability) in zip(counts, expected) {
      if probability == 0 {
        #expect(count == 0)
        continue
      }
      let mean = probability * Double(draws)
      // The usual rule: cells with fewer than five expected draws say nothing.
      guard mean >= 5 else { continue }
      statistic += (Double(count) - mean) * (Double(count) - mean) / mean
      cells += 1
    }
    // Mean and deviation of the distribution; four deviations beyond happen once in some thousands.
    let freedom = Double(max(1, cells - 1))
    #expect(statistic < freedom + 4 * (2 * freedom).squareRoot(), "χ² with \(freedom) degrees")
  }

  @Test("takes the likeliest at temperature 0, the first of several")
  func greedy() throws {
    var sampler = Sampler(try SamplingOptions(temperature: 0), seed: 1)
    #expect(sampler.next(Tensor([0, 3, -1, 3, 2])) == 1)
    #expect(sampler.next(Tensor([-5, -7])) == 0)
    #expect(sampler.next(Tensor([1, 1, 1], shape: [1, 3])) == 0)
    #expect(sampler.next(Tensor([-.infinity, 0])) == 1)
    #expect(sampler.next(Tensor([4])) == 0)
    #expect(sampler.random == RandomGenerator(seed: 1))
  }

  @Test("keeps the smaller of equally likely tokens where only some may stay")
  func ties() throws {
    let logits = Tensor([0, 2, 2, 1, 2, 2])
    func drawn(_ options: SamplingOptions) -> Set<Int32> {
      var sampler = Sampler(options, seed: 3)
      return Set((0..<500).map { _ in sampler.next(logits) })
    }
    #expect(try drawn(SamplingOptions(topK: 1)) == [1])
    #expect(try drawn(SamplingOptions(topK: 3)) == [1, 2, 4])
    #expect(try drawn(SamplingOptions(topP: 0.3)) == [1, 2])
    #expect(try drawn(SamplingOptions(topK: 5, topP: 1)) == [1, 2, 3, 4, 5])
  }

  @Test("draws the same for the same seed, and one number a token")
  func determinism() throws {
    let options = try SamplingOptions(temperature: 0.9, topK: 8, topP: 0.9)
    var numbers = TestNumbers(seed: 9)
    let logits = (0..<50).map { _ in Tensor(numbers.normal([20]).floats) }
    func draw(seed: UInt64) -> [Int32] {
      var sampler = Sampler(options, seed: seed)
      defer { #expect(sampler.random.position == 50) }
      return logits.map { sampler.next($0) }
    }
    #expect(draw(seed: 4) == draw(seed: 4))
    #expect(draw(seed: 4) != draw(seed: 5))
  }

  @Test("stays within the vocabulary whatever the logits are")
  func notFinite() throws {
    let strange: [[Float]] = [
      [.nan, .nan], [.infinity, .infinity, 0], [-.infinity, -.infinity], [.nan, 1, 2],
      [Float.greatestFiniteMagnitude, -Float.greatestFiniteMagnitude], [0, -1e30],
    ]
    for logits in strange {
      for (temperature, topK, topP) in Self.options + [(0, nil, nil), (1e-30, nil, nil)] {
        var sampler = Sampler(
          try SamplingOptions(temperature: temperature, topK: topK, topP: topP), seed: 1)
        for _ in 0..<10 {
          #expect(logits.indices.contains(Int(sampler.next(Tensor(logits)))))
        }
      }
    }
  }

  @Test("refuses options out of range, and says what is possible")
  func refusals() {
    for temperature in [-1, -Float.leastNonzeroMagnitude, .nan, .infinity] {
      expectUsage("--temperature") { try SamplingOptions(temperature: temperature) }
    }
    for topK in [0, -1, Int.min] { expectUsage("--top-k") { try SamplingOptions(topK: topK) } }
    for topP in [0, -0.5, 1.001, .nan, .infinity] as [Float] {
      expectUsage("--top-p") { try SamplingOptions(topP: topP) }
    }
    #expect(throws: Never.self) { try SamplingOptions(temperature: 0, topK: 1, topP: 1) }
  }

  private func expectUsage(_ option: String, _ make: () throws -> SamplingOptions) {
    do {
      _ = try make()
      Issue.record("\(option) was taken")
    } catch let error as SamplingError {
      #expect(error.kind == .usage)
      #expect(error.description.contains(option))
    } catch {
      Issue.record(error)
    }
  }
}
