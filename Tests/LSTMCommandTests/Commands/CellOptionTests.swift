import Testing

@Suite("Options of an LSTM's layers")
struct CellOptionTests {
  private static let options =
    ["--cell", "peephole", "--projection", "6", "--zoneout", "0.2", "--recurrent-dropout", "0.1"]
    + ["--weight-drop", "0.1", "--cell-clip", "3"]

  @Test("go into the model, which every command reads")
  func everyCommand() async throws {
    let folder = try await SmallModel.folder()
    let train =
      ["train", "language", "text.txt", "--output", "projected", "--steps", "20", "--quiet"]
      + SmallModel.sizes + Self.options
    #expect(try await lstm(train, in: folder).ending == .code(0))
    let config = try jsonObject(try folder.text(at: "projected/config.json"))
    let architecture = try #require(config["architecture"] as? [String: Any])
    #expect(architecture["projectionSize"] as? Int == 6)
    #expect(architecture["cellZoneout"] as? Double == 0.2)
    #expect(architecture["hiddenZoneout"] == nil)
    #expect(architecture["recurrentDropout"] as? Double == 0.1)
    #expect(architecture["weightDrop"] as? Double == 0.1)
    #expect(architecture["cellClip"] as? Double == 3)
    #expect(try folder.text(at: "projected/README.md").contains("Recurrent dropout"))

    let inspected = try await lstm("inspect", "projected", in: folder)
    #expect(inspected.output.contains("lstm.0.projectionWeight"))
    #expect(inspected.output.contains("projectionSize"))
    let questions = [
      ["--step", "3"], ["--output", "report.html"], ["--ablate"], ["--silence", "0.5"],
      ["--picture", "0.forget", "--output", "forget.svg"],
      ["--picture", "0.15", "--output", "unit.svg"], ["--gradients"], [],
    ]
    for question in questions {
      let run = try await lstm(
        ["explain", "projected", "text.txt", "--length", "120"] + question, in: folder)
      #expect(run.ending == .code(0), "\(question): \(run.errors)")
    }
    for command in [
      ["generate", "projected", "--length", "20"], ["evaluate", "projected", "text.txt"],
    ] {
      #expect(try await lstm(command, in: folder).ending == .code(0))
    }
    try await lstm("explain", "projected", "--text", "the", "--silence", "0.6", in: folder)
      .expectRefusal(64, ["unit 6 of layer 0", "0 to 5"])
  }

  @Test("are part of a run: one that differs is refused when it is to go on")
  func resume() async throws {
    let folder = try await SmallModel.folder()
    let train =
      ["train", "language", "text.txt", "--output", "run", "--steps", "4", "--quiet"]
      + SmallModel.sizes
    #expect(try await lstm(train + ["--zoneout", "0.5"], in: folder).ending == .code(0))
    for other in [["--zoneout", "0.4"], []] {
      try await lstm(train + other + ["--resume"], in: folder).expectRefusal(64, ["cellZoneout"])
    }
  }
}
