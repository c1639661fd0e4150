import LSTMTensor

/// The label and the text of each row of a table.
struct LabelTable {
  struct Record {
    let label: [UInt8]
    let text: [UInt8]
    /// Of the file, from one, the header counted.
    let row: Int
  }

  let records: [Record]
  /// Which column is what, where that had to be found.
  let notes: [String]

  init(_ bytes: [UInt8], file: String, options: LabelledTextOptions) throws {
    let rows = try TableRows(bytes, separator: options.separator, file: file)
    guard let first = rows.rows.first else { throw LabelledTextError.noTexts(file: file) }
    let width = first.fields.count
    guard width > 1 else {
      throw LabelledTextError.oneField(
        file: file, row: first.row, found: String(decoding: first.fields[0], as: UTF8.self))
    }
    if let odd = rows.rows.first(where: { $0.fields.count != width }) {
      throw LabelledTextError.fieldCount(
        file: file, row: odd.row, found: odd.fields.count, expected: width,
        separator: rows.separator)
    }
    let roles = try LabelColumns(rows.rows.map(\.fields), file: file, options: options)
    notes = roles.notes
    records = rows.rows.dropFirst(roles.hasHeader ? 1 : 0).map { row in
      Record(label: row.fields[roles.label], text: row.fields[roles.text], row: row.row)
    }
    guard !records.isEmpty else { throw LabelledTextError.noTexts(file: file) }
  }
}

/// The fields of a table as they stand.
private struct TableRows {
  struct Row {
    var fields: [[UInt8]]
    let row: Int
  }

  let rows: [Row]
  let separator: TableSeparator

  /// Tables with tabs are often written without a thought for quotes: where the tabs alone cut every line into as many
  /// fields, a quote within a text is a quote.
  init(_ bytes: [UInt8], separator wanted: TableSeparator?, file: String) throws {
    if wanted == nil || wanted == .tab,
      let plain = try? Self.rows(bytes, .tab, file: file, hasQuotes: false),
      let width = plain.first?.fields.count, width > 1,
      plain.allSatisfy({ $0.fields.count == width })
    {
      separator = .tab
      rows = plain.map { Row(fields: $0.fields.map(Self.unquoted), row: $0.row) }
      return
    }
    let found = wanted ?? TableDetection.separator(of: bytes, isWhole: true, file: file)
    // Blanks stand between the words of any text.
    separator = wanted == nil && found == .whitespace ? .tab : found
    rows = try Self.rows(bytes, separator, file: file, hasQuotes: true)
  }

  private static func rows(
    _ bytes: [UInt8], _ separator: TableSeparator, file: String, hasQuotes: Bool
  ) throws -> [Row] {
    var parser = RecordParser(file: file, separator: separator, hasQuotes: hasQuotes)
    parser.append(bytes)
    var rows: [Row] = []
    while try parser.advance(isEnd: true) {
      rows.append(
        Row(fields: parser.fields.map { Array(parser.bytes[$0]) }, row: parser.row))
    }
    return rows
  }

  /// A field that is quoted as a whole, with the quotes within doubled, as it was before.
  private static func unquoted(_ field: [UInt8]) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    guard field.count > 1, field.first == quote, field.last == quote else { return field }
    var result: [UInt8] = []
    var position = 1
    while position < field.count - 1 {
      if field[position] == quote {
        guard position + 1 < field.count - 1, field[position + 1] == quote else { return field }
        position += 1
      }
      result.append(field[position])
      position += 1
    }
    return result
  }
}

/// Which column is the label and which the text.
private struct LabelColumns {
  private static let labelNames: Set = [
    "label", "labels", "class", "classes", "category", "categories", "sentiment", "target",
    "polarity", "y", "intent", "topic", "language", "tag", "tags",
  ]
  private static let textNames: Set = [
    "text", "texts", "sentence", "review", "comment", "message", "content", "document", "body",
    "name", "title", "utterance", "query", "tweet", "phrase",
  ]
  private static let sampleCount = 2000

  let label: Int
  let text: Int
  let hasHeader: Bool
  let notes: [String]

  init(_ rows: [[[UInt8]]], file: String, options: LabelledTextOptions) throws {
    let first = (rows.first ?? []).map { String(decoding: $0.trimmed, as: UTF8.self) }
    let below = rows.dropFirst().prefix(Self.sampleCount)
    let isNamed = first.enumerated().contains { column, name in
      let known = Self.labelNames.union(Self.textNames).contains(name.lowercased())
      return known && !below.contains { $0[column].trimmed == Array(name.utf8) }
    }
    hasHeader =
      options.hasHeader
      ?? (isNamed || options.labelColumn.map(first.contains) ?? false
        || options.textColumn.map(first.contains) ?? false)
    let names = hasHeader ? first : first.indices.map { "column\($0 + 1)" }
    let isHeader = hasHeader
    func place(_ name: String?, _ usual: Set<String>) throws -> Int? {
      guard let name else {
        return isHeader ? names.firstIndex { usual.contains($0.lowercased()) } : nil
      }
      guard let place = names.firstIndex(of: name) else {
        throw TableError.unknownColumn(
          file: file, name: name, nearest: name.nearest(in: names), known: names)
      }
      return place
    }
    let columns = names.indices.map { column in
      ColumnLook(rows.dropFirst(isHeader ? 1 : 0).prefix(Self.sampleCount).map { $0[column] })
    }
    let wantedText = try place(options.textColumn, Self.textNames)
    let wantedLabel = try place(options.labelColumn, Self.labelNames)
    let free = names.indices.filter { $0 != wantedText }
    guard
      let label = wantedLabel
        ?? free.filter({ columns[$0].looksLikeLabels })
        .min(by: { columns[$0].distinctCount < columns[$1].distinctCount })
    else { throw LabelledTextError.noLabelColumn(file: file, columns: names) }
    let text =
      wantedText
      ?? names.indices.filter { $0 != label }
      .max { columns[$0].meanLength < columns[$1].meanLength }
    guard let text, text != label else {
      throw LabelledTextError.sameColumn(file: file, column: names[label])
    }
    (self.label, self.text) = (label, text)
    let isFound = wantedLabel == nil || wantedText == nil
    notes =
      isFound
      ? ["Labels are in column \(label + 1), texts in column \(text + 1), by the look of them."]
      : []
  }
}

/// What a column's values look like.
private struct ColumnLook {
  let distinctCount: Int
  let meanLength: Double
  let looksLikeLabels: Bool

  init(_ values: [[UInt8]]) {
    distinctCount = Set(values.map(\.trimmed)).count
    meanLength = Double(values.reduce(0) { $0 + $1.count }) / Double(max(1, values.count))
    // Of a handful of rows each may be of a class of its own.
    looksLikeLabels = values.count < 8 || distinctCount * 2 <= values.count
  }
}
