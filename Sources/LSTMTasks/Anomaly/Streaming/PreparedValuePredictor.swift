import LSTMLayers
import LSTMTensor

/// A ``ValuePredictor`` that reads a series row by row; a step takes no memory from the system.
struct PreparedValuePredictor: Sendable {
  /// The network, whose weights a saved detector keeps.
  let model: ValuePredictor
  private let output: PackedLinear
  private var stepper: RecurrentStepper
  private var input = Tensor.zeros([1, ValuePredictor.inputSize])
  private var result = Tensor.zeros([1, 2])

  /// Lays out a network.
  init(_ model: ValuePredictor) {
    self.model = model
    stepper = PreparedLSTM(model.lstm).stepper(batchSize: 1)
    output = PackedLinear(weight: model.output.weight, bias: model.output.bias)
  }

  /// What the network adds to the last value read.
  var expectedChange: Double { Double(result[0]) }

  /// The scale of the next value's distribution.
  var scale: Double { ValuePredictor.scale(of: Double(result[1])) }

  /// Reads a row.
  mutating func read(_ features: (Float, Float, Float)) {
    input.withMutableBuffer { buffer in
      (buffer[0], buffer[1], buffer[2]) = features
    }
    stepper.step(input)
    stepper.project(through: output, into: &result)
  }
}

extension PreparedValuePredictor: StreamState {
  mutating func visitState(_ visit: (String, inout [Double]) throws -> Void) rethrows {
    var states = stepper.states
    for place in states.indices {
      var numbers = states[place].values.map(Double.init)
      try visit("state\(place)", &numbers)
      states[place] = Tensor(numbers.map { Float($0) }, shape: states[place].shape)
    }
    stepper.states = states
    var numbers = result.values.map(Double.init)
    try visit("result", &numbers)
    result = Tensor(numbers.map { Float($0) }, shape: result.shape)
  }
}
