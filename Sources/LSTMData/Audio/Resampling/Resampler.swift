/// Changes the sample rate of a stream, band-limited: what the lower rate cannot carry is removed, not folded back.
///
/// Frequencies up to 90 % of half the lower rate pass with a gain within 10⁻⁴ of 1; those from half the lower rate on
/// are weakened by 100 dB. The signal is not delayed: output sample n is the input at n · input rate / output rate, and
/// before and after the input there is silence. The same samples come out for any way to cut the stream into pieces.
///
/// ```swift
/// var resampler = Resampler(from: 44_100, to: 16_000)
/// while let piece = try reader.next() { samples += resampler.append(reader.format.mono(piece)) }
/// samples += resampler.finish()
/// ```
public struct Resampler: Sendable {
  private let up: Int
  private let down: Int
  private let filter: ResamplingFilter
  /// Input that is still needed; its first sample is `base` samples from the start.
  private var samples: [Float]
  private var base: Int
  private var inputCount = 0
  private var outputCount = 0

  /// Prepares a change from one rate to another; only their ratio counts.
  ///
  /// - Parameters:
  ///   - from: the rate of the input, 1 or more.
  ///   - to: the rate of the output, 1 or more.
  public init(from: Int, to: Int) {
    precondition(from > 0 && to > 0, "sample rates are positive, not \(from) and \(to)")
    var (larger, divisor) = (from, to)
    while larger % divisor != 0 { (larger, divisor) = (divisor, larger % divisor) }
    (up, down) = (to / divisor, from / divisor)
    filter = ResamplingFilter(up: up, down: down)
    base = 1 - filter.halfWidth
    samples = [Float](repeating: 0, count: filter.halfWidth - 1)
  }

  /// Takes the next samples, and gives those of the new rate that need nothing behind them.
  public mutating func append(_ more: [Float]) -> [Float] {
    guard up != down else { return more }
    inputCount += more.count
    samples += more
    let output = ready()
    discard()
    return output
  }

  /// The samples that are left at the end of the stream: in all, input count · output rate / input rate, rounded up.
  public mutating func finish() -> [Float] {
    guard up != down else { return [] }
    samples += [Float](repeating: 0, count: filter.halfWidth)
    var output = ready()
    let total = (inputCount * up + down - 1) / down
    output.removeLast(max(0, outputCount - total))
    return output
  }

  /// Sound of another sample rate, as long as before to within a sample.
  public static func resample(_ waveform: Waveform, to rate: Int) -> Waveform {
    guard rate != waveform.sampleRate else { return waveform }
    var resampler = Resampler(from: waveform.sampleRate, to: rate)
    let samples = resampler.append(waveform.samples) + resampler.finish()
    return Waveform(sampleRate: rate, samples: samples)
  }

  private mutating func ready() -> [Float] {
    var output: [Float] = []
    let end = base + samples.count
    while true {
      let (whole, part) = (outputCount * down).quotientAndRemainder(dividingBy: up)
      guard whole + filter.halfWidth < end else { return output }
      let start = whole + 1 - filter.halfWidth - base
      output.append(filter.value(samples, from: start, part: part, of: up))
      outputCount += 1
    }
  }

  private mutating func discard() {
    let needed = outputCount * down / up + 1 - filter.halfWidth
    let count = min(max(0, needed - base), samples.count)
    samples.removeFirst(count)
    base += count
  }
}
