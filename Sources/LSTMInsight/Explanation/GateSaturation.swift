import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMTensor

/// How often a gate of a layer is nearly shut or wide open, after Karpathy and others (2015).
public struct GateSaturation: Sendable {
  /// Below this a gate counts as shut.
  public static let shut: Float = 0.1
  /// Above this a gate counts as open.
  public static let open: Float = 0.9

  /// A unit, and the share of the steps at which its gate is so.
  public struct Extreme: Sendable, Equatable {
    /// The unit.
    public var unit: RecurrentUnit
    /// 0…1.
    public var share: Double
  }

  /// Layer, from zero.
  public var layer: Int
  /// Whether the layer reads in reverse.
  public var isReverse: Bool
  /// The gate.
  public var gate: LayerQuantity
  /// The share of all units and steps at which it is shut.
  public var shutShare: Double
  /// The share of all units and steps at which it is open.
  public var openShare: Double
  /// The unit that is shut most often.
  public var mostShut: Extreme
  /// The unit that is open most often.
  public var mostOpen: Extreme

  /// Every gate of every layer.
  static func all(in traces: [LayerTrace]) -> [GateSaturation] {
    traces.flatMap { trace in
      LayerQuantity.all(in: trace).filter(\.isGate).compactMap { gate in
        gate.values(in: trace).map { GateSaturation(gate, $0, of: trace) }
      }
    }
  }

  init(_ gate: LayerQuantity, _ activations: Tensor, of trace: LayerTrace) {
    let size = activations.shape.columnCount
    var (shut, open) = (Array(repeating: 0, count: size), Array(repeating: 0, count: size))
    for (position, value) in activations.values.enumerated() {
      if value < Self.shut { shut[position % size] += 1 }
      if value > Self.open { open[position % size] += 1 }
    }
    let steps = Double(max(1, activations.count / size))
    func most(_ counts: [Int]) -> Extreme {
      let best = counts.indices.max { (counts[$0], $1) < (counts[$1], $0) } ?? 0
      return Extreme(
        unit: RecurrentUnit(layer: trace.layer, isReverse: trace.isReverse, index: best),
        share: Double(counts[best]) / steps)
    }
    layer = trace.layer
    isReverse = trace.isReverse
    self.gate = gate
    shutShare = Double(shut.reduce(0, +)) / steps / Double(size)
    openShare = Double(open.reduce(0, +)) / steps / Double(size)
    mostShut = most(shut)
    mostOpen = most(open)
  }

  /// The shares as data.
  public var json: JSONValue {
    func extreme(_ extreme: Extreme) -> JSONValue {
      ["unit": .string(extreme.unit.path), "share": extreme.share.json]
    }
    return [
      "layer": layer.json, "direction": .string(isReverse ? "reverse" : "forward"),
      "gate": .string(gate.rawValue), "shut": shutShare.json, "open": openShare.json,
      "mostShut": extreme(mostShut), "mostOpen": extreme(mostOpen),
    ]
  }

  /// A line of a table for people.
  public var line: String {
    func share(_ share: Double) -> String { "\((share * 100).text(0)) %".leftPadded(to: 6) }
    func extreme(_ extreme: Extreme) -> String {
      "unit \(extreme.unit.index)".leftPadded(to: 10) + share(extreme.share)
    }
    return "layer \(layer)\(isReverse ? " reverse" : "")".padded(to: 16)
      + gate.rawValue.padded(to: 8)
      + share(shutShare) + "  " + extreme(mostShut) + "   " + share(openShare) + "  "
      + extreme(mostOpen)
  }
}
