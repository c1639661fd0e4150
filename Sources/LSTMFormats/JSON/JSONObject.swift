/// The members of a JSON object in the order of the text, each name once.
///
/// Names are told apart by their bytes, as the format demands, and not by canonical equivalence.
public struct JSONObject: Sendable {
  /// A name and its value.
  public struct Member: Sendable {
    /// The name, unique in its object.
    public let name: String
    /// The value.
    public internal(set) var value: JSONValue
  }

  /// The members in order.
  public private(set) var members: [Member] = []
  private var positions: [ExactString: Int] = [:]

  /// An object without members.
  public init() {}

  /// The members in the given order; of a name that comes twice the last value counts.
  public init(_ members: [(String, JSONValue)]) {
    for (name, value) in members { self[name] = value }
  }

  /// The value of a name, `nil` where there is none; a new name is added at the end.
  public subscript(name: String) -> JSONValue? {
    get { position(of: name).map { members[$0].value } }
    set {
      switch (position(of: name), newValue) {
      case (let position?, let value?): members[position].value = value
      case (nil, let value?): append(Member(name: name, value: value))
      case (let position?, nil): remove(at: position)
      case (nil, nil): break
      }
    }
  }
}

extension JSONObject {
  /// Up to this many members a walk is quicker than a table.
  private static let smallCount = 16

  private func position(of name: String) -> Int? {
    let name = ExactString(name)
    guard positions.isEmpty else { return positions[name] }
    return members.firstIndex { ExactString($0.name) == name }
  }

  /// Adds a member whose name is known to be new.
  mutating func append(_ member: Member) {
    members.append(member)
    if !positions.isEmpty {
      positions[ExactString(member.name)] = members.count - 1
    } else if members.count > Self.smallCount {
      buildPositions()
    }
  }

  private mutating func remove(at position: Int) {
    members.remove(at: position)
    if !positions.isEmpty { buildPositions() }
  }

  private mutating func buildPositions() {
    positions = [:]
    for (position, member) in members.enumerated() {
      positions[ExactString(member.name)] = position
    }
  }
}

extension JSONObject: Equatable {
  /// Whether both hold the same members in the same order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members.elementsEqual(right.members) {
      ExactString($0.name) == ExactString($1.name) && $0.value == $1.value
    }
  }
}
