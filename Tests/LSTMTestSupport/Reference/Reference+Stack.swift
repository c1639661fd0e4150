extension Reference {
  /// Recurrent layers one above the other, each in one direction or in both.
  ///
  /// A layer's input is the concatenation of the forward and the reverse outputs of the one below.
  /// Layers and states come in PyTorch's order: layer by layer, forward before reverse.
  package struct Stack<Layer: RecurrentReference>: Sendable {
    package let layers: [Layer]
    package let isBidirectional: Bool
    /// Whether all layers run from the last step to the first.
    package let isReverse: Bool

    package init(_ layers: [Layer], isBidirectional: Bool = false, isReverse: Bool = false) {
      precondition(!isBidirectional || layers.count.isMultiple(of: 2))
      self.layers = layers
      self.isBidirectional = isBidirectional
      self.isReverse = isReverse
    }

    package struct Trace: Sendable {
      /// One for each of `layers`.
      package let layers: [Layer.Trace]
      /// Those of the topmost layer: [T, N, H], or [T, N, 2H] for both directions.
      package let outputs: DoubleArray
      /// One for each of `layers`.
      package let final: [Layer.State]
    }

    package struct Gradients: Sendable {
      package let input: DoubleArray
      package let initial: [Layer.State]
      package let parameters: [Layer]
    }

    private var directionCount: Int { isBidirectional ? 2 : 1 }

    package func forward(
      _ input: DoubleArray, initial: [Layer.State], lengths: [Int]? = nil
    ) -> Trace {
      precondition(initial.count == layers.count, "one initial state is needed for each layer")
      var traces: [Layer.Trace] = []
      var outputs = input
      for first in stride(from: 0, to: layers.count, by: directionCount) {
        let pass = (0..<directionCount).map { direction in
          layers[first + direction].forward(
            outputs, initial: initial[first + direction], lengths: lengths,
            reverse: isReverse || direction == 1)
        }
        outputs = Reference.concatenate(pass.map(\.outputs))
        traces += pass
      }
      return Trace(layers: traces, outputs: outputs, final: traces.map(\.final))
    }

    package func backward(
      _ trace: Trace, outputs: DoubleArray, final: [Layer.State]
    ) -> Gradients {
      var gradients: [RecurrentGradients<Layer>] = []
      var upstream = outputs
      for first in stride(from: 0, to: layers.count, by: directionCount).reversed() {
        let places = first..<first + directionCount
        let parts = Reference.concatenateBackward(
          sizes: places.map { trace.layers[$0].outputs.columnCount }, gradient: upstream)
        let pass = places.map { place in
          layers[place].backward(
            trace.layers[place], outputs: parts[place - first], final: final[place])
        }
        upstream = pass.dropFirst().reduce(pass[0].input) { $0 + $1.input }
        gradients = pass + gradients
      }
      return Gradients(
        input: upstream, initial: gradients.map(\.initial), parameters: gradients.map(\.parameters))
    }
  }
}
