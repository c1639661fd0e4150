import Foundation
import LSTMTestSupport
import Testing

@Suite("A request that makes no sense")
struct UsageTests {
  /// What is typed, and what the message has to say.
  struct Request: CustomTestStringConvertible, Sendable {
    let arguments: [String]
    let message: [String]

    init(_ line: String, _ message: String...) {
      arguments = line.split(separator: " ").map(String.init)
      self.message = message
    }

    var testDescription: String { arguments.joined(separator: " ") }
  }

  @Test(
    "names the word and the one that was meant",
    arguments: [
      Request("trian", "\"trian\"", "`lstm train`"),
      Request("eval model text.txt", "\"eval\"", "`lstm evaluate`"),
      Request("train langauge text.txt", "\"langauge\"", "`lstm train language`"),
      Request(
        "bake", "\"bake\"",
        "demo, train, evaluate, generate, classify, translate, forecast, detect, transcribe, speak, explain"
      ),
      Request("generate model --lenght 3", "'--lenght'", "'--length'"),
      Request("train language text.txt --hiden 3", "'--hiden'", "'--hidden'"),
      Request("reproduce addding", "\"addding\"", "adding-100", "order-2"),
      Request("reproduce order-2 --full --seeds 2", "--full", "--seeds"),
      Request("--verison", "'--verison'"),
      Request("generate", "<model>"),
      Request("generate model text.txt", "text.txt"),
      Request("evaluate model", "<data>"),
      Request("train language", "<data>"),
      Request("train language text.txt --optimizer adamm", "'adamm'", "adamw", "rmsprop"),
      Request("train language text.txt --cell ltsm", "'ltsm'", "lstm", "gru"),
      Request("train language text.txt --tokens letters", "'letters'", "characters", "bytepairs"),
    ])
  func unknownWord(request: Request) async throws {
    try await expectUsage(request)
  }

