/// Features of sound that comes piece by piece: the very bits that the whole would give.
///
/// A frame comes out as soon as the last sample of its window is there, half a window behind its centre; deltas wait
/// for the frames of their slope. A copy is a fork.
public struct AcousticStream: Sendable {
  private let analysis: AcousticAnalysis
  /// Samples that are still needed; the first is sample `base` of the sound.
  private var samples: [Float]
  private var base: Int
  private var sampleCount = 0
  private var frameCount = 0
  /// What is silence beside the energies before; `nil` where the options do not ask.
  private var silence: RelativeSilence?
  private var deltas: [DeltaStream]
  /// Rows that wait for their slopes: the values, their slopes, and the slopes of those.
  private var waiting: [[Float]]

  init(_ analysis: AcousticAnalysis, knowsWhole: Bool) {
    self.analysis = analysis
    let options = analysis.options
    silence = options.dynamicRange.map { range in
      RelativeSilence(
        range: range, width: options.melCount, hop: options.hopDuration, knowsWhole: knowsWhole)
    }
    base = Self.start(of: 0, options)
    samples = [Float](repeating: 0, count: -base)
    deltas = (0..<options.deltaOrder).map { _ in
      DeltaStream(width: options.staticWidth, span: options.deltaWidth)
    }
    waiting = [[Float]](repeating: [], count: options.deltaOrder + 1)
  }

  /// Takes the next samples, and gives the frames that need nothing behind them.
  public mutating func append(_ more: [Float]) -> AcousticFeatures {
    sampleCount += more.count
    samples += more
    add(newEnergies(upTo: .max), isEnd: false)
    return joined()
  }

  /// The frames that are left at the end of the sound.
  public mutating func finish() -> AcousticFeatures {
    let options = analysis.options
    let total = analysis.frameCount(sampleCount: sampleCount)
    if frameCount < total {
      let end = Self.start(of: total - 1, options) + options.windowCount
      samples += [Float](repeating: 0, count: max(0, end - base - samples.count))
    }
    add(newEnergies(upTo: total), isEnd: true)
    return joined()
  }

  /// Where a frame's window begins; the window lies in the middle of the spectrum's samples.
  private static func start(of frame: Int, _ options: AcousticOptions) -> Int {
    frame * options.hopCount - options.spectrumSize / 2
      + (options.spectrumSize - options.windowCount) / 2
  }

  private mutating func newEnergies(upTo limit: Int) -> [Float] {
    let options = analysis.options
    var energies: [Float] = []
    while frameCount < limit {
      let first = Self.start(of: frameCount, options) - base
      guard first + options.windowCount <= samples.count else { break }
      energies += analysis.energies(samples[first..<first + options.windowCount])
      frameCount += 1
    }
    let unneeded = min(max(0, Self.start(of: frameCount, options) - base), samples.count)
    samples.removeFirst(unneeded)
    base += unneeded
    return energies
  }

  private mutating func add(_ energies: [Float], isEnd: Bool) {
    var rows = analysis.features(
      ofEnergies: silence?.raise(energies, isEnd: isEnd) ?? energies)
    waiting[0] += rows
    for order in deltas.indices {
      rows = deltas[order].append(rows) + (isEnd ? deltas[order].finish() : [])
      waiting[order + 1] += rows
    }
  }

  /// The frames whose values are all there.
  private mutating func joined() -> AcousticFeatures {
    let options = analysis.options
    let width = options.staticWidth
    let count = (waiting.last?.count ?? 0) / width
    var features = AcousticFeatures(width: options.width)
    if waiting.count == 1 {
      features.values = waiting[0]
    } else {
      features.values.reserveCapacity(count * options.width)
      for frame in 0..<count {
        for rows in waiting { features.values += rows[frame * width..<(frame + 1) * width] }
      }
    }
    for order in waiting.indices { waiting[order].removeFirst(count * width) }
    return features
  }
}
