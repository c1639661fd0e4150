/// Resonances and sources of the phones, after the tables of Klatt 1980 (II and III); durations of isolated words.
extension Phone {
  /// Where the tract resonates at the beginning and at the end.
  var targets: (start: Articulation, end: Articulation) {
    switch manner {
    case .vowel: vowelTargets
    case .glide, .aspirate: (glideTarget, glideTarget)
    case .nasal: (nasalTarget, nasalTarget)
    case .fricative: (fricativeTarget, fricativeTarget)
    case .stop: (stopTarget, stopTarget)
    }
  }

  private static func vowel(
    _ start: [Double], _ end: [Double], _ bandwidths: [Double]
  ) -> (start: Articulation, end: Articulation) {
    (Articulation(start, bandwidths), Articulation(end, bandwidths))
  }

  private var vowelTargets: (start: Articulation, end: Articulation) {
    switch self {
    case .iy: Self.vowel([310, 2020, 2960], [290, 2070, 2960], [45, 100, 160])
    case .ih: Self.vowel([400, 1800, 2570], [450, 1700, 2600], [50, 100, 140])
    case .ey: Self.vowel([480, 1720, 2520], [330, 2050, 2650], [70, 100, 200])
    case .eh: Self.vowel([530, 1680, 2500], [600, 1580, 2530], [60, 90, 200])
    case .ae: Self.vowel([630, 1700, 2430], [650, 1600, 2530], [70, 120, 250])
    case .aa: Self.vowel([700, 1180, 2600], [700, 1200, 2600], [110, 70, 160])
    case .ao: Self.vowel([590, 910, 2570], [600, 960, 2600], [90, 90, 100])
    case .ah: Self.vowel([620, 1220, 2550], [600, 1260, 2550], [80, 60, 140])
    case .ow: Self.vowel([540, 1000, 2350], [400, 800, 2300], [80, 70, 100])
    case .uh: Self.vowel([450, 1100, 2350], [480, 1150, 2390], [80, 100, 100])
    case .uw: Self.vowel([340, 1150, 2250], [300, 900, 2200], [55, 130, 180])
    case .er: Self.vowel([470, 1270, 1560], [440, 1300, 1580], [80, 70, 110])
    case .ay: Self.vowel([690, 1200, 2550], [400, 1950, 2550], [90, 75, 200])
    case .aw: Self.vowel([680, 1250, 2550], [400, 900, 2350], [80, 75, 140])
    default: Self.vowel([550, 900, 2450], [360, 1850, 2450], [80, 60, 140])
    }
  }

  private var glideTarget: Articulation {
    switch self {
    case .w: Articulation([290, 650, 2150], [50, 80, 80])
    case .y: Articulation([260, 2100, 3020], [40, 180, 350])
    case .r: Articulation([330, 1080, 1420], [70, 100, 120])
    case .l: Articulation([330, 1000, 2850], [50, 100, 280])
    // Breath takes the shape of what follows; alone it is a neutral tract.
    default: Articulation([500, 1500, 2500], [200, 150, 200])
    }
  }

  private var nasalTarget: Articulation {
    switch self {
    case .m: Articulation([280, 1150, 2130], [60, 200, 200], nasalZero: 480)
    case .n: Articulation([280, 1500, 2500], [60, 300, 300], nasalZero: 520)
    default: Articulation([280, 2000, 2800], [60, 300, 300], nasalZero: 560)
    }
  }

  private var fricativeTarget: Articulation {
    switch self {
    case .f: Articulation([340, 1100, 2080], [200, 120, 150])
    case .v: Articulation([240, 1100, 2080], [60, 90, 120])
    case .th: Articulation([320, 1290, 2540], [200, 90, 200])
    case .sh: Articulation([300, 1840, 2750], [200, 100, 300])
    case .z: Articulation([240, 1500, 2530], [70, 80, 180])
    default: Articulation([320, 1500, 2530], [200, 80, 200])
    }
  }

  private var stopTarget: Articulation {
    switch self {
    case .p: Articulation([350, 950, 2150], [250, 150, 220])
    case .b: Articulation([200, 950, 2150], [60, 110, 130])
    case .t: Articulation([350, 1700, 2650], [250, 120, 250])
    case .d: Articulation([200, 1700, 2650], [60, 100, 170])
    case .k: Articulation([300, 1990, 2600], [250, 160, 280])
    default: Articulation([200, 1990, 2600], [60, 150, 280])
    }
  }
}

extension Phone {
  /// What sounds while a phone lasts: of a stop the burst.
  var excitation: Excitation {
    switch self {
    case .f: Excitation(frication: 0.12, through: [nil, nil, -14, -14, -10], bypass: 0)
    case .th: Excitation(frication: 0.08, through: [nil, nil, -14, -8, -4], bypass: -2)
    case .s: Excitation(frication: 0.9, through: [nil, -26, -10, -4, 0], bypass: -30)
    case .sh: Excitation(frication: 0.7, through: [-24, 0, -2, -5, -8], bypass: -30)
    case .v:
      Excitation(frication: 0.07, through: [nil, nil, -14, -14, -10], bypass: 0, voicing: 0.2)
    case .z: Excitation(frication: 0.5, through: [nil, -26, -10, -4, 0], bypass: -26, voicing: 0.3)
    case .p: Excitation(frication: 0.15, through: [-6, -10, -14, -18, -20], bypass: -4)
    case .b: Excitation(frication: 0.1, through: [-6, -10, -14, -18, -20], bypass: -4)
    case .t: Excitation(frication: 0.7, through: [nil, -18, -8, -2, 0], bypass: -16)
    case .d: Excitation(frication: 0.4, through: [nil, -12, -6, -2, -2], bypass: -16)
    case .k: Excitation(frication: 0.5, through: [0, -2, -12, -16, -18], bypass: -30)
    case .g: Excitation(frication: 0.35, through: [0, -2, -12, -16, -18], bypass: -30)
    case .hh: Excitation(aspiration: 0.05)
    case .m, .n, .ng: Excitation(voicing: 0.35)
    case .w: Excitation(voicing: 0.75)
    case .l, .r, .y: Excitation(voicing: 0.8)
    default: Excitation(voicing: 1)
    }
  }

  /// Seconds: of a stop until its burst.
  var duration: Double {
    switch self {
    case .aw, .ay, .oy: 0.25
    case .aa, .ae, .ao, .ow: 0.21
    case .er, .ey, .iy, .uw: 0.19
    case .eh, .uh: 0.16
    case .ah, .ih: 0.14
    case .l, .r, .w, .y: 0.075
    case .m, .n, .ng: 0.085
    case .s, .sh: 0.13
    case .f, .th: 0.11
    case .z: 0.09
    case .v: 0.075
    case .hh: 0.07
    case .k, .p, .t: 0.075
    case .b, .d, .g: 0.06
    }
  }
}