  @Test(
    "names the option, the value and what it may be",
    arguments: [
      Request("generate model --temperature -1", "--temperature is -1.0", "from 0"),
      Request("generate model --temperature nan", "--temperature is nan", "from 0"),
      Request("generate model --temperature inf", "--temperature is inf", "from 0"),
      Request("generate model --temperature hot", "'hot'", "--temperature"),
      Request("generate model --top-k 0", "--top-k is 0", "1 or more"),
      Request("generate model --top-p 0", "--top-p is 0.0", "at most 1"),
      Request("generate model --top-p 1.5", "--top-p is 1.5", "at most 1"),
      Request("generate model --length -1", "--length is -1", "0 or more"),
      Request(
        "generate model --repetition-penalty 0.9", "--repetition-penalty is 0.9", "from 1 up"),
      Request(
        "generate model --repetition-penalty nan", "--repetition-penalty is nan", "from 1 up"),
      Request(
        "generate model --repetition-penalty 1.2 --repetition-window 0",
        "--repetition-window is 0", "1 or more"),
      Request(
        "generate model --repetition-window 9", "--repetition-window", "add --repetition-penalty"),
      Request("generate model --no-repeat-ngram 0", "--no-repeat-ngram is 0", "1 or more"),
      Request("generate model --stop a\\x", "--stop is \"a", "no escape", "line feed"),
      Request("generate model --stop a --stop b\\", "--stop is \"b", "no escape", "line feed"),
      Request("generate model --count 0", "--count is 0", "1 or more"),
      Request("generate model --count 3 --temperature 0", "--count is 3", "--beam"),
      Request("generate model --beam 1", "--beam is 1", "from 2 to 64"),
      Request("generate model --beam 65", "--beam is 65", "from 2 to 64"),
      Request("generate model --beam 4 --count 5", "--count is 5", "from 1 to 4"),
      Request(
        "generate model --beam 4 --temperature 0.5", "--temperature", "--beam", "draws nothing"),
      Request("generate model --beam 4 --top-k 3", "--top-k", "--beam", "draws nothing"),
      Request("generate model --beam 4 --top-p 0.5", "--top-p", "--beam", "draws nothing"),
      Request("generate model --beam 4 --interactive", "--interactive", "--beam"),
      Request("generate model --interactive --json", "--json", "--interactive"),
      Request("generate model --interactive --count 2", "--count", "--interactive"),
      Request("generate model --length 99999999999999999999", "--length"),
      Request("generate model --seed -1", "'-1'", "--seed", "whole number"),
      Request("generate model --seed 1.5", "'1.5'", "--seed", "whole number"),
      Request("generate model --threads 0", "--threads is 0", "1 or more"),
      Request("train language text.txt --threads -2", "--threads is -2", "1 or more"),
      Request("train language text.txt --hidden 0", "--hidden is 0", "from 1"),
      Request("train language text.txt --layers 65", "--layers is 65", "1 to 64"),
      Request("train language text.txt --embedding -1", "--embedding is -1", "from 1"),
      Request("train language text.txt --batch-size 0", "--batch-size is 0", "from 1"),
      Request("train language text.txt --sequence-length 0", "--sequence-length is 0", "from 1"),
      Request("train language text.txt --vocabulary 0", "--vocabulary is 0", "from 1"),
      Request("train language text.txt --dropout 1", "--dropout is 1.0", "from 0"),
      Request("train language text.txt --dropout -0.1", "--dropout is -0.1", "from 0"),
      Request("train language text.txt --dropout nan", "--dropout is nan", "from 0"),
      Request("train language text.txt --projection 0", "--projection is 0", "from 1"),
      Request("train language text.txt --zoneout 1", "--zoneout is 1.0", "from 0"),
      Request("train language text.txt --recurrent-dropout nan", "--recurrent-dropout is nan"),
      Request("train language text.txt --weight-drop -1", "--weight-drop is -1.0", "from 0"),
      Request("train language text.txt --cell-clip 0", "--cell-clip is 0.0", "above 0"),
      Request("train language text.txt --cell-clip inf", "--cell-clip is inf", "above 0"),
      Request(
        "train language text.txt --cell gru --projection 8", "--projection", "--cell is gru",
        "layer-norm"),
      Request(
        "train language text.txt --cell full-gate-recurrence --projection 8", "--projection",
        "--cell is full-gate-recurrence", "peephole"),
      Request("train language text.txt --cell mlstm --zoneout 0.1", "--zoneout", "--cell is mlstm"),
      Request("train language text.txt --learning-rate 0", "--learning-rate is 0.0", "above 0"),
      Request("train language text.txt --learning-rate nan", "--learning-rate is nan", "above 0"),
      Request("train language text.txt --minutes -1", "--minutes is -1.0", "above 0"),
      Request("train language text.txt --epochs 0", "--epochs is 0", "1 or more"),
      Request("train language text.txt --steps -5", "--steps is -5", "1 or more"),
      Request("train language text.txt --patience 0", "--patience is 0", "1 or more"),
      Request("train language text.txt --validation 1", "--validation is 1;", "between 0 and 1"),
      Request("train language text.txt --validation -0.5", "--validation"),
      Request("train language text.txt --validation nan", "--validation is nan", "between 0 and 1"),
      Request("train language text.txt --resume --force", "--resume", "--force"),
      Request("train language text.txt --hidden 1048576", "memory", "--hidden"),
      Request("train language text.txt --hidden 1048576 --layers 64", "memory", "--layers"),
    ])
  func valueOutOfRange(request: Request) async throws {
    try await expectUsage(request)
  }

  @Test("names an instruction set that is not there and those that are, before anything is done")
  func instructionSet() async throws {
    let folder = try await SmallModel.folder()
    let available = KernelSettings.instructionSets.map { "\($0)" }
    let foreign = ["avx2", "avx512", "neon"].filter { !available.contains($0) }
    for name in foreign + ["bogus", "AVX2"] {
      for command in [["inspect", "model"], ["train", "language", "text.txt"], ["demo"]] {
        let run = try await lstm(
          command, in: folder, environment: ["LSTM_INSTRUCTION_SET": name])
        run.expectRefusal(
          64, ["LSTM_INSTRUCTION_SET is \"\(name)\"", available.joined(separator: ", "), "unset"])
        #expect(!run.errors.contains("parameters"))
      }
    }
    #expect(try folder.names() == ["model", "text.txt"])
    for name in available + [""] {
      let run = try await lstm(
        "inspect", "model", in: folder, environment: ["LSTM_INSTRUCTION_SET": name])
      #expect(run.ending == .code(0))
    }
  }

  private func expectUsage(_ request: Request) async throws {
    let folder = try await SmallModel.folder()
    let before = try folder.contents(of: "model")
    try await lstm(request.arguments, in: folder).expectRefusal(64, request.message)
    #expect(try folder.names() == ["model", "text.txt"])
    #expect(try folder.contents(of: "model") == before)
  }
}
