import LSTMFormats
import LSTMTensor

extension LanguageModelArchitecture: JSONRepresentable {
  private static let members =
    ["cell", "layerCount", "hiddenSize", "embeddingSize", "vocabularySize", "dropout"]
    + CellOptions.members
  /// The most that a size in a file may say: beyond it a model could not be held in memory.
  private static let sizes = 1...1 << 24

  /// The part of `config.json` that says what to build.
  public var json: JSONValue {
    .object(
      JSONObject(
        [
          ("cell", .string(cell.rawValue)), ("layerCount", layerCount.json),
          ("hiddenSize", hiddenSize.json), ("embeddingSize", embeddingSize.json),
          ("vocabularySize", vocabularySize.json), ("dropout", dropout.json),
        ] + cellOptions.jsonMembers))
  }

  /// Reads the sizes of a model.
  ///
  /// - Throws: `JSONError` where a member is missing, unknown or out of its range.
  public init(json: JSONReader) throws {
    try json.refuseMembers(except: Self.members)
    let cell = try CellKind(json: json.member("cell"))
    let dropout = try json.member("dropout")
    let rate = try dropout.float()
    guard rate >= 0, rate < 1 else { throw dropout.expected("a rate from 0 up to but not 1") }
    let options = try CellOptions(json: json, sizes: Self.sizes)
    if let surplus = cell.refused(of: options).first {
      throw json.expected(
        "no option that the cell \"\(cell.rawValue)\" does not have, as \(surplus)")
    }
    func size(_ name: String, _ range: ClosedRange<Int> = Self.sizes) throws -> Int {
      try json.member(name).integer(in: range)
    }
    self.init(
      vocabularySize: try size("vocabularySize"), embeddingSize: try size("embeddingSize"),
      hiddenSize: try size("hiddenSize"), layerCount: try size("layerCount", Self.layerCounts),
      cell: cell, dropout: rate, cellOptions: options)
    guard parameterCount != nil else {
      throw json.expected("sizes whose product fits into memory")
    }
  }

  /// How many layers a model may have.
  package static let layerCounts = 1...64

  /// Numbers to train; `nil` if they are more than a machine could hold.
  var parameterCount: Int? {
    var total = 0
    func add(_ rows: Int, _ columns: Int) -> Bool {
      let (product, overflow) = rows.multipliedReportingOverflow(by: columns)
      let (sum, overflow2) = total.addingReportingOverflow(product)
      total = sum
      return !overflow && !overflow2 && total < 1 << 34
    }
    let kind = recurrentCell
    guard add(vocabularySize, embeddingSize + outputFeatures + 1) else { return nil }
    for layer in 0..<layerCount {
      let inputs = layer == 0 ? embeddingSize : outputFeatures
      guard add(kind.weightRows(hiddenSize), inputs + 1),
        add(kind.recurrentShape(hiddenSize)[0], kind.recurrentShape(hiddenSize)[1]),
        add(hiddenSize, kind.variant?.peepholeCount ?? 0),
        add(hiddenSize, kind.variant?.projectionSize ?? 0),
        add(kind == .gruResetBefore ? hiddenSize : 0, hiddenSize),
        add(kind.fedGateCount * hiddenSize, kind.fedGateCount * hiddenSize),
        kind.variant?.hasLayerNormalization != true
          || add(2, kind.weightRows(hiddenSize) + hiddenSize)
      else { return nil }
    }
    return total
  }
}
