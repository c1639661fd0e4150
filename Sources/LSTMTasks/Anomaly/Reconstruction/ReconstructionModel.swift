import LSTMLayers
import LSTMTensor

/// Networks that give sequences back, and what the errors are that they make on normal ones.
struct ReconstructionModel: Module {
  let architecture: ReconstructionArchitecture
  var members: [SequenceAutoencoder]
  /// Of each network, the mean squared error of each variable on normal data that were held out, [F].
  var spreads: [Tensor]
  /// Of each network, where the latent values of the sequences learned from lie: their mean [Z] and what makes their
  /// differences independent [Z, Z].
  var latents: [(mean: Tensor, whitening: Tensor)]
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
    spreads = members.map { _ in Tensor(repeating: 1, shape: [architecture.featureCount]) }
    latents = members.map { _ in Self.noLatents(architecture) }
  }

  /// A model whose weights are about to be read from a file.
  init(unset architecture: ReconstructionArchitecture) {
    self.architecture = architecture
    members = (0..<architecture.memberCount).map { _ in SequenceAutoencoder(unset: architecture) }
    let shape: Shape = [architecture.sequenceLength, architecture.featureCount]
    spreads = members.map { _ in .zeros([architecture.featureCount]) }
    latents = members.map { _ in Self.noLatents(architecture) }
    mean = .zeros(shape)
  }

  private static func noLatents(
    _ architecture: ReconstructionArchitecture
  ) -> (mean: Tensor, whitening: Tensor) {
    (.zeros([architecture.latentSize]), .zeros([architecture.latentSize, architecture.latentSize]))
  }

  /// Where the latent values of normal sequences lie, of a network.
  func latentSpread(_ member: Int) -> LatentSpread {
    LatentSpread(
      mean: latents[member].mean.values.map(Double.init),
      whitening: latents[member].whitening.values.map(Double.init))
  }

  /// Reads windows.
  ///
  /// - Parameter body: receives a number of windows with, of each network, what it gives back, [T, N, F], and what stands for
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
      body(part, given, latents.map(\.values))
    }
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
      try visit("member.\(place).spread", &spreads[place])
      try visit("member.\(place).latentMean", &latents[place].mean)
      try visit("member.\(place).latentWhitening", &latents[place].whitening)
    }
    try visit("mean", &mean)
  }
}
