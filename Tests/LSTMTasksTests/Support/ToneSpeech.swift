import LSTMData
import LSTMTensor

@testable import LSTMTasks

/// Speech of tones: word k is a short tone of its own height, and speakers differ by how high they are.
enum ToneSpeech {
  static let words = ["do", "mi", "so"]
  private static let frequencies = [400.0, 900, 1900]

  /// Words with pauses between.
  static func say(_ numbers: [Int], rate: Int = 8000, height: Double = 1, pause: Double = 0.06)
    -> Waveform
  {
    var samples = [Float](repeating: 0, count: Int(0.04 * Double(rate)))
    for number in numbers {
      let count = Int(0.12 * Double(rate))
      for place in 0..<count {
        let time = Double(place) / Double(rate)
        let rise = min(1, time / 0.02, (0.12 - time) / 0.02)
        let angle = 2 * Double.pi * frequencies[number] * height * time
        samples.append(Float(0.3 * rise * cosine(angle)))
      }
      samples += [Float](repeating: 0, count: Int(pause * Double(rate)))
    }
    return Waveform(sampleRate: rate, samples: samples)
  }

  /// Rows of one to three words by two speakers.
  static func recordings(_ count: Int, seed: UInt64) -> SpokenRecordings {
    var random = RandomGenerator(seed: seed)
    let recordings = (0..<count).map { place -> SpokenRecordings.Recording in
      let numbers = (0..<1 + place % 3).map { _ in random.index(below: words.count) }
      let speaker = place % 2
      return SpokenRecordings.Recording(
        name: "\(place).wav", text: numbers.map { words[$0] }.joined(separator: " "),
        speaker: speaker == 0 ? "anna" : "ben",
        waveform: say(
          numbers, height: (speaker == 0 ? 1 : 1.06) * (0.98 + 0.04 * Double(random.uniform()))))
    }
    return SpokenRecordings(name: "tones", recordings: recordings)
  }

  static var options: RecognizerOptions {
    var options = RecognizerOptions()
    options.units = .words
    options.hiddenSize = 16
    options.layerCount = 1
    options.melCount = 12
    options.cepstrumCount = nil
    options.deltaOrder = 0
    options.stacking = 2
    options.dropout = 0
    // Tones are over sooner than a model of speech answers.
    options.delay = 0
    options.noise = 0
    options.variation = .none
    options.batchSize = 8
    options.learningRate = 0.04
    options.budget.steps = 240
    return options
  }
}
