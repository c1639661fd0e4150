import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMTensor

extension StreamingDetector {
  private static let version = 1
  private static let format = "swift-lstm streaming detector"
  /// What messages call the bytes.
  private static let name = "the saved state"

  /// Where the detector stands, as the bytes of a safetensors file with a checksum: the rows of the warm-up, or the
  /// network and everything that the next answer depends on.
  ///
  /// - Throws: `SafetensorsError` where they cannot be laid out.
  public func savedState() throws -> [UInt8] {
    var parts: [(name: String, numbers: [Double])] = [
      (
        "options",
        [
          Double(options.warmUp), options.threshold, Double(options.trainingSteps),
        ]
      ),
      ("rows.values", rows.map(\.value)),
    ]
    var times = rows.map(\.time.microseconds)
    times.append(lastTime?.microseconds ?? .min)
    if var core {
      parts.append(
        (
          "core",
          [
            Double(core.clock.step), Double(core.clock.seasonLength ?? 0), core.scaler.center,
            core.scaler.scale, core.forecast.model == nil ? 0 : 1,
          ]
        ))
      core.visitState { name, numbers in parts.append((name, numbers)) }
      for (path, tensor) in core.forecast.model?.parameters ?? [] {
        parts.append(("model.\(path)", tensor.values.map(Double.init)))
      }
    }
    var writer = SafetensorsWriter()
    for (name, numbers) in parts {
      try writer.add(name, shape: [numbers.count], doubles: numbers)
    }
    try writer.add("times", shape: [times.count], integers: times)
    try writer.addNote("format", Self.format)
    try writer.addNote("version", String(Self.version))
    try writer.addNote("seed", String(options.seed))
    try writer.addNote("checksum", Self.checksum(of: parts, times, seed: options.seed))
    return try writer.bytes()
  }

  /// Goes on where another detector stood.
  ///
  /// - Parameter bytes: of ``savedState()``.
  /// - Throws: ``DetectorError`` and `SafetensorsError` where they are not whole or not a detector's; this one is then
  ///   as it was.
  public mutating func restore(_ bytes: [UInt8]) throws {
    let file = try SafetensorsFile(bytes: bytes, path: Self.name)
    guard file.note("format") == Self.format else {
      throw DetectorError.otherKind(found: file.note("format"))
    }
    guard let version = file.note("version").flatMap({ Int($0) }), version > 0,
      let seed = file.note("seed").flatMap({ UInt64($0) })
    else { throw DetectorError.damaged }
    guard version <= Self.version else {
      throw DetectorError.futureVersion(found: version, supported: Self.version)
    }
    let saved = try SavedDetector(file)
    guard file.note("checksum") == Self.checksum(of: saved.parts, saved.times, seed: seed) else {
      throw DetectorError.damaged
    }
    self = try saved.detector(seed: seed)
  }

  /// XXH64 over names and numbers, 16 hexadecimal digits.
  private static func checksum(
    of parts: [(name: String, numbers: [Double])], _ times: [Int64], seed: UInt64
  ) -> String {
    var checksum = Checksum64()
    func update(_ word: UInt64) {
      checksum.update((0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) })
    }
    update(seed)
    for (name, numbers) in parts.sorted(by: { $0.name < $1.name }) {
      checksum.update(Array(name.utf8))
      for number in numbers { update(number.bitPattern) }
    }
    for time in times { update(UInt64(bitPattern: time)) }
    let digits = String(checksum.value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// The numbers of a saved detector, by name.
private struct SavedDetector {
  let parts: [(name: String, numbers: [Double])]
  let times: [Int64]

  init(_ file: SafetensorsFile) throws {
    times = try file.integers(named: "times")
    parts = try file.tensors.filter { $0.name != "times" }
      .map { (name: $0.name, numbers: try file.doubles(named: $0.name)) }
  }

  private func numbers(_ name: String, count: Int? = nil) throws -> [Double] {
    guard let part = parts.first(where: { $0.name == name }),
      count.map({ $0 == part.numbers.count }) ?? true
    else { throw DetectorError.damaged }
    return part.numbers
  }

  func detector(seed: UInt64) throws -> StreamingDetector {
    let options = try numbers("options", count: 3)
    guard let warmUp = Int(exactly: options[0]), let steps = Int(exactly: options[2]),
      (1...1 << 24).contains(warmUp), (0...1 << 24).contains(steps), options[1].isFinite
    else { throw DetectorError.damaged }
    var detector = StreamingDetector(StreamingDetectorOptions(warmUp: warmUp))
    detector.options.threshold = options[1]
    detector.options.trainingSteps = steps
    detector.options.seed = seed
    let values = try numbers("rows.values")
    guard times.count == values.count + 1, values.count < max(warmUp, 1) else {
      throw DetectorError.damaged
    }
    detector.rows = zip(times, values).map { time, value in
      StreamingDetector.Row(time: Timestamp(microseconds: time), value: value)
    }
    let last = times[times.count - 1]
    detector.lastTime = last == .min ? nil : Timestamp(microseconds: last)
    detector.core = try core(warmUp: warmUp)
    return detector
  }

  private func core(warmUp: Int) throws -> DetectorCore? {
    guard parts.contains(where: { $0.name == "core" }) else { return nil }
    let facts = try numbers("core", count: 5)
    guard let step = Int64(exactly: facts[0]), let season = Int(exactly: facts[1]),
      step >= 0, (0...1 << 20).contains(season), facts[2].isFinite, facts[3] > 0, facts[3].isFinite
    else { throw DetectorError.damaged }
    var core = DetectorCore(
      clock: DetectorClock(step: step, seasonLength: season > 0 ? season : nil),
      scaler: SeriesScaler(center: facts[2], scale: facts[3]), warmUp: warmUp,
      network: facts[4] == 0 ? nil : try network())
    try core.visitState { name, numbers in
      numbers = try self.numbers(name, count: numbers.count)
    }
    return core
  }

  private func network() throws -> ValuePredictor {
    var random = RandomGenerator(seed: 0)
    var network = ValuePredictor(using: &random)
    try network.visitParameters { path, parameter in
      let saved = try numbers("model.\(path)", count: parameter.count)
      parameter = Tensor(saved.map { Float($0) }, shape: parameter.shape)
    }
    return network
  }
}
