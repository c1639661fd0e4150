import LSTMData

/// A sound, and what a recogniser says of it, for pictures.
public struct ExplainedSound: Sendable, Equatable {
  /// The recording's name.
  public var name: String
  /// The natural logarithms of the energies in mel bands, [T, F]: what ``AcousticFeatureKind/logMel`` gives, before any
  /// normalisation.
  public var energies: AcousticFeatures
  /// The middle of each band in hertz, F: ``MelFilterBank/centers``.
  public var frequencies: [Double]
  /// The seconds from a frame to the next.
  public var hop: Double
  /// The frames that a step of the layers reads: those that are stacked.
  public var framesPerStep: Int
  /// The second of the recording at which the first frame is.
  public var start: Double
  /// What the recogniser says at each step.
  public var outputs: Outputs
  /// The words that it makes of that.
  public var words: [Word]

  /// A sound.
  ///
  /// - Parameters:
  ///   - energies: [T, F].
  ///   - frequencies: as many as bands.
  ///   - framesPerStep: 1 or more.
  public init(
    name: String, energies: AcousticFeatures, frequencies: [Double], hop: Double,
    framesPerStep: Int = 1, start: Double = 0, outputs: Outputs, words: [Word] = []
  ) {
    precondition(frequencies.count == energies.width, "a frequency for each of the bands")
    precondition(framesPerStep > 0, "a step reads at least one frame, not \(framesPerStep)")
    (self.name, self.energies, self.frequencies) = (name, energies, frequencies)
    (self.hop, self.framesPerStep, self.start) = (hop, framesPerStep, start)
    (self.outputs, self.words) = (outputs, words)
  }

  /// The seconds from a step to the next.
  public var stepDuration: Double { hop * Double(framesPerStep) }

  /// The second of the recording in the middle of a step's frames.
  public func time(ofStep step: Int) -> Double {
    start + Double(step) * stepDuration + Double(framesPerStep - 1) / 2 * hop
  }

  /// The probabilities of the units, step by step.
  public struct Outputs: Sendable, Equatable {
    /// What the units are called, V: characters, words or phones, and the blank among them.
    public var names: [String]
    /// The number of the unit that says nothing; `nil` where there is none.
    public var blank: Int?
    /// The probabilities, [T′, V], row by row.
    public var probabilities: [Float]

    /// Probabilities of units.
    ///
    /// - Parameter probabilities: a whole number of rows.
    public init(names: [String], blank: Int?, probabilities: [Float]) {
      precondition(
        !names.isEmpty && probabilities.count % names.count == 0, "rows of \(names.count) units")
      (self.names, self.blank, self.probabilities) = (names, blank, probabilities)
    }

    /// The steps, T′.
    public var count: Int { probabilities.count / names.count }

    /// The course of a unit's probability, T′ values.
    public func course(of unit: Int) -> [Double] {
      stride(from: unit, to: probabilities.count, by: names.count).map {
        Double(probabilities[$0])
      }
    }
  }

  /// A word, and when it is said.
  public struct Word: Sendable, Equatable {
    /// The word.
    public var text: String
    /// Where it begins and ends, in seconds of the recording.
    public var start, end: Double
    /// How sure the recogniser is, 0 to 1.
    public var confidence: Double

    /// A word.
    public init(_ text: String, start: Double, end: Double, confidence: Double) {
      (self.text, self.start, self.end) = (text, start, end)
      self.confidence = confidence
    }
  }
}
