import Foundation

/// Recordings of tones as WAV files: a low one is the word "low", a high one "high".
enum Tones {
  /// Tones of two heights as sixteen-bit WAV: word 0 is low, word 1 high.
  static func sound(_ words: [Int], height: Double = 1) -> [UInt8] {
    var samples = [Int](repeating: 0, count: 300)
    for word in words {
      for place in 0..<1000 {
        let frequency = height * (word == 0 ? 500.0 : 1500.0)
        let angle = 2 * Double.pi * frequency * Double(place) / 8000
        let rise = min(1.0, Double(place) / 160, Double(1000 - place) / 160)
        samples.append(Int((10_000 * rise * sin(angle)).rounded()))
      }
      samples += [Int](repeating: 0, count: 600)
    }
    return wave(samples)
  }

  static func wave(_ samples: [Int]) -> [UInt8] {
    func number(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let size = 2 * samples.count
    return Array("RIFF".utf8) + number(36 + size, 4) + Array("WAVEfmt ".utf8) + number(16, 4)
      + number(1, 2) + number(1, 2) + number(8000, 4) + number(16_000, 4) + number(2, 2)
      + number(16, 2) + Array("data".utf8) + number(size, 4) + samples.flatMap { number($0, 2) }
  }

  static func folder(_ name: String, in folder: WorkFolder) throws {
    try FileManager.default.createDirectory(
      atPath: folder.path(of: name), withIntermediateDirectories: false)
  }

  static func recordings(in folder: WorkFolder) throws {
    try Self.folder("tones", in: folder)
    for place in 0..<16 {
      let words = (0...place % 3).map { (place + $0 * (place / 3)) % 2 }
      let name = words.map { ["low", "high"][$0] }.joined(separator: "_")
      try folder.put(
        sound(words, height: 1 + 0.01 * Double(place % 4)),
        at: "tones/\(name)_\(place % 2 == 0 ? "anna" : "ben")_\(place).wav")
    }
  }
}
