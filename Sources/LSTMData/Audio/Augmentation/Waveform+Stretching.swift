extension Waveform {
  /// The sound longer, at the same pitch: overlapping pieces, each moved to where it continues the one before best
  /// (WSOLA, Verhelst and Roelands 1993).
  ///
  /// - Parameter factor: 0.1 to 10; 2 doubles the length.
  public func stretched(by factor: Double) -> Waveform {
    precondition((0.1...10).contains(factor), "a sound is stretched by 0.1 to 10, not \(factor)")
    guard factor != 1, !samples.isEmpty else { return self }
    let hop = max(1, Int((0.015 * Double(sampleRate)).rounded()))
    let window = hannWindow(2 * hop)
    let count = Int((Double(samples.count) * factor).rounded())
    var output = [Float](repeating: 0, count: count)
    var continuation: Int?
    // The first piece lies half before the start, so that two cover every sample.
    for start in stride(from: -hop, to: count, by: hop) {
      let wanted = Int((Double(start) / factor).rounded())
      let place = continuation.map { bestPlace(near: wanted, continuing: $0, hop: hop) } ?? wanted
      for offset in 0..<2 * hop where output.indices.contains(start + offset) {
        output[start + offset] += Float(window[offset]) * sample(place + offset)
      }
      continuation = place + hop
    }
    return Waveform(sampleRate: sampleRate, samples: output)
  }

  private func sample(_ place: Int) -> Float {
    samples.indices.contains(place) ? samples[place] : 0
  }

  /// The start, at most a hop from the wanted one, of the piece that is most like the one that would follow.
  private func bestPlace(near wanted: Int, continuing next: Int, hop: Int) -> Int {
    let model = (0..<hop).map { sample(next + $0) }
    let around = (0..<3 * hop).map { sample(wanted - hop + $0) }
    var best = (place: wanted, likeness: Float(-1))
    for shift in 0...2 * hop {
      var (product, energy): (Float, Float) = (0, 0)
      for offset in 0..<hop {
        product += model[offset] * around[shift + offset]
        energy += around[shift + offset] * around[shift + offset]
      }
      guard product > 0 else { continue }
      let likeness = product / energy.squareRoot()
      if likeness > best.likeness { best = (wanted - hop + shift, likeness) }
    }
    return best.place
  }
}
