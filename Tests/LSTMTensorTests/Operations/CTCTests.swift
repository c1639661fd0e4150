import Foundation
import LSTMFormats
import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("Connectionist temporal classification")
struct CTCTests {
  /// T, V, blank and the target.
  static let small: [(Int, Int, Int, [Int])] = [
    (1, 2, 0, [1]), (1, 2, 0, []), (4, 3, 0, [1, 2]), (5, 3, 0, [1, 1]), (3, 3, 0, [2, 2]),
    (6, 3, 1, [0, 2, 0]), (5, 4, 3, [0, 1, 2]), (4, 4, 0, []), (4, 2, 0, [1, 1]),
  ]

  @Test("The loss is the sum over all alignments, and its gradient that sum's", arguments: small)
  func bruteForce(steps: Int, classes: Int, blank: Int, target: [Int]) {
    var numbers = TestNumbers(seed: 1)
    let logits = numbers.normal([steps, classes], deviation: 2)
    let reference = { Reference.ctcLoss($0, target: target, blank: blank) }
    let found = differentiate(
      at: [logits.reshaped([steps, 1, classes])], upstream: DoubleArray([1.5], shape: [])
    ) {
      $0[0].ctcLoss(
        targets: [target.map(Int32.init)], lengths: [steps], blank: Int32(blank)
      ).value
    }
    let expected = reference(logits)
    #expect(abs(Double(found.value.scalar) - expected) <= 1e-6 * max(1, expected))
    let derivatives = finiteDifference(of: { 1.5 * reference($0[0]) }, at: [logits])
    let gradient = DoubleArray(derivatives.map(\.value), shape: [steps, 1, classes])
    #expect(absoluteError(found.gradients[0], gradient) < 1e-6)
  }

