import LSTMFormats
import LSTMLayers
import LSTMTensor

/// A rule by which parameters follow their gradients.
public protocol Optimizer: Sendable {
  /// Changes a model by one step.
  ///
  /// - Parameters:
  ///   - model: whose parameters move. A parameter without a gradient stays as it is.
  ///   - gradients: of a loss, by path.
  ///   - learningRate: how far.
  mutating func update<Model: Module>(
    _ model: inout Model, with gradients: Gradients, learningRate: Float)

  /// Steps taken.
  var stepCount: Int { get set }
  /// What the rule remembers from step to step, by parameter path.
  var memory: OptimizerState { get set }
  /// How many tensors of a parameter's shape it remembers for each parameter.
  var tensorsPerParameter: Int { get }
}

/// Tensors that an optimiser keeps for each parameter, in the order in which parameters came.
public struct OptimizerState: Sendable {
  /// Path and tensors of each parameter.
  public package(set) var entries: [(path: String, tensors: [Tensor])] = []
  private var places: [String: Int] = [:]

  /// Nothing yet.
  public init() {}

  /// The tensors by name, `path/number`.
  package var tensors: [(name: String, tensor: Tensor)] {
    entries.flatMap { entry in
      entry.tensors.enumerated().map { ("\(entry.path)/\($0)", $1) }
    }
  }

  /// The memory that ``tensors`` listed.
  package init(tensors: [(name: String, tensor: Tensor)]) {
    for (name, tensor) in tensors {
      let path = String(name.prefix(upTo: name.lastIndex(of: "/") ?? name.endIndex))
      if let place = places[path] {
        entries[place].tensors.append(tensor)
      } else {
        append(path, [tensor])
      }
    }
  }

  private mutating func append(_ path: String, _ tensors: [Tensor]) {
    places[path] = entries.count
    entries.append((path, tensors))
  }

  /// Lets `body` change the tensors of a parameter, which begin as zeros.
  mutating func update(
    _ path: String, count: Int, shape: Shape, _ body: (inout [Tensor]) -> Void
  ) {
    if places[path] == nil { append(path, (0..<count).map { _ in .zeros(shape) }) }
    guard let place = places[path] else { return }
    body(&entries[place].tensors)
  }
}

extension Optimizer {
  /// Takes a step with each parameter that has a gradient.
  mutating func take<Model: Module>(
    _ step: OptimizerStep, with gradients: Gradients, in model: inout Model
  ) {
    let byPath = Dictionary(
      gradients.entries.map { ($0.path, $0.gradient) }, uniquingKeysWith: { first, _ in first })
    let count = tensorsPerParameter
    model.visitParameters { path, parameter in
      guard let gradient = byPath[path] else { return }
      memory.update(path, count: count, shape: parameter.shape) { tensors in
        step.apply(to: &parameter, gradient: gradient, memory: &tensors)
      }
    }
  }
}
