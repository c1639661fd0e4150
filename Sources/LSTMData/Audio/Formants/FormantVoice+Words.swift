extension FormantVoice {
  /// A word and its phones.
  typealias Entry = (word: String, phones: [Phone])

  /// The words that voices can say, in the order of the list: digits, then commands.
  public static let words = entries.map(\.word)

  /// How a word is said; `nil` where it is not among ``words``.
  ///
  /// - Parameter word: case does not matter.
  public static func pronunciation(of word: String) -> [Phone]? {
    let word = word.lowercased()
    return entries.first { $0.word == word }?.phones
  }

  static let entries: [Entry] = [
    ("zero", [.z, .ih, .r, .ow]),
    ("one", [.w, .ah, .n]),
    ("two", [.t, .uw]),
    ("three", [.th, .r, .iy]),
    ("four", [.f, .ao, .r]),
    ("five", [.f, .ay, .v]),
    ("six", [.s, .ih, .k, .s]),
    ("seven", [.s, .eh, .v, .ah, .n]),
    ("eight", [.ey, .t]),
    ("nine", [.n, .ay, .n]),
    ("yes", [.y, .eh, .s]),
    ("no", [.n, .ow]),
    ("stop", [.s, .t, .aa, .p]),
    ("go", [.g, .ow]),
    ("left", [.l, .eh, .f, .t]),
    ("right", [.r, .ay, .t]),
    ("up", [.ah, .p]),
    ("down", [.d, .aw, .n]),
    ("on", [.aa, .n]),
    ("off", [.ao, .f]),
  ]
}