  @Test("Losses and gradients are PyTorch's")
  func fixtures() throws {
    for part in try JSONReader(fixture: "ctc").elements() {
      let name = try part.member("name").string()
      let shape = try part.numbers("shape").map { Int($0) }
      let logits = DoubleArray(try part.numbers("logits"), shape: shape)
      let targets = try part.member("targets").elements().map { target in
        try target.elements().map { Int32(try $0.double()) }
      }
      let lengths = try part.numbers("lengths").map { Int($0) }
      let blank = Int32(try part.member("blank").double())
      let nats = try part.member("nats").elements().map {
        $0.value == .null ? Double.infinity : try $0.double()
      }
      for (normalization, key) in [(CTCLoss.Normalization.none, "sum"), (.units, "mean")] {
        var loss: CTCLoss?
        let found = differentiate(at: [logits], upstream: DoubleArray([1.0], shape: [])) {
          let result = $0[0].ctcLoss(
            targets: targets, lengths: lengths, blank: blank, normalization: normalization)
          loss = result
          return result.value
        }
        for (own, expected) in zip(loss?.nats ?? [], nats) {
          #expect(
            own == expected || abs(own - expected) <= 1e-6 * max(1, expected), "\(name): \(own)")
        }
        #expect(loss?.impossible == nats.indices.filter { nats[$0] == .infinity })
        let value = try part.member(key).double()
        #expect(abs(Double(found.value.scalar) - value) <= 1e-6 * max(1, value), "\(name)")
        let gradient = DoubleArray(try part.numbers("\(key)_gradient"), shape: shape)
        #expect(relativeError(found.gradients[0], gradient) < 2e-6, "\(name), \(key)")
      }
    }
  }

  @Test("Divided by sequences it is the mean of the losses, impossible targets counting as zero")
  func sequences() {
    var numbers = TestNumbers(seed: 2)
    let logits = Tensor(numbers.normal([4, 3, 3]))
    let loss = logits.ctcLoss(targets: [[1], [1, 1, 1], [2, 1]], lengths: [4, 4, 3])
    #expect(loss.impossible == [1])
    #expect(loss.nats[1] == .infinity)
    #expect(abs(Double(loss.value.scalar) - (loss.nats[0] + loss.nats[2]) / 3) < 1e-6)
  }

  @Test("Without any frame an empty target is certain and any other impossible")
  func noFrames() {
    let logits = Tensor(repeating: 1, shape: [2, 2, 3]).tracked
    let loss = logits.ctcLoss(targets: [[], [1]], lengths: [0, 0])
    #expect(loss.nats == [0, .infinity])
    #expect(loss.value.scalar == 0)
    let gradient = gradients(of: loss.value, with: [logits])[0]?.dense
    #expect(gradient?.values == [Float](repeating: 0, count: 12))
    #expect(Tensor.zeros([0, 0, 3]).ctcLoss(targets: [], lengths: []).value.scalar == 0)
  }

  @Test("A probability far below what a number can hold keeps its logarithm")
  func farAway() {
    // One frame says blank by a wide margin, and the target needs it to be something else: 40 times over.
    let steps = 40
    let row: [Float] = [5000, 0, 0]
    let logits = Tensor((0..<steps).flatMap { _ in row }, shape: [steps, 1, 3]).tracked
    let target = (0..<steps).map { Int32(1 + $0 % 2) }
    let loss = logits.ctcLoss(targets: [target], lengths: [steps])
    #expect(abs(loss.nats[0] - 200_000) < 1e-6 * 200_000)
    let gradient = gradients(of: loss.value, with: [logits])[0]?.dense.values ?? []
    #expect(gradient.prefix(6) == [1, -1, 0, 1, 0, -1])
    // And one that has to pass through improbable states on its way gets there.
    let forced = Tensor([0, 3000, 0, 3000, 0, 0], shape: [3, 1, 2])
    #expect(abs(forced.ctcLoss(targets: [[]], lengths: [3]).nats[0] - 6000.6931472) < 1e-6)
  }

  @Test("A logit that is not a number, or infinite, makes loss and gradient of its sequence none")
  func nonFinite() {
    for bad in [Float.nan, .infinity] {
      var logits = Tensor(repeating: 0, shape: [3, 2, 3])
      logits[7] = bad
      let tracked = logits.tracked
      let loss = tracked.ctcLoss(targets: [[1], [2]], lengths: [3, 3])
      // Step 1, sequence 0.
      #expect(loss.nats[0].isNaN && loss.nats[1].isFinite)
      #expect(loss.value.scalar.isNaN)
      #expect(loss.impossible.isEmpty)
      let gradient = gradients(of: loss.value, with: [tracked])[0]?.dense.values ?? []
      #expect(gradient.contains { $0.isNaN })
    }
    // Minus infinity rules a class out.
    let logits = Tensor([0, -.infinity, 0, 0, -.infinity, 0], shape: [2, 1, 3]).tracked
    let loss = logits.ctcLoss(targets: [[1]], lengths: [2])
    #expect(loss.impossible == [0] && loss.value.scalar == 0)
    #expect(
      gradients(of: loss.value, with: [logits])[0]?.dense.values.allSatisfy { $0 == 0 } == true)
    #expect(logits.detached.ctcLoss(targets: [[2]], lengths: [2]).nats[0] < 0.3)
  }

  @Test("A sure and right answer costs nothing, and never less")
  func sure() {
    let logits = Tensor([60, 0, 0, 60, 60, 0], shape: [3, 1, 2])
    let nats = logits.ctcLoss(targets: [[1]], lengths: [3]).nats[0]
    #expect(nats >= 0 && nats < 1e-6)
  }

  @Test("What is behind a sequence's end and beside it changes no bit")
  func batches() {
    var numbers = TestNumbers(seed: 4)
    let logits = Tensor(numbers.normal([12, 3, 5]))
    let targets: [[Int32]] = [[1, 2], [3, 3, 4], []]
    let lengths = [12, 7, 9]
    let all = logits.ctcLoss(targets: targets, lengths: lengths).nats
    for sequence in 0..<3 {
      let values = (0..<lengths[sequence]).flatMap { step in
        (0..<5).map { logits[(step * 3 + sequence) * 5 + $0] }
      }
      let alone = Tensor(values, shape: [lengths[sequence], 1, 5])
      let nats = alone.ctcLoss(targets: [targets[sequence]], lengths: [lengths[sequence]]).nats
      #expect(nats == [all[sequence]])
    }
  }

  @Test("No bit depends on instruction set or threads", arguments: [1, 5, 33])
  func bits(classes: Int) {
    var numbers = TestNumbers(seed: 5)
    let (steps, batch) = (41, 7)
    let logits = Tensor(numbers.normal([steps, batch, classes + 1], deviation: 4))
    let targets = (0..<batch).map { sequence in
      numbers.integers(sequence * 3, in: 1...classes).map(Int32.init)
    }
    let lengths = (0..<batch).map { steps - 3 * $0 }
    let (differing, result) = KernelSettings.compare {
      let tracked = logits.tracked
      let loss = tracked.ctcLoss(targets: targets, lengths: lengths)
      return [
        loss.value, Tensor(loss.nats.map(Float.init)),
        tracked.detached.ctcLoss(targets: targets, lengths: lengths).value,
      ] + gradients(of: loss.value, with: [tracked]).compactMap { $0?.dense }
    }
    #expect(differing.isEmpty, "\(differing)")
    #expect(result[0].bits == result[2].bits)
  }

  @Test("The best alignment is the most probable of all", arguments: small)
  func alignment(steps: Int, classes: Int, blank: Int, target: [Int]) throws {
    var numbers = TestNumbers(seed: 6)
    for _ in 0..<3 {
      let logits = numbers.normal([steps, classes], deviation: 2)
      let paths = Reference.framePaths(logits).filter {
        Reference.collapsed($0.classes, blank: blank) == target
      }
      let best = paths.max { $0.logProbability < $1.logProbability }
      let found = Tensor(logits).ctcAlignment(
        to: target.map(Int32.init), blank: Int32(blank))
      guard let best else {
        #expect(found == nil)
        continue
      }
      let alignment = try #require(found)
      #expect(abs(alignment.logProbability - best.logProbability) < 1e-5)
      var path = [Int](repeating: blank, count: steps)
      for (unit, frames) in zip(target, alignment.frames) {
        for frame in frames { path[frame] = unit }
      }
      #expect(path == best.classes)
      let probabilities = Reference.softmax(logits)
      for (unit, (frames, confidence)) in zip(
        target, zip(alignment.frames, alignment.confidences))
      {
        let most = frames.map { probabilities[$0 * classes + unit] }.max() ?? 0
        #expect(abs(Double(confidence) - most) < 1e-6)
      }
    }
  }

  @Test("There is no alignment where the target is too long, excluded, or logits are no numbers")
  func noAlignment() {
    let flat = Tensor.zeros([3, 3])
    #expect(flat.ctcAlignment(to: [1, 1, 2]) == nil)
    #expect(Tensor([0, -.infinity], shape: [1, 2]).ctcAlignment(to: [1]) == nil)
    #expect(Tensor([0, .nan], shape: [1, 2]).ctcAlignment(to: [1]) == nil)
    #expect(Tensor.zeros([0, 3]).ctcAlignment(to: [1]) == nil)
    #expect(Tensor.zeros([0, 3]).ctcAlignment(to: [])?.frames == [])
    #expect(flat.ctcAlignment(to: [1, 2])?.frames == [0..<1, 1..<2])
  }
}
