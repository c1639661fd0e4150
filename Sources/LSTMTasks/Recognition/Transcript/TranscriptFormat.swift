import LSTMFormats

/// The forms in which transcripts are written.
public enum TranscriptFormat: String, Sendable, CaseIterable {
  /// The text alone, a line for each recording.
  case text
  /// Texts, words, times and confidences: an array, an element for each recording.
  case json
  /// Captions in SubRip's form.
  case srt
  /// Captions in the form of WebVTT (W3C).
  case vtt

  /// The ending of a file's name.
  public var fileExtension: String { self == .text ? "txt" : rawValue }

  /// Transcripts as the text of a file.
  ///
  /// Of captions only those of one recording make sense in a file, since their times begin with it: several follow each
  /// other as if each began at 0.
  ///
  /// - Throws: what writing JSON throws.
  public func text(
    of transcripts: [Transcript], options: CaptionOptions = CaptionOptions()
  ) throws -> String {
    switch self {
    case .text: transcripts.map { $0.text.oneLine + "\n" }.joined()
    case .json: try JSONValue.array(transcripts.map(\.json)).text(.pretty)
    case .srt: Self.srt(transcripts.flatMap { $0.captions(options) })
    case .vtt: Self.vtt(transcripts.flatMap { $0.captions(options) })
    }
  }

  /// Captions as a SubRip file: numbered from 1, with a comma in times, lines as they are.
  static func srt(_ captions: [Caption]) -> String {
    captions.enumerated().map { number, caption in
      let times = "\(clock(caption.start, ",")) --> \(clock(caption.end, ","))"
      return "\(number + 1)\n\(times)\n\(caption.lines.joined(separator: "\n"))\n\n"
    }.joined()
  }

  /// Captions as a WebVTT file: with a point in times, and what markup gives a meaning escaped.
  static func vtt(_ captions: [Caption]) -> String {
    "WEBVTT\n\n"
      + captions.map { caption in
        let times = "\(clock(caption.start, ".")) --> \(clock(caption.end, "."))"
        let lines = caption.lines.map { line in
          line.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
        }
        return "\(times)\n\(lines.joined(separator: "\n"))\n\n"
      }.joined()
  }

  /// Hours, minutes and seconds to the millisecond: 00:00:01,500.
  private static func clock(_ milliseconds: Int, _ point: String) -> String {
    func padded(_ number: Int, _ count: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
    let (hours, minutes) = (milliseconds / 3_600_000, milliseconds / 60_000 % 60)
    let (seconds, rest) = (milliseconds / 1000 % 60, milliseconds % 1000)
    return
      "\(padded(hours, 2)):\(padded(minutes, 2)):\(padded(seconds, 2))\(point)\(padded(rest, 3))"
  }
}

extension String {
  /// The text with a space where it had line breaks and other white space.
  var oneLine: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
