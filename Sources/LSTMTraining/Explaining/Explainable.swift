import LSTMLayers
import LSTMTensor

/// A trained model that can be looked into: what a task adopts, and all that insight knows of it.
public protocol Explainable: Sendable {
  /// A part of an input as the model reads it, with everything that it needs for that.
  associatedtype Part: ExplainedPart

  /// Recurrent layers, L.
  var layerCount: Int { get }
  /// Units of a layer that others read: features of its hidden state, H.
  var hiddenSize: Int { get }
  /// The order in which the layers read; of a model of several stacks the first of them.
  var direction: Direction { get }
  /// Every unit that can be silenced, layer by layer and direction by direction.
  var units: [RecurrentUnit] { get }
  /// The name of the model's cell if nobody can look into it; such a model is refused before it reads.
  var untracedCell: String? { get }
  /// What losses are counted in: "nats".
  var lossUnit: String { get }

  /// The part of an input that is asked for, once the model has read what comes before it.
  ///
  /// - Parameter progress: called with the share read of what comes before.
  /// - Throws: a `ReportableError` if the input cannot be read, or has no such part.
  func part(of source: ExplainedSource, progress: (Double) -> Void) throws -> Part

  /// Reads a part, and keeps everything that happens.
  ///
  /// - Parameter candidateCount: how many of the likeliest predictions to keep at each step.
  func read(_ part: Part, candidateCount: Int) -> ExplainedInput

  /// The loss of each prediction that can be checked, in ``lossUnit`` and in the order of the steps.
  func losses(of part: Part) -> [Double]

  /// The same without a unit, for each of some units.
  ///
  /// - Parameters:
  ///   - units: each held at zero by itself from the first step on: in the recurrence, and for whoever
  ///     reads the layer.
  ///   - progress: called with the share done.
  func losses(
    of part: Part, silencing units: [RecurrentUnit], progress: (Double) -> Void
  ) -> [[Double]]

  /// How a person would find a prediction of ``losses(of:)`` again.
  ///
  /// - Parameter number: its place there.
  func name(ofPrediction number: Int, in part: Part) -> PredictionName

  /// How the loss of the last prediction that can be checked depends on the states before it; `nil` where no
  /// prediction can be checked.
  func gradients(of part: Part) -> LossGradients?
}

extension Explainable {
  /// Every unit of layers that all read alike, layer by layer and direction by direction.
  public var units: [RecurrentUnit] { units(ofLayers: 0..<layerCount, direction) }

  /// Every unit of some layers, layer by layer and direction by direction.
  public func units(ofLayers layers: Range<Int>, _ direction: Direction) -> [RecurrentUnit] {
    layers.flatMap { layer in
      direction.passes.flatMap { isReverse in
        (0..<hiddenSize).map { RecurrentUnit(layer: layer, isReverse: isReverse, index: $0) }
      }
    }
  }
}

/// A part of an input that a model explains.
public protocol ExplainedPart: Sendable {
  /// Time steps of the recurrent layers.
  var stepCount: Int { get }
  /// Which part of the input it is, and how to choose another, a sentence without its beginning; empty: all of it.
  var note: String { get }
  /// Parts of the input for which the model reads something else.
  var replacements: [TextReplacement] { get }
  /// Why nothing can be said about errors if no prediction in it can be checked.
  var nothingPredicted: any ReportableError { get }
}

/// Where a prediction is found again.
public struct PredictionName: Sendable, Equatable {
  /// The place: a step, a time.
  public var place: String
  /// What is predicted there.
  public var subject: String

  /// A name.
  public init(place: String, subject: String) {
    (self.place, self.subject) = (place, subject)
  }
}

/// How the loss of one prediction depends on the states before it.
public struct LossGradients: Sendable, Equatable {
  /// What is predicted behind the last of the states.
  public var next: String
  /// The loss of that prediction.
  public var loss: Double
  /// By layer, from the input up.
  public var layers: [LayerGradients]

  /// Gradients of a loss.
  public init(next: String, loss: Double, layers: [LayerGradients]) {
    (self.next, self.loss, self.layers) = (next, loss, layers)
  }
}

/// How a loss depends on the states of one layer.
public struct LayerGradients: Sendable, Equatable {
  /// ‖∂L_T ÷ ∂h_t‖ by distance T − t, from 0 on.
  public var hidden: [Double]
  /// ‖∂L_T ÷ ∂C_t‖, h_t held fixed, in the same order; `nil` for a cell without a cell state.
  public var cell: [Double]?

  /// Norms by distance.
  public init(hidden: [Double], cell: [Double]?) {
    (self.hidden, self.cell) = (hidden, cell)
  }
}

extension StateGradients {
  /// The norms of every layer.
  ///
  /// - Parameter hasCell: whether the second tensor of a state is a cell state.
  package func layerGradients(hasCell: Bool) -> [LayerGradients] {
    layers.indices.map { layer in
      // The last is what was there before the first step.
      LayerGradients(
        hidden: norms(layer: layer, state: 0).dropLast(),
        cell: hasCell ? norms(layer: layer, state: 1).dropLast() : nil)
    }
  }
}
