// The speed of the layer beside the machine's own limits, as one JSON document.
//
//     swift run -c release --package-path Benchmarks LSTMBenchmark
import Dispatch
import LSTMKit

/// The median of several runs, in seconds; each run repeats the work until it lasts long enough.
func median(rounds: Int = 9, atLeast: Double = 0.05, _ work: () -> Void) -> Double {
  func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }
  work()
  let times = (0..<rounds).map { _ in
    let begin = now()
    var count = 0
    repeat {
      work()
      count += 1
    } while now() - begin < atLeast
    return (now() - begin) / Double(count)
  }
  return times.sorted()[rounds / 2]
}

/// Multiply-adds of a large matrix product, in 10⁹ floating-point operations a second.
func largeProduct(_ size: Int, using random: inout RandomGenerator) -> Double {
  let a = Tensor.uniform([size, size], in: -1...1, using: &random)
  let b = Tensor.uniform([size, size], in: -1...1, using: &random)
  let seconds = median { _ = a.linear(weight: b) }
  return 2 * Double(size) * Double(size) * Double(size) / seconds * 1e-9
}

/// The forward pass of a layer, weights prepared, 2 · 4H · (I + H) · T · N operations.
func forward(
  steps: Int, batch: Int, inputs: Int, hidden: Int, using random: inout RandomGenerator
) -> Double {
  let prepared = PreparedLSTM(LSTM(inputSize: inputs, hiddenSize: hidden, using: &random))
  let x = Tensor.uniform([steps, batch, inputs], in: -1...1, using: &random)
  let seconds = median { _ = prepared(x) }
  return 8 * Double(hidden * (inputs + hidden)) * Double(steps * batch) / seconds * 1e-9
}

var random = RandomGenerator(seed: 1)
var rows: [JSONValue] = []
for threads in [1, 2] {
  Threads.count = threads
  let peak = [512, 1024, 1536].map { largeProduct($0, using: &random) }.max() ?? 0
  let layer = forward(steps: 50, batch: 16, inputs: 128, hidden: 128, using: &random)
  rows.append([
    "threads": threads.json, "large_product_gflops": .number(peak),
    "forward_50_16_128_128_gflops": .number(layer), "share": .number(layer / peak),
  ])
}
print(try JSONValue.array(rows).text(.pretty))
