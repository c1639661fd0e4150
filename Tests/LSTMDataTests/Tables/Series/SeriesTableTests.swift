import LSTMTestSupport
import Testing

@testable import LSTMData

@Suite("A table becomes series")
struct SeriesTableTests {
  private func series(_ text: String, _ options: SeriesOptions = SeriesOptions()) throws
    -> SeriesTable
  { try SeriesTable(table(text), options: options) }

  private func failure(_ text: String, _ options: SeriesOptions = SeriesOptions()) -> String {
    do {
      _ = try series(text, options)
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test("Every row stays for who asks for it, and rows out of time are counted")
  func keepsAllRows() throws {
    let minutes = (0..<300).map { $0 == 120 ? 100 : $0 == 200 ? 199 : $0 }
    let rows = minutes.enumerated().map { row, minute in "\(1_400_000_000 + minute * 60),\(row)" }
    let text = "time,y\n" + rows.joined(separator: "\n")
    let options = SeriesOptions(fillsGaps: false, keepsAllRows: true)
    let all = try series(text, options)
    #expect(all.series[0].targets[0].values == (0..<300).map(Double.init))
    #expect(all.findings.backwardCount == 1 && all.findings.standingCount == 1)
    #expect(failure("time,y\n2020-01-02,1\n2020-01-01,2\n", options).contains("--sort"))
    #expect(failure(text).contains("expected times in order"))
  }

  @Test("A wide table is one series, its other columns are covariates")
  func wide() throws {
    let text = "date,a,b,sky\n2020-01-01,1,5,x\n2020-01-02,2,,y\n2020-01-03,3,7,\n"
    let all = try series(text)
    #expect(all.targetNames == ["a", "b"])
    #expect(all.observedCovariates.map(\.name) == ["sky"])
    #expect(all.observedCovariates[0].vocabulary == ["x", "y"])
    #expect(all.frequency == .daily)
    let one = try series(text, SeriesOptions(targets: ["a"]))
    #expect(one.observedCovariates.map(\.name) == ["b", "sky"])
    let b = one.series[0].observedCovariates[0]
    #expect(b == SeriesValues(values: [5, 5, 7], isObserved: [true, false, true]))
    #expect(one.series[0].observedCovariates[1].isObserved == [true, true, false])
    #expect(one.series[0].id == "a")
    #expect(one.text(of: one.series[0].times[2]) == "2020-01-03")
  }

  @Test("A long table is a series for each name, found by the column that makes times unique")
  func long() throws {
    for header in ["unique_id,ds,y", "symbol,date,price"] {
      let table = try series(
        header
          + "\nA,2020-01-01,1\nB,2020-01-01,5\nA,2020-02-01,2\nB,2020-02-01,6\nB,2020-03-01,7\n"
      )
      #expect(table.series.map(\.id) == ["A", "B"])
      #expect(table.frequency == .monthly)
      #expect(table.series[1].targets[0].values == [5, 6, 7])
    }
    let numbered = try series(
      "k,s,date,v\n1,0.5,2020-01-01,1\n2,0.7,2020-01-01,2\n1,0.5,2020-01-02,3\n2,0.7,2020-01-02,4\n",
      SeriesOptions(idColumn: "k", staticFeatures: ["s"]))
    #expect(numbered.series.map(\.id) == ["1", "2"])
    #expect(numbered.series.map(\.staticFeatures) == [[0.5], [0.7]])
  }

  @Test("Gaps are filled, counted, and treated as the policy says")
  func gaps() throws {
    let text = "date,y\n2020-01-01,1\n2020-01-02,2\n2020-01-03,\n2020-01-05,6\n2020-01-06,\n"
    let masked = try series(text)
    #expect(masked.findings.gapCount == 1)
    #expect(masked.findings.missingTargetCount == 2)
    #expect(masked.series[0].targets[0].values == [1, 2, 2, 2, 6, 6])
    #expect(masked.series[0].targets[0].isObserved == [true, true, false, false, true, false])
    #expect(masked.series[0].historyCount == 5)
    let line = try series(text, SeriesOptions(missing: .interpolate)).series[0].targets[0]
    #expect(
      line.values.map { ($0 * 1e9).rounded() / 1e9 } == [1, 2, 3.333333333, 4.666666667, 6, 6])
    #expect(line.isObserved == [true, true, true, true, true, false])
    #expect(failure(text, SeriesOptions(missing: .error)).contains("no value at 2020-01-03"))
    #expect(try series(text, SeriesOptions(fillsGaps: false)).series[0].count == 5)
  }

  @Test("Times out of order and double times are refused, or put right when asked")
  func order() throws {
    let text = "date,y\n2020-01-01,1\n2020-01-03,3\n2020-01-02,2\n2020-01-04,4\n"
    #expect(failure(text).contains("row 4: the time 2020-01-02 00:00:00 comes after 2020-01-03"))
    let sorted = try series(text, SeriesOptions(sorts: true))
    #expect(sorted.series[0].targets[0].values == [1, 2, 3, 4])
    #expect(sorted.findings.wasSorted)
    let double = "date,y\n2020-01-01,1\n2020-01-02,2\n2020-01-02,3\n2020-01-03,4\n"
    #expect(failure(double).contains("row 4: the time 2020-01-02 00:00:00 comes twice"))
    let kept = try series(double, SeriesOptions(dropsDuplicates: true))
    #expect(kept.series[0].targets[0].values == [1, 2, 4])
  }

  @Test("The hours of daylight saving are recognised")
  func daylightSaving() throws {
    // Central Europe, 2020: 02:00 on 29 March is left out, 02:00 on 25 October comes twice.
    let spring = (0..<24).filter { $0 != 2 }.map { "2020-03-29 \($0 < 10 ? "0" : "")\($0):00,1" }
    let found = try series("t,y\n" + spring.joined(separator: "\n")).findings
    #expect(found.gapCount == 1)
    #expect(found.daylightSavingGaps == 1)
    let autumn = [0, 1, 2, 2, 3, 4].map { "2020-10-25 0\($0):00,\($0)" }.joined(separator: "\n")
    #expect(failure("t,y\n" + autumn).contains("as at the end of daylight saving"))
    let halves = ["01:30", "02:00", "02:30", "02:00", "02:30", "03:00", "03:30"]
      .map { "2020-10-25 \($0),1" }.joined(separator: "\n")
    let kept = try series("t,y\n" + halves, SeriesOptions(dropsDuplicates: true))
    #expect(kept.findings.daylightSavingRepeats == 2)
    #expect(kept.series[0].count == 5)
  }

  @Test("Time comes from numbers and from several columns")
  func numberTimes() throws {
    let epoch = try series("ts,y\n1467331200,1\n1467334800,2\n1467338400,3\n")
    #expect(epoch.frequency == .hourly)
    #expect(epoch.series[0].times[0].text == "2016-07-01")
    let millis = try series("time,y\n1467331200000,1\n1467331500000,2\n1467331800000,3\n")
    #expect(millis.frequency.name == "every 5 minutes")
    #expect(try series("year,y\n1900,1\n1901,2\n1902,3\n").frequency.name == "yearly")
    let parts = "No,year,month,day,hour,v\n1,2010,1,1,0,5\n2,2010,1,1,1,6\n3,2010,1,1,2,7\n"
    let hours = try series(parts)
    #expect(hours.frequency == .hourly)
    #expect(hours.targetNames == ["v"])
    #expect(failure(parts.replacing("2010,1,1,2", with: "2010,13,1,2")).contains("row 4"))
    let clock = try series(
      "d,c,v\n2020-01-01,10:00,1\n2020-01-01,10:30,2\n2020-01-01,11:00,3\n",
      SeriesOptions(timeColumns: ["d", "c"]))
    #expect(clock.frequency.name == "every 30 minutes")
    #expect(clock.series[0].times[1].text == "2020-01-01 10:30:00")
  }

  @Test("What cannot be used is refused with a remedy")
  func refused() {
    #expect(failure("a,b\nx,y\nz,w\n").contains("no column of numbers"))
    #expect(
      failure("date,temp\n2020-01-01,1\n2020-01-02,2\n", SeriesOptions(targets: ["tmep"]))
        .contains("Did you mean \"temp\"?"))
    #expect(
      failure("date,y\n2020-01-01,\n2020-01-02,\n", SeriesOptions(targets: ["y"]))
        .contains("has no value at all"))
  }

  @Test("Known covariates go on behind the last target")
  func known() throws {
    let table = try series(
      "date,y,holiday\n2020-01-01,1,0\n2020-01-02,2,1\n2020-01-03,,1\n2020-01-04,,0\n",
      SeriesOptions(targets: ["y"], knownCovariates: ["holiday"]))
    #expect(table.series[0].historyCount == 2)
    #expect(table.series[0].knownCovariates[0].values == [0, 1, 1, 0])
    #expect(table.observedCovariates.isEmpty)
  }
}
