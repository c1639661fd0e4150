/// Where the vocal tract resonates: an adult man's tract of 17 cm.
struct Articulation: Sendable, Equatable {
  /// F1 to F3, in hertz.
  var formants: [Double]
  /// B1 to B3, in hertz.
  var bandwidths: [Double]
  /// The nasal tract's zero in hertz; at ``closedNasalZero`` it cancels the nasal pole.
  var nasalZero = closedNasalZero

  /// The pole of the nasal tract, and the zero while the velum is shut.
  static let closedNasalZero = 270.0

  init(_ formants: [Double], _ bandwidths: [Double], nasalZero: Double = closedNasalZero) {
    (self.formants, self.bandwidths, self.nasalZero) = (formants, bandwidths, nasalZero)
  }

  /// All numbers, for interpolation.
  var numbers: [Double] { formants + bandwidths + [nasalZero] }

  /// From what ``numbers`` gave.
  init(numbers: ArraySlice<Double>) {
    let first = numbers.startIndex
    formants = Array(numbers[first..<first + 3])
    bandwidths = Array(numbers[first + 3..<first + 6])
    nasalZero = numbers[first + 6]
  }
}

/// What sounds in the vocal tract, in amplitudes: 1 is the voice of a vowel.
struct Excitation: Sendable, Equatable {
  /// The vocal folds.
  var voicing = 0.0
  /// The hiss of breath at the folds, which passes the whole tract.
  var aspiration = 0.0
  /// The hiss at a narrow place, which resonates in front of it only.
  var frication = 0.0
  /// How strongly that hiss comes through F2 to F6.
  var resonances = [0.0, 0, 0, 0, 0]
  /// How strongly it comes unchanged.
  var bypass = 0.0

  /// All numbers, for interpolation.
  var numbers: [Double] { [voicing, aspiration, frication] + resonances + [bypass] }

  /// From what ``numbers`` gave.
  init(numbers: ArraySlice<Double>) {
    let first = numbers.startIndex
    (voicing, aspiration, frication) = (numbers[first], numbers[first + 1], numbers[first + 2])
    resonances = Array(numbers[first + 3..<first + 8])
    bypass = numbers[first + 8]
  }

  init(voicing: Double = 0, aspiration: Double = 0) {
    (self.voicing, self.aspiration) = (voicing, aspiration)
  }

  /// A hiss at a narrow place.
  ///
  /// - Parameters:
  ///   - frication: its amplitude.
  ///   - levels: how strongly it comes through F2 to F6, in decibels; `nil`: not at all.
  ///   - bypass: how strongly it comes unchanged, in decibels.
  init(frication: Double, through levels: [Double?], bypass: Double?, voicing: Double = 0) {
    (self.voicing, self.frication) = (voicing, frication)
    resonances = levels.map { $0.map(Decibels.amplitude) ?? 0 }
    self.bypass = bypass.map(Decibels.amplitude) ?? 0
  }
}
