import Foundation

/// The tensors and notes of one fixture that `Reference/make_fixtures.py` wrote with PyTorch.
///
/// A reader of a few lines for exactly those files, kept apart from `LSTMFormats` so that a fault
/// there shows up as a difference.
package struct Fixture: Sendable {
  /// The notes: sizes, options, the versions that made the file.
  package let notes: [String: String]
  private let tensors: [String: DoubleArray]

  package enum Failure: Error {
    case notAFixture(URL)
    case missing(String)
  }

  /// Reads `NAME.safetensors` out of a folder, such as a test bundle's `Fixtures`.
  package init(_ name: String, in folder: URL) throws {
    let url = folder.appending(path: "\(name).safetensors")
    let data = try Data(contentsOf: url)
    guard data.count >= 8 else { throw Failure.notAFixture(url) }
    let headerSize = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let body = data.dropFirst(8 + headerSize)
    let header = try JSONDecoder().decode(
      [String: HeaderEntry].self, from: data.dropFirst(8).prefix(headerSize))

    var notes: [String: String] = [:]
    var tensors: [String: DoubleArray] = [:]
    for (name, entry) in header {
      switch entry {
      case .notes(let found):
        notes = found
      case .tensor(let shape, let offsets):
        let bytes = body.dropFirst(offsets[0]).prefix(offsets[1] - offsets[0])
        tensors[name] = DoubleArray(Self.floats(in: bytes), shape: shape)
      }
    }
    self.notes = notes
    self.tensors = tensors
  }

  /// The names of all tensors, sorted.
  package var names: [String] { tensors.keys.sorted() }

  /// The tensor of that name, its `Float` numbers widened.
  package func tensor(_ name: String) throws -> DoubleArray {
    guard let tensor = tensors[name] else { throw Failure.missing(name) }
    return tensor
  }

  package func note(_ key: String) throws -> String {
    guard let note = notes[key] else { throw Failure.missing(key) }
    return note
  }

  /// A note that is a whole number, such as "T".
  package func integer(_ key: String) throws -> Int {
    guard let integer = Int(try note(key)) else { throw Failure.missing(key) }
    return integer
  }

  /// A note that is a number, such as "learning_rate".
  package func number(_ key: String) throws -> Double {
    guard let number = Double(try note(key)) else { throw Failure.missing(key) }
    return number
  }

  /// A note that is a list of whole numbers, such as "lengths" or "tokens"; `nil` without it.
  package func integers(_ key: String) -> [Int]? {
    notes[key]?.split(separator: ",").compactMap { Int($0) }
  }

  package func flag(_ key: String) throws -> Bool { try note(key) == "true" }

  private static func floats(in bytes: Data) -> [Float] {
    let bytes = [UInt8](bytes)
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      let bits = bytes[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return Float(bitPattern: bits)
    }
  }

  private enum HeaderEntry: Decodable {
    case notes([String: String])
    case tensor(shape: [Int], offsets: [Int])

    private enum Key: String, CodingKey {
      case shape
      case offsets = "data_offsets"
    }

    init(from decoder: any Decoder) throws {
      if let notes = try? decoder.singleValueContainer().decode([String: String].self) {
        self = .notes(notes)
      } else {
        let container = try decoder.container(keyedBy: Key.self)
        self = .tensor(
          shape: try container.decode([Int].self, forKey: .shape),
          offsets: try container.decode([Int].self, forKey: .offsets))
      }
    }
  }
}
