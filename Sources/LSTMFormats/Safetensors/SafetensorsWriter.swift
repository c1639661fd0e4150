/// Collects named tensors and notes, and lays them out as the bytes of a safetensors file.
///
/// The layout is that of the reference writer, byte for byte: tensors with the largest alignment
/// first, then by name, the header padded with spaces so that the data begins at a multiple of 8.
/// The order in which tensors are added does not matter.
public struct SafetensorsWriter: Sendable {
  /// The numbers of one tensor, kept as they came: arrays are shared until they change.
  private enum Numbers: Sendable {
    case float([Float])
    case double([Double])
    case signed64([Int64])
    case unsigned64([UInt64])
    case bytes([UInt8])
  }

  private struct Entry: Sendable {
    let name: String
    let type: SafetensorsType
    let shape: [Int]
    let byteCount: Int
    let numbers: Numbers
  }

  private var entries: [Entry] = []
  private var notes: [(name: String, value: String)] = []
  private var tensorNames: Set<ExactString> = ["__metadata__"]
  private var noteNames: Set<ExactString> = []

  /// A writer without tensors and notes.
  public init() {}

  /// Adds a note, a text about the file.
  ///
  /// - Throws: ``SafetensorsError/nameTaken(_:)`` where there is a note of this name.
  public mutating func addNote(_ name: String, _ value: String) throws {
    guard noteNames.insert(ExactString(name)).inserted else {
      throw SafetensorsError.nameTaken(name)
    }
    notes.append((name, value))
  }

  /// Adds a tensor of type F32, its numbers row by row.
  ///
  /// - Throws: ``SafetensorsError`` where the name is taken or the numbers do not fill the shape.
  public mutating func add(_ name: String, shape: [Int], floats: [Float]) throws {
    try add(name, .float32, shape, .float(floats), count: floats.count)
  }

  /// Adds a tensor of type F64; see ``add(_:shape:floats:)``.
  public mutating func add(_ name: String, shape: [Int], doubles: [Double]) throws {
    try add(name, .float64, shape, .double(doubles), count: doubles.count)
  }

  /// Adds a tensor of type I64; see ``add(_:shape:floats:)``.
  public mutating func add(_ name: String, shape: [Int], integers: [Int64]) throws {
    try add(name, .signed64, shape, .signed64(integers), count: integers.count)
  }

  /// Adds a tensor of type U64; see ``add(_:shape:floats:)``.
  public mutating func add(_ name: String, shape: [Int], words: [UInt64]) throws {
    try add(name, .unsigned64, shape, .unsigned64(words), count: words.count)
  }

  /// Adds a tensor of type U8; see ``add(_:shape:floats:)``.
  public mutating func add(_ name: String, shape: [Int], bytes: [UInt8]) throws {
    try add(name, .unsigned8, shape, .bytes(bytes), count: bytes.count)
  }

  /// Adds a tensor of any type from its little-endian bytes; see ``add(_:shape:floats:)``.
  public mutating func add(
    _ name: String, shape: [Int], type: SafetensorsType, littleEndianBytes bytes: [UInt8]
  ) throws {
    let (count, remainder) = bytes.count.quotientAndRemainder(dividingBy: type.byteCount)
    guard remainder == 0 else {
      throw SafetensorsError.shapeMismatch(tensor: name, count: count, shape: shape)
    }
    try add(name, type, shape, .bytes(bytes), count: count)
  }

  private mutating func add(
    _ name: String, _ type: SafetensorsType, _ shape: [Int], _ numbers: Numbers, count: Int
  ) throws {
    guard SafetensorsTensor.elementCount(of: shape) == count else {
      throw SafetensorsError.shapeMismatch(tensor: name, count: count, shape: shape)
    }
    guard tensorNames.insert(ExactString(name)).inserted else {
      throw SafetensorsError.nameTaken(name)
    }
    let byteCount = count * type.byteCount
    entries.append(
      Entry(name: name, type: type, shape: shape, byteCount: byteCount, numbers: numbers))
  }
}

// MARK: - The file

extension SafetensorsWriter {
  /// The whole file.
  ///
  /// - Throws: ``SafetensorsError/headerTooLongToWrite(length:limit:)`` where the names and notes
  ///   are more than the format allows.
  public func bytes() throws -> [UInt8] {
    try bytes(headerLimit: SafetensorsHeader.lengthLimit)
  }

  func bytes(headerLimit: Int) throws -> [UInt8] {
    let ordered = entries.sorted { left, right in
      left.type.rank == right.type.rank
        ? ExactString.precedes(left.name, right.name) : left.type.rank > right.type.rank
    }
    let header = try header(of: ordered)
    guard header.count <= headerLimit else {
      throw SafetensorsError.headerTooLongToWrite(length: header.count, limit: headerLimit)
    }
    let dataCount = ordered.reduce(0) { $0 + $1.byteCount }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(SafetensorsHeader.prefixCount + header.count + dataCount)
    bytes.append(littleEndian: [UInt64(header.count)])
    bytes += header
    for entry in ordered {
      switch entry.numbers {
      case .float(let numbers): bytes.append(littleEndian: numbers)
      case .double(let numbers): bytes.append(littleEndian: numbers)
      case .signed64(let numbers): bytes.append(littleEndian: numbers)
      case .unsigned64(let numbers): bytes.append(littleEndian: numbers)
      case .bytes(let numbers): bytes.append(littleEndian: numbers)
      }
    }
    return bytes
  }

  private func header(of ordered: [Entry]) throws -> [UInt8] {
    var object = JSONObject()
    if !notes.isEmpty {
      let sorted = notes.sorted { ExactString.precedes($0.name, $1.name) }
      object["__metadata__"] = .object(JSONObject(sorted.map { ($0.name, .string($0.value)) }))
    }
    var offset = 0
    for entry in ordered {
      object[entry.name] = [
        "dtype": .string(entry.type.rawValue),
        "shape": entry.shape.json,
        "data_offsets": [offset, offset + entry.byteCount].json,
      ]
      offset += entry.byteCount
    }
    var header = try JSONValue.object(object).bytes(.compact)
    header += [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8)
    return header
  }
}

extension ExactString: ExpressibleByStringLiteral {
  init(stringLiteral value: String) {
    self.init(value)
  }
}
