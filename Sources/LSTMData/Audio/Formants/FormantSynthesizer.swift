import LSTMTensor

/// Source and filters: the folds into resonances that follow each other, hisses into resonances side by side.
struct FormantSynthesizer: Sendable {
  /// Samples a second; other rates are made of this one, so that a voice is the same at each.
  static let rate = 16_000
  private static let rateInHertz = Double(rate)
  /// F4 to F8 of a tract of 17 cm, and their bandwidths.
  private static let upper: [(frequency: Double, bandwidth: Double)] = [
    (3300, 250), (3850, 250), (4900, 600), (5900, 800), (6900, 1000),
  ]
  /// The bandwidths of F2 to F6 where a hiss passes them.
  private static let hissBandwidths = [250.0, 300, 450, 600, 1100]
  /// What no resonance may be above.
  private static let highest = 7600.0

  private let voice: FormantVoice
  private let scale: Double
  private var source: GlottalSource
  private var nasalZero = Antiresonator()
  private var nasalPole = Resonator(.unitAtZero)
  private var cascade: [Resonator]
  private var parallel: [Resonator]
  private var (tilted, tilt) = (0.0, 0.0)

  private init(voice: FormantVoice, seed: UInt64) {
    self.voice = voice
    let scale = 17 / min(max(voice.tractLength, 11), 20)
    self.scale = scale
    let breathiness = min(max(voice.breathiness, 0), 1)
    let variety = min(max(voice.variety, 0), 2)
    source = GlottalSource(
      openQuotient: 0.5 + 0.25 * breathiness, jitter: 0.008 * variety, shimmer: 0.04 * variety,
      rate: Self.rateInHertz, random: RandomGenerator(seed: seed))
    tilt = 0.15 + 0.5 * breathiness
    nasalPole.tune(
      Articulation.closedNasalZero * scale, 100, rate: Self.rateInHertz)
    let upper = Self.upper.filter { $0.frequency * scale < Self.highest }
    cascade = (0..<3 + upper.count).map { _ in Resonator(.unitAtZero) }
    for (place, formant) in upper.enumerated() {
      cascade[3 + place].tune(
        formant.frequency * scale, formant.bandwidth, rate: Self.rateInHertz)
    }
    parallel = (0..<5).map { _ in Resonator(.unitAtPeak) }
    for place in 2..<5 {
      parallel[place].tune(
        min(Self.upper[place - 2].frequency * scale, Self.highest), Self.hissBandwidths[place],
        rate: Self.rateInHertz)
    }
  }

  /// The sound of a plan, ±1 at full scale.
  static func waveform(_ course: FormantCourse, voice: FormantVoice) -> Waveform {
    var synthesizer = FormantSynthesizer(voice: voice, seed: course.seed)
    let length = Int(FormantPlan.step * rateInHertz)
    var samples: [Double] = []
    samples.reserveCapacity(course.articulation.count * length)
    for (place, articulation) in course.articulation.enumerated() {
      let last = max(0, place - 1)
      synthesizer.tune(articulation)
      synthesizer.append(
        length, from: course.excitation[last], to: course.excitation[place],
        pitch: course.pitch[place], to: &samples)
    }
    if samples.isEmpty { samples = [Double](repeating: 0, count: course.excitation.count * length) }
    return Waveform(
      sampleRate: rate, samples: synthesizer.leveled(samples, to: course.level))
  }

  private mutating func tune(_ articulation: Articulation) {
    for place in 0..<3 {
      let factor = min(max(voice.formantFactors[place], 0.8), 1.2)
      let frequency = articulation.formants[place] * factor * scale
      cascade[place].tune(
        min(frequency, Self.highest), articulation.bandwidths[place], rate: Self.rateInHertz)
      guard place > 0 else { continue }
      parallel[place - 1].tune(
        min(frequency, Self.highest), Self.hissBandwidths[place - 1], rate: Self.rateInHertz)
    }
    nasalZero.tune(articulation.nasalZero * scale, 100, rate: Self.rateInHertz)
  }

  /// A row of the plan: the source from the row before to this one, through the tract of this one.
  private mutating func append(
    _ count: Int, from: Excitation, to: Excitation, pitch: Double, to samples: inout [Double]
  ) {
    let hertz = min(max(voice.pitch, 60), 400) * pitch
    let breath = 0.05 * min(max(voice.breathiness, 0), 1)
    var (sound, hiss): ([Double], [Double]) = ([], [])
    for number in 0..<count {
      let share = Double(number) / Double(count)
      let voicing = from.voicing + share * (to.voicing - from.voicing)
      let aspiration = from.aspiration + share * (to.aspiration - from.aspiration)
      let frication = from.frication + share * (to.frication - from.frication)
      tilted += (1 - tilt) * (voicing * source.step(pitch: hertz) - tilted)
      // A hiss pulses with the voice.
      let noise = source.noise() * (voicing > 0.02 && !source.isOpen ? 0.4 : 1)
      sound.append(tilted + (aspiration + breath * voicing) * noise)
      hiss.append(frication * noise)
    }
    nasalZero.filter(&sound)
    nasalPole.filter(&sound)
    for place in cascade.indices { cascade[place].filter(&sound) }
    for place in parallel.indices {
      // Neighbours in opposite phase, so that there is no hole between them.
      let factor = place.isMultiple(of: 2) ? to.resonances[place] : -to.resonances[place]
      var part = hiss.map { factor * $0 }
      parallel[place].filter(&part)
      for number in part.indices { sound[number] += part[number] }
    }
    for number in hiss.indices { sound[number] += to.bypass * hiss[number] }
    samples += sound
  }

  /// Samples whose largest has a level, with the faint noise of a microphone.
  private mutating func leveled(_ samples: [Double], to level: Double) -> [Float] {
    let peak = samples.reduce(0) { max($0, abs($1)) }
    let factor = peak > 0 ? Decibels.amplitude(min(level, -1)) / peak : 0
    return samples.map { Float($0 * factor + 0.0005 * source.noise()) }
  }
}
