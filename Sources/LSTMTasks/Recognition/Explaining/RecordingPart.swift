import LSTMData
import LSTMTensor
import LSTMTraining

/// A part of a recording that a recogniser reads, and the one of its networks that is explained.
public struct RecordingPart: ExplainedPart {
  /// What the recording is called.
  let name: String
  /// Which network.
  let member: Int
  /// The steps that the network reads, [T, F].
  let inputs: AcousticFeatures
  /// The states of its layers before the part, [L, 1, H] each; `nil`: the network begins with the part.
  let memory: [Tensor]?
  /// The logarithms of the energies in mel bands, before any normalisation.
  let energies: AcousticFeatures
  /// The middle of each band in hertz.
  let frequencies: [Double]
  /// The second of the recording at which the part begins.
  let start: Double
  /// What the network says in the part.
  let said: [DecodedUnit]
  /// What a reader must know of the recording.
  let remarks: [String]
  /// Whether the network reads forward alone.
  private let isForward: Bool
  /// Which part of the recording it is.
  public let note: String
  /// Sound is read as it is.
  public var replacements: [TextReplacement] { [] }
  /// Steps of the network.
  public var stepCount: Int { inputs.count }
  /// The classes that the network says.
  var target: [Int32] { said.map(\.unit) }

  /// Backwards there is no end from which a state could be at a distance.
  public var nothingPredicted: any ReportableError {
    isForward ? ExplainedPartError.nothingHeard(recording: name) : .readsBothWays
  }

  private static let longRemark = """
    It lasts longer than what the model has learned from: the network reads it as one here, where `lstm transcribe` cuts it \
    at its pauses. --from and --length choose a part.
    """

  /// The seconds that are explained where nothing is said: those that the model reads as one.
  private static let usualDuration = 20.0

  init(
    _ source: ExplainedSource, _ model: TrainedRecognizer, progress: (Double) -> Void
  ) throws {
    let path = try source.recordingPath()
    member = source.member ?? 0
    let members = model.model.members
    guard members.indices.contains(member) else {
      throw ExplainedPartError.memberOutOfRange(member: member, count: members.count)
    }
    let (first, count) = try Self.steps(source, stepDuration: model.stepDuration)
    let sound = try RecordingExcerpt(path, model, first: first, count: count)
    name = sound.name
    isForward = model.isStreaming
    start = Double(first) * model.stepDuration
    note = sound.note
    let excerpt = sound.excerpt
    // A stream knows what it has heard before; a whole utterance is read by itself.
    let rows = model.inputs(of: isForward ? sound.samples : excerpt)
    inputs = isForward ? rows.frames(first..<rows.count) : rows
    memory =
      isForward && first > 0
      ? members[member].memory(after: rows.frames(0..<first), progress: progress) : nil
    var acoustics = model.features.acoustics
    (acoustics.kind, acoustics.deltaOrder, acoustics.dynamicRange) = (.logMel, 0, nil)
    let analysis = try AcousticAnalysis(acoustics)
    (energies, frequencies) = (analysis.features(of: excerpt), analysis.filterBank.centers)
    var decoder = try RecognitionOptions().decoder(model.units)
    decoder.read(members[member].logits(of: inputs, from: memory))
    let isSilent =
      !isForward
      && VoiceActivity().segments(of: Waveform(sampleRate: model.sampleRate, samples: excerpt))
        .isEmpty
    said = isSilent ? [] : decoder.candidates(1)[0].units
    let duration = Double(excerpt.count) / Double(model.sampleRate)
    let isLong = !isForward && duration > model.features.durations.longestWhole
    remarks =
      sound.notes + (isLong ? [Self.longRemark] : [])
      + (isSilent ? ["It is silent, and the model says nothing of silence."] : [])
  }

  /// The first step that is asked for, and how many.
  private static func steps(
    _ source: ExplainedSource, stepDuration: Double
  ) throws -> (first: Int, count: Int) {
    // Beyond any recording, and still a number of steps.
    guard let from = Double(source.from ?? "0"), from >= 0, from < 1e9 else {
      throw ExplainedPartError.notASecond(found: source.from ?? "")
    }
    let limit = max(1, Int(Double(ExplainedInput.stepLimit) * stepDuration))
    if let length = source.length, !(1...limit).contains(length) {
      throw ExplainedPartError.secondsOutOfRange(length: length, limit: limit)
    }
    let usual = min(Double(source.stepLimit), usualDuration / stepDuration)
    let count = source.length.map { Double($0) / stepDuration } ?? usual
    return (Int((from / stepDuration).rounded()), max(1, Int(count.rounded(.up))))
  }
}

extension AcousticFeatures {
  /// Some of the frames.
  fileprivate func frames(_ range: Range<Int>) -> AcousticFeatures {
    AcousticFeatures(
      width: width, values: Array(values[range.lowerBound * width..<range.upperBound * width]))
  }
}
