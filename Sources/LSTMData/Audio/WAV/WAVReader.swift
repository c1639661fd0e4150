/// Reads a WAV file a piece at a time, in memory that does not grow with the recording.
///
/// ```swift
/// var reader = try WAVReader(path: "hour.wav")
/// while let piece = try reader.next() {
///   let samples = reader.format.mono(piece)
/// }
/// ```
///
/// PCM of 8, 16, 24 and 32 bits and floating point of 32 and 64 are read, plain or as WAVE_FORMAT_EXTENSIBLE, from
/// RIFF, RIFX and RF64. A recording that was cut off is read as far as it goes, and ``notes`` then says so.
///
/// A reader cannot be copied, since a copy would share the place in the file.
public struct WAVReader: ~Copyable, Sendable {
  /// Beyond this a floating-point sample is taken for something else than sound.
  private static let largestSample: Float = 1e9
  private static let pieceByteCount = 1 << 20

  /// What the header says.
  public let format: WAVFormat
  /// The moments that the header promises; `nil` where the writer did not know how many would come.
  public let frameCount: Int?
  /// How many moments have been read.
  public private(set) var framesRead = 0
  /// What a reader should know about the recording; complete after the last piece.
  public private(set) var notes: [String] = []

  private var bytes: WAVBytes
  private var bytesLeft: Int?
  private let samples: WAVSamples
  private let pieceFrames: Int
  private var isAtEnd = false

  /// Opens a file and reads its header.
  ///
  /// - Parameters:
  ///   - path: the file, `-` for standard input.
  ///   - pieceFrames: the most moments to read at a time, at least one.
  /// - Throws: ``WAVError``, where there is no such file or it is no WAV file that can be read.
  public init(path: String, pieceFrames: Int = 1 << 14) throws(WAVError) {
    let (bytes, header) = try Self.open(path)
    self.bytes = bytes
    format = header.format
    bytesLeft = header.dataByteCount
    frameCount = header.dataByteCount.map { $0 / header.format.frameByteCount }
    samples = WAVSamples(encoding: format.encoding, isBigEndian: bytes.isBigEndian)
    self.pieceFrames = max(1, min(pieceFrames, Self.pieceByteCount / format.frameByteCount))
  }

  private static func open(_ path: String) throws(WAVError) -> (WAVBytes, WAVHeader) {
    var bytes = try WAVBytes(path: path)
    let header = try WAVHeader(&bytes)
    return (bytes, header)
  }

  /// The next samples, those of one moment side by side, never none; `nil` after the last.
  ///
  /// - Throws: ``WAVError``, where reading fails, there is no sample at all, or one is no sound.
  public mutating func next() throws(WAVError) -> [Float]? {
    guard !isAtEnd else { return nil }
    let size = format.frameByteCount
    // What is left may be no whole number of moments.
    let wanted = min(pieceFrames * size, bytesLeft.map { $0 - $0 % size } ?? .max)
    var taken = try bytes.take(wanted)
    bytesLeft = bytesLeft.map { $0 - taken.count }
    if taken.count < pieceFrames * size {
      isAtEnd = true
      try noteEnd(got: taken.count, of: wanted)
    }
    taken.removeLast(taken.count % size)
    guard !taken.isEmpty else {
      guard framesRead > 0 else { throw .noSamples(file: bytes.file) }
      return nil
    }
    let values = samples.decode(taken)
    try check(values)
    framesRead += values.count / format.channelCount
    return values
  }

  private mutating func noteEnd(got: Int, of wanted: Int) throws(WAVError) {
    let size = format.frameByteCount
    let frames = framesRead + got / size
    if let promised = frameCount, frames < promised {
      let (found, expected) = (
        Double(frames) / Double(format.sampleRate), Double(promised) / Double(format.sampleRate)
      )
      notes.append(
        "\(bytes.file) was cut off: it has \(found.text(2)) of \(expected.text(2)) seconds, which are used."
      )
    } else if got % size != 0 {
      notes.append("\(bytes.file) ends in the middle of a sample, which is left out.")
    }
  }

  private func check(_ values: [Float]) throws(WAVError) {
    guard format.encoding == .float32 || format.encoding == .float64 else { return }
    // A number that is none compares as false.
    for (place, value) in values.enumerated() where !(abs(value) <= Self.largestSample) {
      throw .badSample(
        file: bytes.file, frame: framesRead + place / format.channelCount,
        channel: place % format.channelCount, value: "\(value)")
    }
  }
}
