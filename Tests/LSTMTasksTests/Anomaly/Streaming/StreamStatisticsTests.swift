import Foundation
import LSTMData
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("The statistics of a stream")
struct StreamStatisticsTests {
  @Test("A sliding mean is the mean of the last numbers, also after an enormous one")
  func slidingMean() throws {
    var random = TestNumbers(seed: 1)
    var numbers = random.uniform([300]).values
    numbers[40] = 1e15
    for length in [1, 2, 7, 36] {
      var sliding = SlidingMean(length: length)
      for (place, number) in numbers.enumerated() {
        sliding.add(number)
        guard place + 1 >= length else {
          #expect(sliding.mean == nil)
          continue
        }
        let window = numbers[(place + 1 - length)...place]
        let mean = window.reduce(0, +) / Double(length)
        // Once round the ring, nothing of the enormous number is left.
        let isNear = place < 40 || place > 40 + 2 * length
        let found = try #require(sliding.mean)
        #expect(!isNear || abs(found - mean) < 1e-12)
      }
    }
  }

  @Test("A seasonal memory finds values by time, and none where rows were missing")
  func seasonalMemory() {
    var memory = SeasonalMemory(length: 5)
    for place in 0..<60 where place % 7 != 3 { memory.keep(Double(place), at: place) }
    for place in 45..<60 {
      for season in 1...SeasonalMemory.seasons {
        let wanted = place - season * 5
        let expected: Double? = wanted % 7 == 3 ? nil : Double(wanted)
        // The ring holds eight seasons, and the last rows have taken the place of the oldest.
        guard wanted > 59 - 40 else { continue }
        #expect(memory.value(seasonsBefore: season, place) == expected)
      }
    }
    var short = SeasonalMemory(length: 4)
    #expect(short.expectation(at: 4) == nil)
    short.keep(3, at: 0)
    #expect(short.expectation(at: 4) == 3)
    short.keep(5, at: 4)
    #expect(short.expectation(at: 8) == 4)
    short.keep(-9, at: 8)
    #expect(short.expectation(at: 12) == 3)
  }

  @Test("A seasonal distance is that to the nearest of all earlier seasons, summed by brute force")
  func seasonalDistance() {
    let (season, length) = (12, 3)
    var random = TestNumbers(seed: 5)
    let values = random.uniform([season * 10]).values
    var memory = SeasonalMemory(length: season)
    var distance = SeasonalDistance(length: length)
    for (place, value) in values.enumerated() {
      let found = distance.add(value, at: place, memory)
      memory.keep(value, at: place)
      var nearest: Double?
      for before in 1...SeasonalMemory.seasons {
        let rows = (place - length + 1)...place
        guard rows.lowerBound - before * season >= 0 else { continue }
        let sum = rows.reduce(0.0) { $0 + abs(values[$1] - values[$1 - before * season]) }
        nearest = min(nearest ?? .infinity, sum / Double(length))
      }
      #expect((found == nil) == (nearest == nil))
      if let found, let nearest { #expect(abs(found - nearest) < 1e-12) }
    }
  }

  @Test("A linear predictor learns the weights that made a series, and outliers do not bend them")
  func linearPredictor() {
    var random = TestNumbers(seed: 2)
    var predictor = LinearPredictor(size: 3, startingWith: 1)
    var (last, beforeLast) = (0.0, 0.0)
    var errors: [Double] = []
    for row in 0..<3000 {
      let noise = random.normal([1], deviation: 0.1).values[0]
      let value = 1 + 1.2 * last - 0.5 * beforeLast + noise + (row == 1500 ? 1000 : 0)
      let inputs = [1, last, beforeLast]
      let error = value - predictor.prediction(inputs)
      predictor.learn(inputs, error: error)
      if row > 2500 { errors.append(abs(error)) }
      (beforeLast, last) = (last, value)
    }
    // The mean of |N(0, 0.1)| is 0.0798.
    #expect(errors.reduce(0, +) / Double(errors.count) < 0.09)
  }

  @Test("A linear predictor stays finite on any input")
  func hostileInputs() {
    for scale in [0, 1e-300, 1e-12, 1e9] {
      var predictor = LinearPredictor(size: 3, startingWith: 1)
      for row in 0..<5000 {
        let inputs = [1, scale, row % 2 == 0 ? scale : -scale]
        let prediction = predictor.prediction(inputs)
        #expect(prediction.isFinite)
        predictor.learn(inputs, error: scale - prediction)
      }
    }
  }

  @Test("A clock finds step and season")
  func clock() throws {
    func clock(_ step: Int64, count: Int = 50) -> DetectorClock {
      DetectorClock(times: (0..<count).map { Timestamp(microseconds: Int64($0) * step) })
    }
    #expect(clock(300_000_000).seasonLength == 288)
    #expect(clock(3_600_000_000).seasonLength == 24)
    #expect(clock(86_400_000_000).seasonLength == 7)
    #expect(clock(604_800_000_000).seasonLength == 52)
    #expect(clock(1_000_000).seasonLength == nil)
    #expect(clock(1).seasonLength == nil && clock(1).step == 0)
    #expect(clock(300_000_000, count: 1).step == 0)
    #expect(clock(-300_000_000).step == 0)
    let five = clock(300_000_000)
    let old = try #require(Timestamp(year: 1950))
    #expect(five.place(of: old).map { $0 >= 0 } == true)
    #expect(five.nextPartOfDay(after: old) == 300 / 86_400.0)
  }

  @Test("Surprises of a series that is always at an extreme come to count less")
  func alarmRate() {
    var rate = AlarmRate()
    var last = 0.0
    for row in 0..<10_000 {
      last = rate.adjusted(row % 10 == 0 ? 5 : 0) + (row % 10 == 0 ? 0 : last)
    }
    // 1000 rows in 10,000 were as rare as one in 100,000: they are none.
    #expect(abs(last - (5 - log10(1030 / 40))) < 0.1)
    var quiet = AlarmRate()
    for row in 0..<10_000 {
      let isSurprising = row % 1000 == 999
      let adjusted = quiet.adjusted(isSurprising ? 5 : 1)
      #expect(adjusted == (isSurprising ? 5 : 1))
    }
  }

  @Test("An incident is new once, again where it is clearly worse, and again after a while")
  func incidents() {
    var filter = IncidentFilter(length: 3)
    let surprises = [1.0, 4, 4.1, 4.3, 4.3, 2, 2, 2, 2, 5]
    let expected = [true, true, false, true, false, false, false, true, false, true]
    #expect(surprises.map { filter.isNew($0) } == expected)
  }
}
