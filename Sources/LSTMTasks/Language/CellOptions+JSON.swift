import LSTMFormats

extension CellOptions {
  static let members = [
    "projectionSize", "cellZoneout", "hiddenZoneout", "recurrentDropout", "weightDrop", "cellClip",
  ]

  /// Those that are set: a model without any has the `config.json` that it had before there were any.
  var jsonMembers: [(String, JSONValue)] {
    // Not `nil`, which would be JSON's null.
    func rate(_ value: Float) -> JSONValue? { value > 0 ? value.json : JSONValue?.none }
    let values = [
      projectionSize?.json, rate(cellZoneout), rate(hiddenZoneout), rate(recurrentDropout),
      rate(weightDrop), cellClip?.json,
    ]
    return zip(Self.members, values).compactMap { name, value in value.map { (name, $0) } }
  }

  /// Reads those that are there.
  ///
  /// - Parameter sizes: what a projection may have.
  /// - Throws: `JSONError` where a member is out of its range.
  init(json: JSONReader, sizes: ClosedRange<Int>) throws {
    func rate(_ name: String) throws -> Float {
      guard let member = try json.memberIfPresent(name) else { return 0 }
      let rate = try member.float()
      guard rate >= 0, rate < 1 else { throw member.expected("a rate from 0 up to but not 1") }
      return rate
    }
    projectionSize = try json.memberIfPresent("projectionSize")?.integer(in: sizes)
    cellZoneout = try rate("cellZoneout")
    hiddenZoneout = try rate("hiddenZoneout")
    recurrentDropout = try rate("recurrentDropout")
    weightDrop = try rate("weightDrop")
    if let member = try json.memberIfPresent("cellClip") {
      let clip = try member.float()
      guard clip > 0 else { throw member.expected("a number above 0") }
      cellClip = clip
    }
    guard projectionSize == nil || hiddenZoneout == 0 else {
      throw json.expected("no hiddenZoneout beside a projectionSize")
    }
  }
}
