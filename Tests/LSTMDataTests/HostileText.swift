/// Texts that break careless readers, and a generator for more of them.
enum HostileText {
  /// Valid UTF-8, a name and a text each.
  static let samples: [(name: String, text: String)] = [
    ("joined emoji", "👩‍👩‍👧‍👦 and 🏳️‍🌈, 👍🏽!"),
    ("right to left", "שלום, العربيّة \u{202E}evil\u{202C} mixed 123"),
    ("combining marks", "e\u{301} vs é, n\u{303}\u{303}\u{303} Z\u{335}\u{321}algo"),
    ("a mark first", "\u{301}abc \u{301}"),
    ("NUL and controls", "a\0b\u{1}\u{7F}\u{1B}[0m"),
    ("line ends", "a\nb\r\nc\rd\u{2028}e\u{85}f\n\n\n"),
    ("spaces", "  a   b\t\t c \u{A0}\u{3000} d   "),
    ("no break", "\u{FEFF}\u{200B}\u{200D}\u{200C}"),
    ("edges of Unicode", "\u{7F}\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF}"),
    ("apostrophes", "don't ’tis o'clock ''quoted'' rock’n’roll' 'x"),
    ("numbers", "3.14159 1,000,000 ½ Ⅷ ٣٤ x2y3"),
    ("ideographs", "日本語のテキスト、漢字とカナ。中文没有空格 한국어 문장"),
    ("Indic and Thai", "हिन्दी में क्षत्रिय  สวัสดีครับ"),
    ("a long word", String(repeating: "Donaudampfschifffahrt", count: 40)),
    ("a long row of dots", String(repeating: ".", count: 1000)),
    ("code", "for (i=0; i<n; ++i) {\n    a[i] += b[i]; // ünïcode\n}\n"),
    ("special words", "<unk> <eos> <|endoftext|> \\n"),
    ("one space", " "),
    ("one letter", "x"),
  ]

  /// Every 61st code point and those around the edges, in one text.
  static let acrossUnicode: [UInt8] = {
    let edges: [UInt32] = [0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF]
    let values = Array(stride(from: UInt32(0), through: 0x10FFFF, by: 61)) + edges
    return values.compactMap { Unicode.Scalar($0) }.flatMap { Array($0.utf8) }
  }()

  /// Bytes of which many are not UTF-8 and some are.
  static func randomBytes(count: Int, using random: inout SeededGenerator) -> [UInt8] {
    let likely: [UInt8] = [0x20, 0x0A, 0x61, 0x27, 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98]
    return (0..<count).map { _ in
      Bool.random(using: &random)
        ? UInt8.random(in: 0...255, using: &random) : likely.randomElement(using: &random) ?? 0
    }
  }
}

/// Vigna's SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
