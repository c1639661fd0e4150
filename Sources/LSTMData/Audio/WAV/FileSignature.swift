/// Names of files that are taken for WAV files, by their first bytes.
enum FileSignature {
  private static let known: [(start: [UInt8], name: String)] = [
    (Array("fLaC".utf8), "a FLAC file"),
    (Array("OggS".utf8), "an Ogg file"),
    (Array("ID3".utf8), "an MP3 file"),
    ([0xFF, 0xFB], "an MP3 file"),
    (Array("FORM".utf8), "an AIFF file"),
    (Array("caff".utf8), "an Apple Core Audio file"),
    (Array(".snd".utf8), "a Sun audio file"),
    (Array("riff".utf8), "a Sony Wave64 file"),
    (Array("NIST".utf8), "a NIST Sphere file"),
    ([0x1F, 0x8B], "a gzip archive"),
    (Array("PK".utf8), "a zip archive"),
    (Array("RIFF".utf8), "a RIFF file that is no WAV file"),
    (Array("RIFX".utf8), "a RIFX file that is no WAV file"),
  ]

  /// What a file is, going by its first bytes.
  static func name(of bytes: [UInt8]) -> String {
    if bytes.dropFirst(4).starts(with: "ftyp".utf8) { return "an MPEG-4 file" }
    if let found = known.first(where: { bytes.starts(with: $0.start) }) { return found.name }
    return "no known recording (\(bytes.prefix(4).map(hexadecimal).joined(separator: " ")))"
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
