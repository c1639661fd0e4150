import LSTMFormats
import LSTMTensor
import Testing

@testable import LSTMTasks

@Suite("The score of the Numenta Anomaly Benchmark")
struct NABScorerTests {
  private func series(
    rows: Int, windows: [ClosedRange<Int>], detections: [Int]
  ) throws -> LabelledScores {
    var scores = [Double](repeating: 0, count: rows)
    for row in detections { scores[row] = 1 }
    return try LabelledScores(name: "a", scores: scores, windows: windows)
  }

  @Test("is 100 for the first row of every window, 0 for silence", arguments: NABProfile.all)
  func perfectAndNull(profile: NABProfile) throws {
    let windows = [200...249, 300...399]
    let scorer = NABScorer(profile)
    let perfect = try series(rows: 1000, windows: windows, detections: [200, 300])
    #expect(abs(scorer.score([perfect], threshold: 0.5).score - 100) < 1e-9)
    let null = try series(rows: 1000, windows: windows, detections: [])
    #expect(scorer.score([null], threshold: 0.5).score == 0)
    #expect(scorer.best([null]).score == 0)
  }

  /// One window of 10 rows, a detection at its sixth row (position −0.5), one 9 rows after its end (position 1), one
  /// before any window (−1): by hand, 1.0 − 0.11 · 0.98661 − 0.11, with σ(−0.5) ÷ σ(−1) = 0.84828 ÷ 0.98661.
  @Test("is the sum worked out by hand")
  func byHand() throws {
    let one = try series(rows: 100, windows: [40...49], detections: [20, 45, 58])
    let result = NABScorer().score([one], threshold: 0.5)
    let points = 0.848283639957513 / 0.986614298151430 - 0.11 * 0.986614298151430 - 0.11
    let expected = 100 * (points + 1) / 2
    #expect(abs(result.score - expected) < 1e-9)
    #expect(result.detectedWindows == 1 && result.windows == 1 && result.falsePositives == 2)
  }

  @Test("leaves out the probationary rows and rows without a score")
  func probation() throws {
    #expect(NABScorer.probation(rows: 100) == 15 && NABScorer.probation(rows: 6000) == 750)
    let early = try series(rows: 100, windows: [40...49], detections: Array(0..<15))
    #expect(NABScorer().score([early], threshold: 0.5).falsePositives == 0)
    let silent = try LabelledScores(
      name: "a", scores: Array(repeating: .nan, count: 100), windows: [40...49])
    #expect(NABScorer().best([silent]).score == 0)
  }

  @Test("agrees with the rules followed row by row, at a threshold and at the best one")
  func fixture() throws {
    let part = try TaskFixture.part("nab", of: "metrics")
    let series = try part.member("series").elements().enumerated().map { number, one in
      try LabelledScores(
        name: "\(number)", scores: one.numbers("scores"),
        windows: one.member("windows").elements().map {
          let ends = try $0.elements().map { try $0.integer(in: 0...10_000) }
          return ends[0]...ends[1]
        })
    }
    for one in try part.member("cases").elements() {
      let name = try one.member("profile").string()
      let scorer = NABScorer(try #require(NABProfile.all.first { $0.name == name }))
      let at = try one.member("at")
      let result = scorer.score(series, threshold: try at.number("threshold"))
      let expected = try at.number("score")
      #expect(abs(result.score - expected) < 1e-9)
      let best = scorer.best(series)
      let highest = max(0, try one.number("best"))
      #expect(abs(best.score - highest) < 1e-9)
      let again = scorer.score(series, threshold: best.threshold)
      #expect(abs(again.score - best.score) < 1e-9)
    }
  }

  @Test("refuses windows that overlap, go backward or leave the series")
  func badWindows() {
    for windows in [[5...9, 9...12], [20...30, 5...9], [90...100]] {
      #expect(throws: LabelError.self) {
        try series(rows: 100, windows: windows, detections: [])
      }
    }
  }
}
