import LSTMLayers
import LSTMTensor

extension VoiceModel {
  /// Parts of the phase, which name masks.
  enum Part {
    static let units = 1
    static let encoder = 2
    static let reference = 3
    static let latent = 4
    static let steps = 5
    static let decoder = 6
    static let output = 7
  }

  /// Texts as the encoder has read them.
  struct Encoded {
    /// [S, N, 2E].
    var units: Tensor
    /// Each with its speaker, [S, N, 2E + P].
    var voiced: Tensor
  }

  private var dropout: Dropout { Dropout(rate: architecture.dropout) }

  /// Reads texts.
  ///
  /// - Parameters:
  ///   - units: [S, N], anything behind a text's end.
  ///   - counts: units of each text, [N].
  ///   - speakers: [N].
  func encode(
    _ units: TokenIDs, counts: [Int], speakers: [Int32], phase: Phase
  ) -> Encoded {
    let read = encoder.read(
      dropout(self.units(units), phase: phase.part(Part.units)), states: nil, lengths: counts,
      phase: phase.part(Part.encoder)
    ).outputs
    return voiced(read, speakers: speakers)
  }

  /// What the encoder has read, [S, N, 2E], with each text's speaker.
  func voiced(_ read: Tensor, speakers: [Int32]) -> Encoded {
    let voices = self.speakers(Self.repeating(speakers, steps: read.shape[0]))
    return Encoded(units: read, voiced: Tensor.concatenatingColumns([read, voices]))
  }

  /// Location and spread of ln of each unit's duration, [S, N, 2], as a normal distribution of the package has them.
  ///
  /// - Parameter latent: [N, Z].
  func durations(_ encoded: Encoded, latent: Tensor?) -> Tensor {
    var parts = [encoded.voiced]
    if let latent { parts.append(Self.repeating(latent, steps: encoded.units.shape[0])) }
    return duration(durationHidden(Tensor.concatenatingColumns(parts)).applying(.tanh))
  }

  /// Means and logarithms of deviations of takes' latent numbers, [N, Z] each.
  func latents(
    _ steps: Tensor, counts: [Int], phase: Phase
  ) -> (mean: Tensor, logDeviation: Tensor)? {
    guard let reference, let latent else { return nil }
    let read = reference.read(
      steps, states: nil, lengths: counts, phase: phase.part(Part.reference)
    ).outputs
    let both = latent(read.meanOverSteps(lengths: counts))
    let size = architecture.latentSize
    return (both.columns(0..<size), both.columns(size..<2 * size))
  }

  /// Says steps, [T, N, R · M].
  ///
  /// - Parameters:
  ///   - encoded: texts.
  ///   - plan: which unit each step says.
  ///   - speakers: [N].
  ///   - latent: [N, Z].
  func decode(
    _ encoded: Encoded, _ plan: StepPlan, speakers: [Int32], latent: Tensor?, phase: Phase
  ) -> Tensor {
    let read = decoder.read(
      dropout(
        inputs(encoded, plan, speakers: speakers, latent: latent), phase: phase.part(Part.steps)),
      states: nil, lengths: plan.stepCounts, phase: phase.part(Part.decoder)
    ).outputs
    return output(dropout(read, phase: phase.part(Part.output)))
  }

  /// What the decoder reads, [T, N, 2E + P + Z + 4].
  func inputs(
    _ encoded: Encoded, _ plan: StepPlan, speakers: [Int32], latent: Tensor?
  ) -> Tensor {
    let (units, width) = (encoded.units, encoded.units.shape[2])
    let rows = units.reshaped(to: [units.shape[0] * units.shape[1], width])
    let steps = plan.rows.shape[0]
    var parts = [
      rows.gathering(plan.rows), self.speakers(Self.repeating(speakers, steps: steps)),
      plan.positions,
    ]
    if let latent { parts.append(Self.repeating(latent, steps: steps)) }
    return Tensor.concatenatingColumns(parts)
  }

  /// The same row for each step, [steps, N].
  private static func repeating(_ ids: [Int32], steps: Int) -> TokenIDs {
    TokenIDs((0..<steps).flatMap { _ in ids }, shape: [steps, ids.count])
  }

  /// The same rows for each step, [steps, N, F] of [N, F].
  static func repeating(_ rows: Tensor, steps: Int) -> Tensor {
    rows.gathering(repeating((0..<Int32(rows.shape[0])).map { $0 }, steps: steps))
  }
}
