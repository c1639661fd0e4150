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
      [], ["--json"], ["--step", "0"], ["--silence", "0.3"], ["--ablate"], ["--gradients"],
      ["--gradients", "--json"], ["--from", "500", "--step", "3"],
    ])
  func questions(options: [String]) async throws {
    let folder = try await SmallModel.folder()
    let run = try await lstm(
      ["explain", "model", "text.txt", "--length", "200"] + options, in: folder)
    #expect(run.ending == .code(0), "\(run.errors)")
    #expect(run.errors == "")
    #expect(!run.output.isEmpty)
  }

  @Test("draws a page, and replaces one only when told to")
  func page() async throws {
    let folder = try await SmallModel.folder()
    let question = ["explain", "model", "text.txt", "--output", "report.html"]
    let run = try await lstm(question, in: folder)
    #expect(run.ending == .code(0))
    #expect(run.errors.contains("explaining 400 of 3000 steps"))
    #expect(run.output == "report.html: a report on 400 steps\n")
    let page = try folder.text(at: "report.html")
    for heading in [
      "What it read", "What units follow", "Layer 0", "How far back errors reach",
      "What it predicted",
    ] {
      #expect(page.contains(">\(heading)</h2>"), "\(heading)")
    }
    #expect(page.contains("choose others with --from and --length"))
    // One row a step, under the header.
    #expect(page.split(separator: "<tr>").count > 400)
    try folder.put("mine", at: "report.html")
    let again = try await lstm(question, in: folder)
    #expect(again.ending == .code(73))
    #expect(again.errors.contains("report.html: a file is there already. Use --force"))
    #expect(try folder.text(at: "report.html") == "mine")
    #expect(try await lstm(question + ["--force", "--quiet"], in: folder).ending == .code(0))
    #expect(try folder.text(at: "report.html") == page)
  }

  @Test("draws one picture where one is asked for", arguments: ["0.forget", "0.functions", "0.15"])
  func picture(path: String) async throws {
    let folder = try await SmallModel.folder()
    let run = try await lstm(
      "explain", "model", "text.txt", "--length", "30", "--picture", path, "--output", "x.svg",
      in: folder)
    #expect(run.ending == .code(0), "\(run.errors)")
    #expect(try folder.text(at: "x.svg").hasPrefix("<svg"))
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
      (["--text", "the", "--picture", "0.keep", "--output", "x.svg"], 64, ["0.keep", "forget"]),
      (["--text", "the", "--picture", "0.16", "--output", "x.svg"], 64, ["unit 16", "0 to 15"]),
      (["--text", "the", "--picture", "0.cell"], 64, ["--output FILE.svg"]),
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
