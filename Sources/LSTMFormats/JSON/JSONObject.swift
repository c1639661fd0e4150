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
  private var names = ExactStringIndex()

  /// An object without members.
  public init() {}

  /// The members in the given order; of a name that comes twice the last value counts.
  public init(_ members: [(String, JSONValue)]) {
    for (name, value) in members { self[name] = value }
  }

  /// The value of a name, `nil` where there is none; a new name is added at the end.
  public subscript(name: String) -> JSONValue? {
    get { names.position(of: name).map { members[$0].value } }
    set {
      guard let newValue else { return remove(name) }
      if let position = names.position(of: name) {
        members[position].value = newValue
      } else {
        _ = names.insert(name)
        members.append(Member(name: name, value: newValue))
      }
    }
  }

  /// An object from members whose names are in `names`, in the same order.
  init(_ members: [Member], names: ExactStringIndex) {
    self.members = members
    self.names = names
  }

  private mutating func remove(_ name: String) {
    guard let position = names.position(of: name) else { return }
    members.remove(at: position)
    names = ExactStringIndex()
    for member in members { _ = names.insert(member.name) }
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
