import LSTMLayers
import LSTMTensor

/// Networks that give sequences back, and what the errors are that they make on normal ones.
struct ReconstructionModel: Module {
  let architecture: ReconstructionArchitecture
  var members: [SequenceAutoencoder]
  /// The networks' linear counterpart, of rows: the last of the parts below.
  var components: PrincipalComponents?
  /// Of each part, the mean squared error of each variable on normal data that were held out, [F].
  var spreads: [Tensor]
  /// Of each part, the latent values of sequences learned from, [R, Z]; none of series.
  var latents: [Tensor]
  /// The mean of the sequences learned from, [T, F], for the baseline.
  var mean: Tensor

  /// Windows that are read at a time.
  static let batchSize = 256

  /// A model whose networks have new weights, each from its own part of the seed.
  ///
  /// - Parameter mean: of the sequences to learn from, [T, F].
  init(_ architecture: ReconstructionArchitecture, mean: Tensor, seed: UInt64) {
    self.architecture = architecture
    self.mean = mean
    members = (0..<architecture.memberCount).map { member in
      var random = RandomGenerator(seed: RandomGenerator.key(seed, UInt64(member)))
      return SequenceAutoencoder(architecture, using: &random)
    }
    components = architecture.noComponents
    spreads = architecture.parts.map { _ in
      Tensor(repeating: 1, shape: [architecture.featureCount])
    }
    latents = architecture.parts.map { _ in architecture.noLatents }
  }

  /// A model whose weights are about to be read from a file.
  init(unset architecture: ReconstructionArchitecture) {
    self.architecture = architecture
    members = (0..<architecture.memberCount).map { _ in SequenceAutoencoder(unset: architecture) }
    let shape: Shape = [architecture.sequenceLength, architecture.featureCount]
    components = architecture.noComponents
    spreads = architecture.parts.map { _ in .zeros([architecture.featureCount]) }
    latents = architecture.parts.map { _ in architecture.noLatents }
    mean = .zeros(shape)
  }

  /// Reads windows.
  ///
  /// - Parameter body: receives a number of windows with, of each part, what it gives back, [T, N, F], and what stands for
  ///   them, [N, Z].
  func reconstruct(
    _ windows: [SequenceWindow], _ data: DetectionSequences,
    _ body: (_ windows: [SequenceWindow], _ reconstructions: [[Float]], _ latents: [[Float]]) ->
      Void
  ) {
    for start in stride(from: 0, to: windows.count, by: Self.batchSize) {
      let part = Array(windows[start..<min(windows.count, start + Self.batchSize)])
      let inputs = data.inputs(part)
      let latents = members.map { $0.latent(inputs, phase: .inference) }
      let given = zip(members, latents).map { $0.decode($1, steps: inputs.shape[0]).values }
      let linear = components.map { linearly($0, inputs) }
      body(
        part, given + (linear.map { [$0.given] } ?? []),
        latents.map(\.values) + (linear.map { [$0.latents] } ?? []))
    }
  }

  /// What principal components give back, [T, N, F], and what stands for it, [N, Z].
  private func linearly(_ components: PrincipalComponents, _ inputs: Tensor) -> (
    given: [Float], latents: [Float]
  ) {
    let (rows, means) = (inputs.shape[1], mean.values.map(Double.init))
    var (given, latents) = (inputs.values, [Float]())
    for row in 0..<rows {
      var sequence = means
      forEachValue(of: row, among: rows) { sequence[$0] = Double(given[$1]) - means[$0] }
      let latent = components.latent(of: sequence)
      let decoded = components.decode(latent)
      forEachValue(of: row, among: rows) { given[$1] = Float(decoded[$0] + means[$0]) }
      latents += latent.map { Float($0) }
    }
    return (given, latents)
  }

  /// The mean for so many windows, [T, N, F].
  func repeatedMean(_ count: Int) -> [Float] {
    let (features, steps) = (architecture.featureCount, mean.values)
    return (0..<architecture.sequenceLength).flatMap { step in
      (0..<count).flatMap { _ in steps[step * features..<(step + 1) * features] }
    }
  }

  /// Visits the networks, then what was measured.
  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    for place in members.indices {
      try members[place].visitParameters(under: "member.\(place)", visit)
    }
    if var components {
      try components.visitParameters(under: "components", visit)
      self.components = components
    }
    for (place, name) in architecture.parts.enumerated() {
      try visit("\(name).spread", &spreads[place])
      if latents[place].count > 0 { try visit("\(name).latents", &latents[place]) }
    }
    try visit("mean", &mean)
  }
}
