import Testing

@Suite("Explaining a model")
struct ExplainTests {
  @Test("takes a step apart as JSON with exactly the members that programs read")
  func step() async throws {
    let folder = try await SmallModel.folder()
    let run = try await lstm(
      "explain", "model", "text.txt", "--step", "7", "--json", "--quiet", in: folder)
    #expect(run.ending == .code(0))
    let object = try jsonObject(run.output)
    #expect(Set(object.keys) == ["step", "token", "layers"])
    let layers = try #require(object["layers"] as? [[String: Any]])
    #expect(
      Set(layers[0].keys) == [
        "layer", "direction", "cellType", "input", "previousHidden", "inputGate", "forgetGate",
        "candidate", "outputGate", "previousCell", "cell", "hidden",
      ])
    #expect((layers[0]["hidden"] as? [Double])?.count == 16)
  }

  @Test(
    "answers every question about good input",
    arguments: [
      [], ["--json"], ["--step", "0"], ["--silence", "0.3"], ["--ablate"],
    ])
  func questions(options: [String]) async throws {
    let folder = try await SmallModel.folder()
    let run = try await lstm(
      ["explain", "model", "text.txt", "--length", "200"] + options, in: folder)
    #expect(run.ending == .code(0), "\(run.errors)")
    #expect(run.errors == "")
    #expect(!run.output.isEmpty)
  }

  @Test("ranks all units by the loss that silencing each one shows")
  func ablation() async throws {
    let folder = try await SmallModel.folder()
    let question = ["explain", "model", "text.txt", "--length", "100", "--json"]
    let ranking = try jsonObject(try await lstm(question + ["--ablate"], in: folder).output)
    let units = try #require(ranking["units"] as? [[String: Any]])
    let rises = units.compactMap { $0["rise"] as? Double }
    #expect(rises.count == 16 && rises == rises.sorted(by: >))
    let best = try #require(units[0]["unit"] as? String)
    let run = try await lstm(question + ["--silence", best], in: folder)
    #expect(try jsonObject(run.output)["rise"] as? Double == rises[0])
  }

  @Test("refuses what is not there and says what is")
  func refusals() async throws {
    let folder = try await SmallModel.folder()
    let cases: [([String], Int32, [String])] = [
      (["--text", ""], 65, ["--text is empty"]), (["nowhere.txt"], 66, ["nowhere.txt"]),
      (["--text", "the", "--step", "3"], 64, ["--step is 3", "0 to 2"]),
      (["--text", "the", "--step", "-1"], 64, ["--step is -1"]),
      (["--text", "the", "--from", "3"], 64, ["--from is 3"]),
      (["--text", "the", "--length", "2001"], 64, ["--length is 2001", "2000"]),
      (["--text", "the", "--silence", "1.0"], 64, ["unit 0 of layer 1", "0 to 15"]),
      (["--text", "the", "--silence", "x"], 64, ["\"x\"", "LAYER.UNIT"]),
      (["--text", "t", "--ablate"], 65, ["1 step,"]), ([], 64, ["--text"]),
    ]
    for (options, code, parts) in cases {
      try await lstm(["explain", "model"] + options, in: folder).expectRefusal(code, parts)
    }
    let unseen = try await lstm("explain", "model", "--text", "the Ж", in: folder)
    #expect(unseen.ending == .code(0))
    #expect(unseen.errors.contains("\"Ж\" as "))
  }
}
