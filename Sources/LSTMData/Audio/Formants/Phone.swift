/// A sound of English, named as in the ARPAbet of the CMU Pronouncing Dictionary, without stress.
public enum Phone: String, Sendable, CaseIterable {
  // Vowels.
  case aa = "AA"
  case ae = "AE"
  case ah = "AH"
  case ao = "AO"
  case eh = "EH"
  case er = "ER"
  case ih = "IH"
  case iy = "IY"
  case uh = "UH"
  case uw = "UW"
  // Diphthongs.
  case aw = "AW"
  case ay = "AY"
  case ey = "EY"
  case ow = "OW"
  case oy = "OY"
  // Glides and liquids.
  case l = "L"
  case r = "R"
  case w = "W"
  case y = "Y"
  // Nasals.
  case m = "M"
  case n = "N"
  case ng = "NG"
  // Fricatives.
  case f = "F"
  case hh = "HH"
  case s = "S"
  case sh = "SH"
  case th = "TH"
  case v = "V"
  case z = "Z"
  // Stops.
  case b = "B"
  case d = "D"
  case g = "G"
  case k = "K"
  case p = "P"
  case t = "T"

  /// How a phone is made, as far as the rules of synthesis ask.
  enum Manner: Sendable {
    case vowel, glide, nasal, fricative, aspirate, stop
  }

  var manner: Manner {
    switch self {
    case .aa, .ae, .ah, .ao, .eh, .er, .ih, .iy, .uh, .uw, .aw, .ay, .ey, .ow, .oy: .vowel
    case .l, .r, .w, .y: .glide
    case .m, .n, .ng: .nasal
    case .f, .s, .sh, .th, .v, .z: .fricative
    case .hh: .aspirate
    case .b, .d, .g, .k, .p, .t: .stop
    }
  }

  var isVoiced: Bool {
    switch self {
    case .f, .hh, .s, .sh, .th, .k, .p, .t: false
    default: true
    }
  }
}
