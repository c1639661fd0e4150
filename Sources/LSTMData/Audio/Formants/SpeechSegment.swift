/// A stretch of an utterance that sounds in one way.
struct SpeechSegment: Sendable, Equatable {
  /// Seconds.
  var duration: Double
  /// The tract when it has arrived and when it leaves; `nil`: on the way between the neighbours.
  var target: (start: Articulation, end: Articulation)?
  /// What sounds.
  var excitation: Excitation
  /// The seconds within it in which the tract arrives and leaves.
  var glide = (in: 0.0, out: 0.0)
  /// The part of it for which the tract stays where it arrived.
  var hold = 0.0
  /// The seconds within it in which the source swells and fades.
  var ramp = (in: 0.004, out: 0.004)

  static func == (left: SpeechSegment, right: SpeechSegment) -> Bool {
    left.duration == right.duration && left.excitation == right.excitation
      && left.target?.start == right.target?.start && left.target?.end == right.target?.end
      && left.glide == right.glide && left.hold == right.hold && left.ramp == right.ramp
  }
}

/// A phone between its neighbours in a word; `nil` is silence.
struct PhoneInContext: Sendable {
  let phone: Phone
  let before: Phone?
  let after: Phone?
  /// What its duration is multiplied by.
  let stretch: Double
  /// How strongly a final stop is released, 0 to 1.
  let release: Double

  /// What it sounds like, stretch by stretch.
  var segments: [SpeechSegment] {
    switch phone.manner {
    case .vowel: [vowel]
    case .glide:
      [segment(glide: (0.02, 0.02), ramp: (before == nil ? 0.04 : 0.02, after == nil ? 0.1 : 0.02))]
    case .nasal:
      [
        segment(
          glide: (0.012, 0.012), ramp: (before == nil ? 0.03 : 0.012, after == nil ? 0.08 : 0.012))
      ]
    case .fricative:
      [
        segment(
          glide: (0.03, 0.03),
          ramp: (before == nil ? 0.05 : 0.025, after == nil ? 0.07 : 0.025))
      ]
    case .aspirate:
      [
        SpeechSegment(
          duration: phone.duration * stretch, target: nil, excitation: phone.excitation,
          ramp: (0.02, 0.02))
      ]
    case .stop: stop
    }
  }

  private func segment(
    glide: (in: Double, out: Double), ramp: (in: Double, out: Double), lengthened: Double = 1
  ) -> SpeechSegment {
    let duration = phone.duration * stretch * lengthened
    func within(_ pair: (in: Double, out: Double)) -> (in: Double, out: Double) {
      (min(pair.in, 0.5 * duration), min(pair.out, 0.5 * duration))
    }
    return SpeechSegment(
      duration: duration, target: phone.targets, excitation: phone.excitation,
      glide: within(glide), ramp: within(ramp))
  }

  private var vowel: SpeechSegment {
    let isClipped = after.map { !$0.isVoiced } ?? false
    let arrival =
      switch before?.manner {
      // The tract moved while breath came.
      case .stop where before?.isVoiced == false: 0.02
      case .glide: 0.07
      case nil, .aspirate: 0.0
      default: 0.045
      }
    let departure = after == nil ? 0 : after?.manner == .glide ? 0.07 : 0.05
    var vowel = segment(
      glide: (arrival, departure),
      ramp: (before == nil ? 0.025 : 0.015, after == nil ? 0.1 : 0.012),
      lengthened: isClipped ? 0.92 : 1)
    // A diphthong stays where it begins before it moves.
    vowel.hold = 0.3
    return vowel
  }

  /// Silence, or the hum of shut lips, then the burst, then breath or voice.
  private var stop: [SpeechSegment] {
    let target = phone.manner == .stop && (phone == .k || phone == .g) ? velar : phone.targets.start
    let isFinal = after == nil
    let closure = SpeechSegment(
      duration: (before == nil ? 0.03 : isFinal ? 0.05 : phone.duration) * stretch,
      target: (target, target),
      excitation: Excitation(voicing: phone.isVoiced ? 0.1 : 0), ramp: (0.008, 0.004))
    // Behind an s the folds are ready to sound, and before another consonant the tongue is already on its way.
    let isPlain =
      before == .s || (after.map { $0.manner != .vowel && $0.manner != .glide } ?? false)
    var burst = phone.excitation
    burst.frication *= isFinal ? release : isPlain ? 0.5 : 1
    let isVelar = phone == .k || phone == .g
    var result = [
      closure,
      SpeechSegment(
        duration: isVelar ? 0.022 : 0.012, target: (target, target), excitation: burst,
        ramp: (0.001, 0.006)),
    ]
    guard !phone.isVoiced else { return result }
    result.append(
      SpeechSegment(
        duration: isPlain ? 0.012 : (isFinal ? 0.03 : 0.05) * stretch, target: nil,
        excitation: Excitation(aspiration: isPlain ? 0.02 : isFinal ? 0.03 * release : 0.07),
        ramp: (0.004, isFinal ? 0.04 : 0.012)))
    return result
  }

  /// The back of the tongue shuts the tract where the vowel beside it has its F2.
  private var velar: Articulation {
    let neighbor =
      [after, before].compactMap(\.self).first { $0.manner == .vowel || $0.manner == .glide }
    let targets = neighbor?.targets
    let second = (neighbor == after ? targets?.start : targets?.end)?.formants[1] ?? 1700
    var target = phone.targets.start
    target.formants[1] = max(1150, 1.05 * second + 150)
    target.formants[2] = max(2250, target.formants[1] + 550)
    return target
  }
}
