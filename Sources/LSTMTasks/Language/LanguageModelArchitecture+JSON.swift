import LSTMFormats
import LSTMTensor

extension LanguageModelArchitecture: JSONRepresentable {
  private static let members =
    ["cell", "layerCount", "hiddenSize", "embeddingSize", "vocabularySize", "dropout"]
    + optionalMembers + CellOptions.members
  /// What a file says where it is not as usual.
  static let optionalMembers = ["tied"] + LanguageDropout.optionalMembers
  /// The most that a size in a file may say: beyond it a model could not be held in memory.
  private static let sizes = 1...1 << 24

  /// The part of `config.json` that says what to build.
  public var json: JSONValue {
    .object(
      JSONObject(
        [
          ("cell", .string(cell.rawValue)), ("layerCount", layerCount.json),
          ("hiddenSize", hiddenSize.json), ("embeddingSize", embeddingSize.json),
          ("vocabularySize", vocabularySize.json),
        ] + dropout.jsonMembers + (isTied ? [("tied", .boolean(true))] : [])
          + cellOptions.jsonMembers))
  }

  /// Reads the sizes of a model.
  ///
  /// - Throws: `JSONError` where a member is missing, unknown or out of its range.
  public init(json: JSONReader) throws {
    try json.refuseMembers(except: Self.members)
    let cell = try CellKind(json: json.member("cell"))
    let dropout = try LanguageDropout(json: json)
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
      cell: cell, dropout: dropout, cellOptions: options,
      isTied: try json.memberIfPresent("tied")?.boolean() ?? false)
    guard !isTied || embeddingSize == outputFeatures else {
      throw json.expected(
        "an embeddingSize of \(outputFeatures), as the output layer is tied to it")
    }
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
    let outputColumns = isTied ? 1 : outputFeatures + 1
    guard add(vocabularySize, embeddingSize + outputColumns) else { return nil }
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
