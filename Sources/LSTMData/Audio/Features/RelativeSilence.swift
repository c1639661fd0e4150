import LSTMTensor

/// Raises energies to a level that lies some way below the greatest one: what is quieter is silence, whatever made it.
struct RelativeSilence: Sendable {
  /// The seconds after which a peak counts for e times less.
  private static let memory = 20.0

  private let share: Double
  private let width: Int
  private let decay: Double
  private var peak = 0.0
  /// Energies that wait for the end of the sound; `nil` where the peak so far is what counts.
  private var waiting: [Float]?

  /// - Parameters:
  ///   - range: how far below the peak silence begins, in nats, 0 or more.
  ///   - width: the energies of a frame.
  ///   - hop: the seconds from a frame to the next.
  ///   - knowsWhole: whether the peak is that of the whole sound.
  init(range: Double, width: Int, hop: Double, knowsWhole: Bool) {
    share = exponential(-range)
    self.width = width
    decay = exponential(-hop / Self.memory)
    waiting = knowsWhole ? [] : nil
  }

  /// The energies of the next frames, none below silence.
  mutating func raise(_ energies: [Float], isEnd: Bool) -> [Float] {
    guard let waiting else {
      var raised = energies
      for start in stride(from: 0, to: energies.count, by: width) {
        let greatest = energies[start..<start + width].max() ?? 0
        peak = max(peak * decay, Double(greatest))
        raise(&raised, start..<start + width)
      }
      return raised
    }
    var all = waiting + energies
    self.waiting = isEnd ? [] : all
    guard isEnd else { return [] }
    peak = Double(all.max() ?? 0)
    raise(&all, all.indices)
    return all
  }

  private func raise(_ energies: inout [Float], _ places: Range<Int>) {
    let least = Float(peak * share)
    for place in places { energies[place] = max(energies[place], least) }
  }
}
