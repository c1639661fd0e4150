/// The way to a value in a document, from the top level.
///
/// A chain, so that a step costs one small allocation and the text is made only for a message.
indirect enum JSONPath: Sendable {
  case root
  case member(of: JSONPath, String)
  case element(of: JSONPath, Int)

  /// As in `layers[0].hiddenSize`; empty for the top level.
  var text: String {
    switch self {
    case .root: ""
    case .element(let outer, let position): outer.text + "[\(position)]"
    case .member(.root, let name): Self.shown(name)
    case .member(let outer, let name): outer.text + "." + Self.shown(name)
    }
  }

  private static func shown(_ name: String) -> String {
    let isPlain =
      !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
    return isPlain && name.utf8.count <= 80 ? name : name.quotedForMessage
  }
}
