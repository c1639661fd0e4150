import LSTMTasks
import LSTMTensor
import LSTMTestSupport
import Testing

@Suite("Greedy decoding")
struct GreedyDecoderTests {
  /// Logits of frames that each say one class.
  private static func frames(_ classes: [Int], of count: Int = 4) -> Tensor {
    let rows = classes.flatMap { best in (0..<count).map { $0 == best ? Float(3) : 0 } }
    return Tensor(rows, shape: [classes.count, count])
  }

  @Test("makes one of equal neighbours and leaves out blanks")
  func collapse() {
    var decoder = GreedyDecoder()
    decoder.read(Self.frames([0, 1, 1, 0, 1, 2, 2, 2, 0, 0, 3]))
    #expect(decoder.units.map(\.unit) == [1, 1, 2, 3])
    #expect(decoder.units.map(\.frames) == [1..<3, 4..<5, 5..<8, 10..<11])
    #expect(decoder.frameCount == 11)
    var other = GreedyDecoder(blank: 3)
    other.read(Self.frames([3, 0, 3, 3, 0, 1]))
    #expect(other.units.map(\.unit) == [0, 0, 1])
  }

  @Test("gives words from their first frame to their last, as sure as their least sure unit")
  func words() {
    var decoder = GreedyDecoder()
    decoder.read(Self.frames([3, 1, 0, 1, 2, 0, 3, 3, 0, 3, 2]))
    let words = DecodedWord.words(of: decoder.units, separator: 3)
    #expect(words.map(\.units) == [[1, 1, 2], [2]])
    #expect(words.map(\.frames) == [1..<5, 10..<11])
    #expect(words[0].confidence == decoder.units[1...3].map(\.confidence).min())
    let each = DecodedWord.words(of: decoder.units, separator: nil)
    #expect(each.map(\.units) == decoder.units.map { [$0.unit] })
    #expect(DecodedWord.words(of: [], separator: 3).isEmpty)
  }

  @Test("spells what the most probable labelling of frames spells, as sure as its frames")
  func random() {
    var numbers = TestNumbers(seed: 1)
    let logits = numbers.normal([60, 5], deviation: 2)
    let probabilities = Reference.softmax(logits)
    let best = (0..<60).map { step in
      (0..<5).max { logits[step * 5 + $0] < logits[step * 5 + $1] } ?? 0
    }
    var decoder = GreedyDecoder()
    decoder.read(Tensor(logits))
    #expect(decoder.units.map { Int($0.unit) } == Reference.collapsed(best))
    for unit in decoder.units {
      #expect(unit.frames.allSatisfy { best[$0] == Int(unit.unit) })
      let most = unit.frames.map { probabilities[$0 * 5 + Int(unit.unit)] }.max() ?? 0
      #expect(abs(Double(unit.confidence) - most) < 1e-6)
    }
  }

  @Test("gives the same for pieces as for the whole", arguments: [1, 2, 7])
  func pieces(size: Int) {
    var numbers = TestNumbers(seed: 2)
    let logits = Tensor(numbers.normal([45, 4]))
    var (whole, pieces) = (GreedyDecoder(), GreedyDecoder())
    whole.read(logits)
    for start in stride(from: 0, to: 45, by: size) {
      let end = min(45, start + size)
      pieces.read(Tensor(logits.values[start * 4..<end * 4], shape: [end - start, 4]))
    }
    #expect(whole == pieces)
  }

  @Test("spells the targets that the loss was descended for, whatever the logits were")
  func descent() {
    var numbers = TestNumbers(seed: 3)
    let targets: [[Int32]] = [[1, 2, 2, 3], [], [3, 3, 3]]
    let lengths = [12, 9, 5]
    var logits = Tensor(numbers.normal([12, 3, 4]))
    for _ in 0..<150 {
      let leaf = logits.tracked
      let loss = leaf.ctcLoss(targets: targets, lengths: lengths, normalization: .none)
      guard let gradient = gradients(of: loss.value, with: [leaf])[0]?.dense else { return }
      logits.add(gradient, scaledBy: -1)
    }
    for (sequence, length) in lengths.enumerated() {
      let rows = (0..<length).map { Int32($0 * 3 + sequence) }
      var decoder = GreedyDecoder()
      decoder.read(logits.reshaped(to: [36, 4]).permutingRows(rows))
      #expect(decoder.units.map(\.unit) == targets[sequence])
    }
  }

  @Test("hears nothing in no frames and does not fall over numbers that are none")
  func edges() {
    var decoder = GreedyDecoder()
    decoder.read(Tensor.zeros([0, 3]))
    decoder.read(Tensor([.nan, 0, 0, 0, .infinity, 1], shape: [2, 3]))
    #expect(decoder.frameCount == 2)
  }
}
