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
      (["--text", "the", "--from", "soon"], 64, ["--from is \"soon\""]),
      (["--text", "the", "--series", "x"], 64, ["a text", "--series"]),
      (["--text", "the", "--member", "1"], 64, ["a text", "--member"]),
      (["--text", "the", "--time", "ds"], 64, ["a text", "tables"]),
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

  /// A forecaster of rows a week long, `forecaster`, and its table.
  private func forecasterFolder(_ options: [String] = []) async throws -> WorkFolder {
    let folder = try WorkFolder()
    var text = "ds,sales,visits\n"
    for day in 0..<200 {
      let date =
        "2021-\(day / 28 + 1 < 10 ? "0" : "")\(day / 28 + 1)-\(day % 28 + 1 < 10 ? "0" : "")\(day % 28 + 1)"
      text += "\(date),\(20 + [0, 1, 3, 2, 0, -4, -5][day % 7] + day % 3),\(day % 5)\n"
    }
    try folder.put(text, at: "sales.csv")
    let train = ["train", "forecaster", "sales.csv", "--output", "forecaster", "--steps", "10"]
    let run = try await lstm(
      train + ["--target", "sales", "--hidden", "8", "--horizon", "7"] + options, in: folder)
    #expect(run.ending == .code(0), "\(run.errors)")
    return folder
  }

  @Test(
    "answers every question about a series",
    arguments: [[], ["--distribution", "student-t"], ["--members", "1", "--cell", "gru"]])
  func series(options: [String]) async throws {
    let folder = try await forecasterFolder(options)
    let questions = [
      [], ["--json"], ["--step", "1"], ["--step", "1", "--json"], ["--silence", "0.3"],
      ["--ablate"], ["--gradients"], ["--from", "2021-05-01"], ["--gradients", "--json"],
      ["--picture", "0.hidden", "--output", "x.svg"],
    ]
    for question in questions {
      let run = try await lstm(["explain", "forecaster", "sales.csv"] + question, in: folder)
      #expect(run.ending == .code(0), "\(question): \(run.errors)")
      #expect(run.errors.contains("before a forecast from 2021-"))
    }
    let run = try await lstm(
      "explain", "forecaster", "sales.csv", "--output", "report.html", in: folder)
    #expect(run.ending == .code(0))
    let page = try folder.text(at: "report.html")
    for part in [
      ">What it read</h2>", ">What units follow</h2>", ">Layer 0</h2>",
      ">How far back errors reach</h2>", ">What it predicted</h2>", "this network alone",
      "choose another with --from TIME",
    ] {
      #expect(page.contains(part), "\(part)")
    }
  }

  @Test("refuses what a table or a forecaster does not have, and says what there is")
  func seriesRefusals() async throws {
    let folder = try await forecasterFolder(["--members", "1"])
    try folder.put("ds,visits\n2021-01-01,3\n2021-01-02,4\n", at: "other.csv")
    try folder.put("ds,sales,visits\n2021-01-01,3,1\n2021-01-02,4,1\n", at: "short.csv")
    let cases: [([String], Int32, [String])] = [
      (["--text", "the"], 64, ["a table", "--text"]), (["other.csv"], 64, ["\"sales\""]),
      (["short.csv"], 65, ["2 values", "at least"]),
      (["sales.csv", "--step", "99"], 64, ["--step is 99"]),
      (["sales.csv", "--silence", "0.8"], 64, ["unit 8", "0 to 7"]),
      (["sales.csv", "--member", "9"], 64, ["--member is 9", "networks 0 to"]),
      (["sales.csv", "--member", "-1"], 64, ["--member is -1"]),
      (["sales.csv", "--length", "3"], 64, ["a table", "--length"]),
      (["sales.csv", "--series", "sale"], 64, ["\"sale\"", "\"sales\""]),
      (["sales.csv", "--from", "5"], 64, ["--from is \"5\""]),
      (["sales.csv", "--from", "soon"], 64, ["must be a time"]),
      (["sales.csv", "--picture", "1.cell", "--output", "x.svg"], 64, ["layer 1"]),
    ]
    for (options, code, parts) in cases {
      try await lstm(["explain", "forecaster"] + options, in: folder).expectRefusal(code, parts)
    }
  }

  @Test("answers every question about a row that a detector gives back")
  func detector() async throws {
    let folder = try WorkFolder()
    var text = "n," + (0..<12).map { "t\($0)" }.joined(separator: ",") + "\n"
    for row in 0..<40 {
      let steps = (0..<12).map { "\(($0 * 3 + row) % 7)" }
      text += "r\(row)," + steps.joined(separator: ",") + "\n"
    }
    try folder.put(text, at: "rows.csv")
    let train = ["train", "detector", "rows.csv", "--id", "n", "--output", "detector"]
    let sizes = ["--steps", "5", "--hidden", "6", "--members", "1"]
    #expect(try await lstm(train + sizes, in: folder).ending == .code(0))
    let explain = ["explain", "detector", "rows.csv", "--id", "n"]
    let questions = [
      ["--series", "r7"], ["--json"], ["--step", "11"], ["--ablate"], ["--silence", "1.5"],
      ["--gradients"], ["--picture", "1.forget", "--output", "x.svg"],
    ]
    for question in questions {
      let run = try await lstm(explain + question, in: folder)
      #expect(run.ending == .code(0), "\(question): \(run.errors)")
    }
    try await lstm(explain + ["--series", "r99"], in: folder)
      .expectRefusal(64, ["\"r99\"", "\"r9\""])
    try await lstm(explain + ["--from", "2020-01-01"], in: folder)
      .expectRefusal(64, ["whole rows", "--from"])
    try await lstm(explain + ["--silence", "2.0"], in: folder)
      .expectRefusal(64, ["unit 0 of layer 2", "0 to 1"])
  }

  @Test(
    "answers every question about the payments of a customer", arguments: [[], ["--unsupervised"]])
  func events(options: [String]) async throws {
    let folder = try WorkFolder()
    var text = "when,customer,amount,fraud\n"
    for row in 0..<240 {
      let (day, hour) = (1 + row / 12, 2 * (row % 12))
      let isFraud = row % 23 == 7
      let time = "2021-03-\(day < 10 ? "0" : "")\(day) \(hour < 10 ? "0" : "")\(hour):00:00"
      text +=
        "\(time),c\(row * 5 % 4),\((20 + row % 9) * (isFraud ? 3 : 1 + row % 3)),\(isFraud ? 1 : 0)\n"
    }
    try folder.put(text, at: "payments.csv")
    let train = ["train", "detector", "payments.csv", "--id", "customer", "--label", "fraud"]
    let sizes = ["--kind", "events", "--output", "model", "--steps", "5", "--hidden", "6"]
    let trained = try await lstm(train + sizes + ["--members", "2"] + options, in: folder)
    #expect(trained.ending == .code(0), "\(trained.errors)")
    let explain = ["explain", "model", "payments.csv"]
    let questions = [
      [], ["--json"], ["--step", "3"], ["--step", "3", "--json"], ["--ablate"],
      ["--silence", "0.5"], ["--gradients"], ["--series", "c2", "--member", "1"],
      ["--from", "2021-03-05"], ["--output", "page.html"],
      ["--picture", "0.forget", "--output", "x.svg"],
    ]
    for question in questions {
      let run = try await lstm(explain + question, in: folder)
      #expect(run.ending == .code(0), "\(question): \(run.errors)")
    }
    let page = try folder.text(at: "page.html")
    for part in [
      ">What it read</h2>", ">Layer 0</h2>", ">How far back errors reach</h2>", "customer c0",
      "(usually ", "choose another with --series NAME",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    let cases: [(options: [String], code: Int32, parts: [String])] = [
      (["--series", "c9"], 64, ["\"c9\"", "\"c0\""]),
      (["--from", "2022-01-01"], 64, ["2021-03-01", "2021-03-"]),
      (["--member", "2"], 64, ["networks 0 to 1"]), (["--silence", "1.0"], 64, ["layer 1"]),
      (["--length", "3"], 64, ["a table", "--length"]),
      (["--picture", "attention", "--output", "y.svg"], 64, ["of translations alone"]),
    ]
    for (options, code, parts) in cases {
      try await lstm(explain + options, in: folder).expectRefusal(code, parts)
    }
    try await lstm("explain", "model", "--text", "c0", in: folder)
      .expectRefusal(64, ["a table", "--text"])
  }

  @Test("answers every question about a sentence that a translator writes in another language")
  func translator() async throws {
    let folder = try WorkFolder()
    let words = ["one": "eins", "two": "zwei", "three": "drei", "four": "vier"]
    let names = words.keys.sorted()
    var pairs = ""
    for row in 0..<60 {
      let chosen = [row % 4, row / 4 % 4, row / 16].map { names[$0] }
      pairs +=
        chosen.joined(separator: " ") + "\t"
        + chosen.compactMap { words[$0] }.joined(separator: " ") + "\n"
    }
    try folder.put(pairs, at: "pairs.tsv")
    let train = ["train", "translator", "pairs.tsv", "--output", "model", "--steps", "20"]
    let sizes = ["--hidden", "8", "--embedding", "8", "--vocabulary", "280", "--layers", "2"]
    #expect(try await lstm(train + sizes, in: folder).ending == .code(0))
    let explain = ["explain", "model", "--text", "two one"]
    let questions = [
      [], ["--json"], ["--step", "0"], ["--step", "3", "--json"], ["--ablate"],
      ["--silence", "0.reverse.5"], ["--silence", "3.1"], ["--output", "page.html"],
      ["--picture", "attention", "--output", "a.svg"],
      ["--picture", "2.forget", "--output", "b.svg"],
    ]
    for question in questions {
      let run = try await lstm(explain + question, in: folder)
      #expect(run.ending == .code(0), "\(question): \(run.errors)")
    }
    let page = try folder.text(at: "page.html")
    for heading in ["What it read and wrote", "Encoder: layer 1, in reverse", "Decoder: layer 3"] {
      #expect(page.contains(">\(heading)</h2>"), "\(heading)")
    }
    #expect(page.contains("Attention: what each token looked at"))
    #expect(try folder.text(at: "a.svg").hasPrefix("<svg"))
    let json = try jsonObject(try await lstm(explain + ["--json"], in: folder).output)
    let shown = try #require(json["translation"] as? [String: Any])
    try folder.put("two one\n", at: "line.txt")
    let translated = try await lstm("translate", "model", "line.txt", in: folder)
    #expect(shown["text"].map { "\($0)\n" } == translated.output)
    let cases: [(options: [String], code: Int32, parts: [String])] = [
      (["--gradients"], 64, ["--ablate", "attention"]),
      (
        ["--silence", "2.reverse.1"], 64,
        ["unit 1 of layer 2 in reverse", "does not read in reverse"]
      ),
      (["--silence", "4.0"], 64, ["layers 0 to 3"]), (["--step", "999"], 64, ["--step is 999"]),
      (["--member", "1"], 64, ["the network 0 alone"]), (["--from", "1"], 64, ["--from"]),
      (["--series", "1"], 64, ["--series"]),
      (["--picture", "spikes", "--output", "x.svg"], 64, ["of recordings alone"]),
    ]
    for (options, code, parts) in cases {
      try await lstm(explain + options, in: folder).expectRefusal(code, parts)
    }
    try await lstm("explain", "model", "--text", " ", in: folder)
      .expectRefusal(65, ["--text is empty"])
  }

  @Test("answers every question about a recording that a recogniser hears")
  func recognizer() async throws {
    let folder = try WorkFolder()
    try Tones.recordings(in: folder)
    let train = ["train", "recognizer", "tones", "--output", "model", "--streaming"]
    let sizes = [
      "--steps", "5", "--hidden", "6", "--mels", "12", "--cepstra", "0", "--members", "1",
    ]
    #expect(try await lstm(train + sizes, in: folder).ending == .code(0))
    try folder.put(Tones.sound([0, 1, 1]), at: "a.wav")
    let explain = ["explain", "model", "a.wav"]
    let questions = [
      [], ["--json"], ["--step", "5"], ["--ablate"], ["--silence", "0.5"],
      ["--from", "0.2", "--length", "1"], ["--output", "page.html"],
      ["--picture", "spikes", "--output", "a.svg"],
      ["--picture", "spectrogram", "--output", "b.svg"],
    ]
    for question in questions {
      let run = try await lstm(explain + question, in: folder)
      #expect(run.ending == .code(0), "\(question): \(run.errors)")
    }
    #expect(try folder.text(at: "page.html").contains("What it heard"))
    #expect(try folder.text(at: "a.svg").hasPrefix("<svg"))
    try folder.put("no sound\n", at: "a.txt")
    let cases: [(options: [String], code: Int32, parts: [String])] = [
      (["a.wav", "--from", "9"], 64, ["9.0 seconds", "a.wav lasts 0.64"]),
      (["a.wav", "--from", "soon"], 64, ["number of seconds"]),
      (["a.wav", "--length", "0"], 64, ["the seconds to explain"]),
      (["a.wav", "--series", "1"], 64, ["a recording", "--series"]),
      (["a.wav", "--member", "1"], 64, ["the network 0 alone"]),
      (["--text", "low"], 64, ["a WAV file"]), (["a.txt"], 65, ["a.txt"]),
      (["b.wav"], 66, ["b.wav"]),
    ]
    for (options, code, parts) in cases {
      try await lstm(["explain", "model"] + options, in: folder).expectRefusal(code, parts)
    }
  }
}
