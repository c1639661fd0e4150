extension SafetensorsFile {
  /// The numbers of a tensor of type F32, F16, BF16 or F64, row by row.
  ///
  /// The two forms of 16 bits are exact; F64 is rounded to the nearest `Float`.
  ///
  /// - Throws: ``SafetensorsError`` where there is no such tensor or it holds integers.
  public func floats(named name: String) throws -> [Float] {
    let tensor = try tensor(named: name)
    switch tensor.type {
    case .float32:
      return numbers(of: tensor)
    case .float64:
      let wide: [Double] = numbers(of: tensor)
      return wide.map { Float($0) }
    case .float16:
      let bits: [UInt16] = numbers(of: tensor)
      return bits.map { Float(float16Bits: $0) }
    case .brainFloat16:
      let bits: [UInt16] = numbers(of: tensor)
      return bits.map { Float(brainFloat16Bits: $0) }
    default:
      throw wrongType(tensor, expected: "F32, F16, BF16 or F64")
    }
  }

  /// The numbers of a tensor of type F64, F32, F16 or BF16, row by row, all exact.
  ///
  /// - Throws: ``SafetensorsError`` where there is no such tensor or it holds integers.
  public func doubles(named name: String) throws -> [Double] {
    let tensor = try tensor(named: name)
    guard tensor.type != .float64 else { return numbers(of: tensor) }
    return try floats(named: name).map { Double($0) }
  }

  /// The numbers of a tensor of any integer type, row by row; BOOL gives 0 and 1.
  ///
  /// - Throws: ``SafetensorsError`` where there is no such tensor, it holds fractions, or a U64 is
  ///   beyond `Int64` (see ``words(named:)``).
  public func integers(named name: String) throws -> [Int64] {
    let tensor = try tensor(named: name)
    switch tensor.type {
    case .boolean: return (numbers(of: tensor) as [UInt8]).map { $0 == 0 ? 0 : 1 }
    case .unsigned8: return (numbers(of: tensor) as [UInt8]).map { Int64($0) }
    case .signed8: return (numbers(of: tensor) as [Int8]).map { Int64($0) }
    case .signed16: return (numbers(of: tensor) as [Int16]).map { Int64($0) }
    case .unsigned16: return (numbers(of: tensor) as [UInt16]).map { Int64($0) }
    case .signed32: return (numbers(of: tensor) as [Int32]).map { Int64($0) }
    case .unsigned32: return (numbers(of: tensor) as [UInt32]).map { Int64($0) }
    case .signed64: return numbers(of: tensor)
    case .unsigned64: return try narrowed(numbers(of: tensor), of: tensor)
    case .float32, .float64, .float16, .brainFloat16:
      throw wrongType(tensor, expected: "an integer type or BOOL")
    }
  }

  /// The 64-bit words of a tensor of type U64, such as the state of a random number generator.
  ///
  /// - Throws: ``SafetensorsError`` where there is no such tensor or it is of another type.
  public func words(named name: String) throws -> [UInt64] {
    let tensor = try tensor(named: name)
    guard tensor.type == .unsigned64 else { throw wrongType(tensor, expected: "U64") }
    return numbers(of: tensor)
  }

  /// The bytes of a tensor of type U8.
  ///
  /// - Throws: ``SafetensorsError`` where there is no such tensor or it is of another type.
  public func bytes(named name: String) throws -> [UInt8] {
    let tensor = try tensor(named: name)
    guard tensor.type == .unsigned8 else { throw wrongType(tensor, expected: "U8") }
    return numbers(of: tensor)
  }
}

extension SafetensorsFile {
  private func numbers<Number: LittleEndianNumber>(of tensor: SafetensorsTensor) -> [Number] {
    Array(littleEndian: bytes, in: tensor.byteRange)
  }

  private func narrowed(_ words: [UInt64], of tensor: SafetensorsTensor) throws -> [Int64] {
    var integers: [Int64] = []
    integers.reserveCapacity(words.count)
    for (position, word) in words.enumerated() {
      guard let integer = Int64(exactly: word) else {
        throw SafetensorsError.valueOutOfRange(
          file: path, tensor: tensor.name, position: position, value: word)
      }
      integers.append(integer)
    }
    return integers
  }

  private func wrongType(_ tensor: SafetensorsTensor, expected: String) -> SafetensorsError {
    .wrongType(file: path, tensor: tensor.name, type: tensor.type, expected: expected)
  }
}
