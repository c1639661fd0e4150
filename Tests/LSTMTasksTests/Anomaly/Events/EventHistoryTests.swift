import Foundation
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("What is remembered of events")
struct EventHistoryTests {
  private static let number = EventNumber(name: "amount", values: [4, 5, 6, 7, 50])

  @Test("of values: median, mean, largest and share above, as sorting all of the last 512 says")
  func values() {
    var numbers = TestNumbers(seed: 5)
    let stream = numbers.normal([700]).values.map { ($0 * 20).rounded() }
    var recent = RecentValues(Self.number)
    #expect(recent.median == 6 && recent.largest == 6 && recent.mean == 6)
    for (count, value) in stream.enumerated() {
      let last = stream[max(0, count - 512)..<count].sorted()
      if last.count >= 5 {
        #expect(recent.median == last[last.count / 2])
        #expect(recent.largest == last[last.count - 1])
        #expect(abs(recent.mean - (last.reduce(0, +) + 18) / Double(last.count + 3)) < 1e-9)
        let above = Double(last.count { $0 >= value })
        #expect(recent.shareAbove(value) == (above + 0.5) / Double(last.count + 1))
      }
      recent.append(value)
    }
    #expect(recent.deviation > 10 && recent.deviation < 20)
  }

  @Test("of times: how many lie within a span, and the oldest of them")
  func times() {
    var numbers = TestNumbers(seed: 6)
    var (time, stream) = (0.0, [Double]())
    var recent = RecentTimes(span: 7)
    for gap in numbers.uniform([400], in: 0...0.4).values {
      time += gap
      #expect(recent.count(within: 1, before: time) == stream.count { $0 > time - 1 })
      #expect(recent.count(within: 9, before: time) == stream.count { $0 > time - 7 })
      #expect(recent.oldest(before: time) == stream.first { $0 > time - 7 })
      recent.append(time)
      stream.append(time)
    }
  }

  @Test("of labels: only those whose delay is over, each weighed by how long it is known")
  func labels() {
    var numbers = TestNumbers(seed: 7)
    var (time, stream) = (0.0, [(time: Double, isAnomaly: Bool)]())
    var known = KnownLabels(delay: 7)
    for draw in numbers.uniform([300], in: 0...1).values {
      time += 2 * draw
      known.advance(to: time)
      let told = stream.filter { $0.time + 7 < time }
      for (side, weights) in [(true, known.anomalyWeights), (false, known.normalWeights)] {
        for (memory, weight) in zip(KnownLabels.memories, weights) {
          let expected = told.filter { $0.isAnomaly == side }
            .reduce(0) { $0 + exp(-(time - $1.time - 7) / memory) }
          #expect(abs(weight - expected) < 1e-9)
        }
      }
      #expect(known.endsWithAnomaly == (told.last?.isAnomaly ?? false))
      let first = told.first { $0.isAnomaly && $0.time + 7 > time - 28 }
      #expect(abs(known.chainAge - (first.map { (time - $0.time - 7) / 28 } ?? 0)) < 1e-12)
      known.append(draw > 0.7, at: time)
      stream.append((time, draw > 0.7))
    }
  }
}
