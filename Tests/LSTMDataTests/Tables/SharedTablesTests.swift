import Foundation
import LSTMTestSupport
import Testing

@testable import LSTMData

@Suite(
  "Every shared table reads as it is",
  .enabled(if: SharedData.has("forecasting/ETTh1.csv"), "\(SharedData.absence)"))
struct SharedTablesTests {
  private func series(_ name: String, _ options: SeriesOptions = SeriesOptions()) throws
    -> SeriesTable
  { try SeriesTable(contentsOf: SharedData.path(name), options: options) }

  @Test(
    "Rows, step and targets of the forecasting sets are those of their description",
    arguments: [
      ("airline-passengers", 144, "monthly", "Passengers"),
      ("monthly-sunspots", 2820, "monthly", "Sunspots"),
      ("daily-min-temperatures", 3652, "daily", "Temp"),
      ("seattle-weather", 1461, "daily", "precipitation,temp_max,temp_min,wind"),
      ("beijing-pollution", 43_824, "hourly", "pm2.5,DEWP,TEMP,PRES,Iws,Is,Ir"),
      ("ETTh1", 17_420, "hourly", "HUFL,HULL,MUFL,MULL,LUFL,LULL,OT"),
      ("sp500-2000", 5295, "business days", "open,high,low,close,adjclose,volume"),
    ])
  func forecasting(name: String, count: Int, frequency: String, targets: String) throws {
    let table = try series("forecasting/\(name).csv")
    #expect(table.series.count == 1)
    #expect(table.series[0].count == count)
    #expect(table.frequency.name == frequency)
    #expect(table.targetNames.joined(separator: ",") == targets)
    #expect(!table.summary.lines.isEmpty)
  }

  @Test("Stocks are five series by month, Beijing's wind a category, its missing values counted")
  func details() throws {
    let stocks = try series("forecasting/stocks.csv")
    #expect(stocks.series.map(\.id) == ["MSFT", "AMZN", "IBM", "GOOG", "AAPL"])
    #expect(stocks.frequency == .monthly)
    #expect(stocks.series[3].times[0].text == "2004-08-01")
    let beijing = try series(
      "forecasting/beijing-pollution.csv",
      SeriesOptions(
        timeColumns: ["year", "month", "day", "hour"], targets: ["pm2.5"], missing: .interpolate))
    #expect(beijing.findings.missingTargetCount == 2067)
    #expect(beijing.observedCovariates.first { $0.name == "cbwd" }?.vocabulary?.count == 4)
  }

  @Test("The 35 files of NAB read, with no row lost")
  func nab() throws {
    let folder = SharedData.path("anomaly/nab/data")
    let files = try #require(FileManager.default.enumerator(atPath: folder))
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".csv") }.sorted()
    #expect(files.count == 35)
    for file in files {
      let table = try Table(contentsOf: folder + "/" + file)
      let series = try SeriesTable(
        table, options: SeriesOptions(fillsGaps: false, sorts: true, dropsDuplicates: true))
      #expect(series.targetNames == ["value"])
      #expect(series.series[0].count + series.findings.duplicateCount == table.rowCount)
    }
  }

  @Test("Heartbeats by white space and card payments by customer read")
  func others() throws {
    let beats = try Table(contentsOf: SharedData.path("anomaly/ecg5000/ECG5000_TRAIN.txt"))
    let set = try SequenceSet(rows: beats, labelColumn: "column1")
    #expect(set.sequences.count == 500)
    #expect(set.sequences.allSatisfy { $0.count == 140 })
    let normal = try #require(set.classes.firstIndex(of: "1"))
    #expect(set.sequences.count { $0.label == normal } == 292)
    let cards = try series(
      "anomaly/card-fraud/transactions_customers_0-149.csv",
      SeriesOptions(
        idColumn: "CUSTOMER_ID", targets: ["TX_FRAUD"], fillsGaps: false, dropsDuplicates: true))
    let labels = cards.series.flatMap { $0.targets[0].values }
    #expect(cards.frequency == .irregular)
    #expect(labels.count + cards.findings.duplicateCount == 51_919)
    #expect(labels.reduce(0, +) == 556)
  }
}
