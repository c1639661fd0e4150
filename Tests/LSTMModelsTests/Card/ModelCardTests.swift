import Testing

@testable import LSTMModels

@Suite("The model card")
struct ModelCardTests {
  static let card = ModelCard(
    title: "A language model", task: "language", summary: "Continues English text.",
    architecture: [.init("Hidden size", "512"), .init("Layers", "2")], parameterCount: 3_456_789,
    training: [.init("Optimiser", "AdamW")], budget: "15 minutes (depends on the clock)",
    dataFiles: [.init(role: "training", name: "a|b.txt", byteCount: 1_115_394, digest: "86c4e6")],
    measuredOn: "the last tenth of the text",
    metrics: [
      .init("Nats a character", value: 1.62049, baseline: 3.3191, lowerIsBetter: true),
      .init("Accuracy", value: 0.5, baseline: nil, lowerIsBetter: false),
    ],
    baseline: "character frequencies",
    command: ["lstm", "train", "language", "it's mine.txt", "--output", "model"],
    examples: [.init("Continue a text", command: ["lstm", "generate", "model"])],
    limits: ["It knows no facts."])

  @Test("holds every value that it was given, in the order of interest")
  func holdsEverything() {
    let expected = #"""
      ---
      library_name: swift-lstm
      tags:
      - lstm
      - "language"
      ---

      # A language model

      Continues English text.

      ## How well it does

      Measured on the last tenth of the text.

      | Figure | This model | Baseline |
      | --- | --- | --- |
      | Nats a character (less is better) | 1.6205 | 3.3191 |
      | Accuracy (more is better) | 0.5 | – |

      Baseline: character frequencies.

      ## How to use it

      Continue a text:

      ```sh
      lstm generate model
      ```

      ## What it is

      |  |  |
      | --- | --- |
      | Hidden size | 512 |
      | Layers | 2 |
      | Parameters | 3,456,789 |

      ## How it was trained

      |  |  |
      | --- | --- |
      | Budget | 15 minutes (depends on the clock) |
      | Optimiser | AdamW |

      The command:

      ```sh
      lstm train language 'it'\''s mine.txt' --output model
      ```

      ## Data

      | Use | File | Bytes | SHA-256 |
      | --- | --- | --- | --- |
      | training | a\|b.txt | 1,115,394 | 86c4e6 |

      ## Limits

      - It knows no facts.

      """#
    #expect(Self.card.markdown == expected)
  }

  @Test("leaves out what it does not know")
  func leavesOut() {
    let markdown = ModelCard(title: "T", task: "language", summary: "S.").markdown
    #expect(!markdown.contains("##"))
    #expect(markdown.hasSuffix("# T\n\nS.\n"))
  }

  @Test(
    "prints numbers to five digits",
    arguments: [
      (0, "0"), (1, "1"), (1.620491, "1.6205"), (123_456.7, "123457"), (0.00123456, "0.0012346"),
      (-2.5, "-2.5"), (99.99999, "100"), (.infinity, "inf"), (.nan, "nan"), (1e300, "1e+300"),
      (1e-9, "1e-09"), (12_345_678_901, "12345678901.0"),
    ])
  func printsNumbers(value: Double, expected: String) {
    #expect(Markdown.number(value) == expected)
  }

  @Test("quotes words as the shell wants them")
  func quotesWords() {
    #expect(Markdown.shellWord("a/b-1.txt") == "a/b-1.txt")
    #expect(Markdown.shellWord("") == "''")
    #expect(Markdown.shellWord("a b") == "'a b'")
    #expect(Markdown.shellWord("$x'y") == #"'$x'\''y'"#)
  }

  @Test("stays one block and one line whatever a value holds")
  func staysInItsPlace() {
    #expect(Markdown.command(["a```b"]).hasPrefix("````sh\n"))
    #expect(Markdown.text("a\n# b\u{1B}[31m") == "a \\# b \\[31m")
    #expect(Markdown.grouped(-1_234) == "-1,234")
    #expect(Markdown.quotedForYAML("a\"\n") == #""a\" ""#)
  }
}
