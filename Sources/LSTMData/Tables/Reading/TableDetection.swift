/// Finds how a table is written by looking at its first rows.
enum TableDetection {
  /// The separator that cuts the most records into one number of fields, more than one.
  static func separator(of bytes: [UInt8], isWhole: Bool, file: String) -> TableSeparator {
    let start = Array(bytes.prefix(1 << 16))
    var best: (separator: TableSeparator, share: Double) = (.comma, 0)
    // White space comes last: a comma table has blanks in its times.
    for separator in [TableSeparator.tab, .semicolon, .bar, .comma, .whitespace] {
      if separator == .whitespace, best.share > 0.5 { break }
      let share = share(
        of: separator, start, isWhole: isWhole && start.count == bytes.count, file: file)
      if share > best.share { best = (separator, share) }
    }
    return best.separator
  }

  private static func share(
    of separator: TableSeparator, _ bytes: [UInt8], isWhole: Bool, file: String
  ) -> Double {
    var parser = RecordParser(file: file, separator: separator)
    parser.append(bytes)
    var counts: [Int] = []
    // A record that this separator cannot cut only counts against it.
    while counts.count < 100, (try? parser.advance(isEnd: isWhole)) == true {
      counts.append(parser.fields.count)
    }
    if counts.isEmpty {
      counts = (try? parser.advance(isEnd: true)) == true ? [parser.fields.count] : []
    }
    let most = counts.filter { $0 > 1 }.map { count in counts.count { $0 == count } }.max()
    return Double(most ?? 0) / Double(max(counts.count, 1))
  }

  /// The comma where it makes more numbers of the fields than the point.
  static func decimalMark(of records: [[String]], separator: TableSeparator) -> DecimalMark {
    guard separator != .comma else { return .point }
    let fields = records.joined()
    let points = fields.count { number($0, .point) && $0.utf8.contains(UInt8(ascii: ".")) }
    let commas = fields.count { number($0, .comma) && $0.utf8.contains(UInt8(ascii: ",")) }
    return commas > points ? .comma : .point
  }

  /// Whether the first record names the columns.
  static func hasHeader(
    _ records: [[String]], mark: DecimalMark, missing: MissingMarkers
  ) -> Bool {
    guard let first = records.first else { return false }
    let isText = first.map { field in
      !missing.match(field) && !number(field, mark) && !isTime(field)
    }
    let below = records.dropFirst()
    for (column, isText) in isText.enumerated() where isText {
      let values = below.compactMap { column < $0.count ? $0[column] : nil }
        .filter { !missing.match($0) }
      let valued = values.count { number($0, mark) || isTime($0) }
      if valued * 2 > values.count { return true }
    }
    // Of text alone, or of one row, the first is a header if it repeats nothing.
    let names = first.filter { !$0.isEmpty }
    return isText.allSatisfy(\.self) && Set(names).count == first.count
      && (below.isEmpty || !below.contains { row in zip(first, row).contains { $0 == $1 } })
  }

  static func number(_ field: String, _ mark: DecimalMark) -> Bool {
    let bytes = Array(field.utf8)
    return DecimalNumber.parse(bytes, bytes.indices, mark: mark.byte) != nil
  }

  static func isTime(_ field: String) -> Bool {
    DateOrder.allCases.contains { TimeText(field, order: $0) != nil }
  }
}
