/// A recurrent reference as a list of arrays: the form in which derivatives are checked, and in which
/// the layers under test list theirs.
package protocol FlatRecurrentReference: RecurrentReference {
  static var gateCount: Int { get }
  /// Input weight, recurrent weight, bias and, if the cell has one, the candidate's recurrent bias.
  var parameters: [DoubleArray] { get }
  /// A layer from ``parameters``; biases may be missing.
  init(parameters: [DoubleArray])
  static func parts(of state: State) -> [DoubleArray]
  static func state(from parts: [DoubleArray]) -> State
}

extension FlatRecurrentReference where State == DoubleArray {
  package static func parts(of state: DoubleArray) -> [DoubleArray] { [state] }
  package static func state(from parts: [DoubleArray]) -> DoubleArray { parts[0] }
}

extension [DoubleArray] {
  fileprivate func ifPresent(_ index: Int) -> DoubleArray? {
    index < count ? self[index] : nil
  }
}

extension Reference.LSTM: FlatRecurrentReference {
  package static var gateCount: Int { 4 }
  package var parameters: [DoubleArray] { [inputWeight, recurrentWeight, bias] }

  package init(parameters: [DoubleArray]) {
    self.init(
      inputWeight: parameters[0], recurrentWeight: parameters[1], bias: parameters.ifPresent(2))
  }

  package static func parts(of state: State) -> [DoubleArray] { [state.hidden, state.cell] }
  package static func state(from parts: [DoubleArray]) -> State {
    State(hidden: parts[0], cell: parts[1])
  }
}

extension Reference.GRU: FlatRecurrentReference {
  package static var gateCount: Int { 3 }
  package var parameters: [DoubleArray] {
    [inputWeight, recurrentWeight, bias, recurrentCandidateBias]
  }

  package init(parameters: [DoubleArray]) {
    self.init(
      inputWeight: parameters[0], recurrentWeight: parameters[1], bias: parameters.ifPresent(2),
      recurrentCandidateBias: parameters.ifPresent(3))
  }
}

extension Reference.RNN: FlatRecurrentReference {
  package static var gateCount: Int { 1 }
  package var parameters: [DoubleArray] { [inputWeight, recurrentWeight, bias] }

  package init(parameters: [DoubleArray]) {
    self.init(
      inputWeight: parameters[0], recurrentWeight: parameters[1], bias: parameters.ifPresent(2))
  }
}
