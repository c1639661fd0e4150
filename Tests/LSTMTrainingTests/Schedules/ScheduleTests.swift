import Foundation
import LSTMTraining
import Testing

@Suite("Schedules")
struct ScheduleTests {
  @Test("A constant schedule is always 1")
  func constant() {
    for progress in [0, 0.3, 1] { #expect(Schedule.constant.factor(at: progress) == 1) }
  }

  @Test("A step schedule multiplies after every interval")
  func step() {
    let schedule = Schedule.step(factor: 0.5, interval: 0.25)
    for (progress, expected) in [
      (0, 1), (0.24, 1), (0.25, 0.5), (0.49, 0.5), (0.5, 0.25), (0.75, 0.125),
    ] {
      #expect(schedule.factor(at: progress) == expected, "\(progress)")
    }
  }

  @Test("Zaremba's schedule holds for four of thirteen epochs and then halves with each")
  func holdThenStep() {
    let schedule = Schedule.holdThenStep(hold: 4.0 / 13, factor: 0.5, interval: 1.0 / 13)
    for epoch in 0..<13 {
      let expected = pow(0.5, max(0, Double(epoch) - 3))
      for step in [0, 1, 1161, 2323] {
        let progress = Double(epoch * 2324 + step) / Double(13 * 2324)
        #expect(schedule.factor(at: progress) == expected, "epoch \(epoch), step \(step)")
      }
    }
  }

  @Test("A cosine falls from 1 through the middle to its final fraction")
  func cosine() {
    for final in [0, 0.1] {
      let schedule = Schedule.cosine(final: final)
      // cos 0, 45, 60, 90, 120 and 180 degrees.
      for (progress, wave) in [
        (0, 1), (0.25, 0.5.squareRoot()), (1.0 / 3, 0.5), (0.5, 0), (2.0 / 3, -0.5), (1, -1),
      ] {
        let expected = final + (1 - final) * (1 + wave) / 2
        #expect(abs(schedule.factor(at: progress) - expected) < 1e-12, "\(progress)")
      }
    }
  }

  @Test("A warm-up rises in a line to 1 and falls along the cosine")
  func warmUp() {
    let schedule = Schedule.warmUpCosine(warmUp: 0.2, final: 0.1)
    #expect(schedule.factor(at: 0) > 0)
    for (progress, expected) in [(0.05, 0.25), (0.1, 0.5), (0.2, 1), (0.6, 0.55), (1, 0.1)] {
      #expect(abs(schedule.factor(at: progress) - expected) < 1e-12, "\(progress)")
    }
  }

  @Test("Progress beyond its bounds counts as the bound")
  func bounds() {
    let schedule = Schedule.cosine(final: 0.1)
    #expect(schedule.factor(at: -1) == schedule.factor(at: 0))
    #expect(schedule.factor(at: 2) == schedule.factor(at: 1))
  }
}
