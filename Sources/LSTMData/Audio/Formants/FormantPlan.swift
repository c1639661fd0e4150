import LSTMTensor

/// What an utterance's tract, source and pitch do over time: the rules that make speech of phones.
struct FormantPlan: Sendable {
  /// Seconds from a row of the plan to the next.
  static let step = 0.002

  private let voice: FormantVoice
  private var random: RandomGenerator
  private var articulation = KeyFrames()
  private var excitation = KeyFrames()
  private var pitch = KeyFrames()
  private var time = 0.0
  private(set) var words: [FormantUtterance.Word] = []
  /// What this take's durations and pitch are multiplied by.
  private let pace: Double
  private let height: Double

  init(voice: FormantVoice, take: Int) {
    self.voice = voice
    random = RandomGenerator(
      seed: RandomGenerator.key(
        RandomGenerator.key(voice.seed, 1), UInt64(bitPattern: Int64(take))))
    let variety = min(max(voice.variety, 0), 2)
    pace = exponential(0.06 * variety * Double(random.normal())) / min(max(voice.rate, 0.5), 2)
    height = exponential(0.05 * variety * Double(random.normal()))
    silence(0.08 + 0.05 * variety * Double(random.uniform()))
  }

  private var variety: Double { min(max(voice.variety, 0), 2) }

  /// A number of the normal distribution, less the less takes differ.
  private mutating func scatter(_ deviation: Double) -> Double {
    variety * deviation * Double(random.normal())
  }

  private mutating func silence(_ duration: Double) {
    excitation.add(time, Excitation().numbers)
    time += duration
    excitation.add(time, Excitation().numbers)
  }

  /// Says a word behind what was said.
  mutating func append(_ phones: [Phone], text: String) {
    if !words.isEmpty { silence((0.05 + 0.25 * Double(random.uniform())) * pace) }
    let start = time
    // Longer words are said faster.
    let hurry = 1.15 - 0.05 * Double(min(phones.count, 6))
    var segments: [SpeechSegment] = []
    for (place, phone) in phones.enumerated() {
      let after = place + 1 < phones.count ? phones[place + 1] : nil
      let context = PhoneInContext(
        phone: phone, before: place > 0 ? phones[place - 1] : nil, after: after,
        stretch: pace * hurry * exponential(scatter(0.1)) * (after == nil ? 1.25 : 1),
        release: min(max(0.35 + scatter(0.2), 0), 1))
      segments += context.segments
    }
    let length = segments.reduce(0) { $0 + $1.duration }
    for segment in segments {
      // The breath runs out.
      let part = (time - start + segment.duration / 2) / max(length, Self.step)
      var segment = segment
      segment.excitation.voicing *= 1 - 0.4 * part * part
      append(segment)
    }
    let number = Double(words.count)
    let level = height * max(0.8, 1 - 0.03 * number)
    pitch.add(start, [level * exponential(0.02 + scatter(0.03))])
    pitch.add(start + 0.35 * length, [level * exponential(0.08 + scatter(0.04))])
    pitch.add(time, [level * exponential(-0.14 + scatter(0.06))])
    words.append(FormantUtterance.Word(text: text, start: start, end: time))
  }

  private mutating func append(_ segment: SpeechSegment) {
    let end = time + segment.duration
    if let target = segment.target {
      // The mouth never forms a sound the same way twice.
      let factors = (0..<3).map { _ in exponential(scatter(0.02)) }
      func moved(_ target: Articulation) -> [Double] {
        var target = target
        for place in 0..<3 { target.formants[place] *= factors[place] }
        return target.numbers
      }
      articulation.add(time + segment.glide.in, moved(target.start))
      articulation.add(time + segment.hold * segment.duration, moved(target.start))
      articulation.add(end - segment.glide.out, moved(target.end))
    }
    excitation.add(time + segment.ramp.in, segment.excitation.numbers)
    excitation.add(end - segment.ramp.out, segment.excitation.numbers)
    time = end
  }

  /// The utterance with silence behind it.
  mutating func finished() -> FormantCourse {
    silence(0.08 + 0.05 * variety * Double(random.uniform()))
    let count = Int((time / Self.step).rounded(.up))
    return FormantCourse(
      articulation: articulation.sampled(count: count, step: Self.step, easing: true)
        .map { Articulation(numbers: $0[...]) },
      excitation: excitation.sampled(count: count, step: Self.step, easing: false)
        .map { Excitation(numbers: $0[...]) },
      pitch: pitch.sampled(count: count, step: Self.step, easing: true).map { $0[0] },
      level: -9 + scatter(2.5), seed: random.next())
  }
}

/// A plan, row by row.
struct FormantCourse: Sendable {
  /// None, where nothing is said.
  let articulation: [Articulation]
  let excitation: [Excitation]
  /// Factors of the voice's pitch.
  let pitch: [Double]
  /// The level of the largest sample, in decibels of full scale.
  let level: Double
  /// What the folds' irregularity and all noise follow from.
  let seed: UInt64
}
