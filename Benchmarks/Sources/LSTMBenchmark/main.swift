// Our side of `Benchmarks/compare`: a contender that answers one JSON document a line.
//
//     {"do": "layer", "work": "training", "problem": FILE, "answer": FILE, "threads": 2, ...}
//     {"do": "run", "seconds": 0.2}          → {"seconds": 0.0123}, the mean of one call
//
// The rivals in `Benchmarks/rivals` speak the same words.
import LSTMKit

var work: (() -> Void)?
while let line = readLine() {
  let request = try JSONReader(parsing: Array(line.utf8), document: "request")
  if let threads = try request.memberIfPresent("threads")?.integer(in: 1...256) {
    Threads.count = threads
  }
  var answer: JSONValue = [:]
  switch try request.member("do").string() {
  case "layer": work = try LayerProblem(request).prepared()
  case "variant": work = try VariantProblem(request).prepared()
  case "variants":
    answer = ["names": .array(VariantProblem.variants.map { .string($0.name) })]
  case "product":
    work = largeProduct(try request.member("size").integer(in: 1...8192))
  case "job": work = try TrainingJob(request).prepared()
  case "tokenizer":
    let job = try TokenizerJob(request)
    (work, answer) = (job.prepared(), job.answer)
  case "limits":
    answer = MachineProbe.measure(threads: Threads.count)
  case "run":
    let seconds = try request.member("seconds").double()
    answer = ["seconds": .number(meanSeconds(atLeast: seconds, work ?? {}))]
  case let other:
    throw request.expected(
      "layer, variant, variants, product, job, tokenizer, limits or run instead of \(other)")
  }
  print(try answer.text(.compact))
  flushOutput()
}
