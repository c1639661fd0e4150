import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMPlot
import LSTMTensor
import LSTMTraining

/// How far back the steps of an input reach: what the last prediction's loss L_T owes to the states before
/// it, by the distance T − t.
public struct InputGradients: Sendable {
  /// T, the step whose prediction is looked at, from zero.
  public let step: Int
  /// What was read there.
  public let label: String
  /// What came next, whose loss is L_T.
  public let next: String
  /// L_T.
  public let loss: Double
  /// What it is counted in.
  public let lossUnit: String
  /// Every layer, from the input up.
  public let layers: [Layer]

  /// What reaches the states of one layer, by distance from 0 on.
  public struct Layer: Sendable {
    /// Layer, from zero.
    public let layer: Int
    /// The cell, as `lstm train --cell` calls it.
    public let cellType: String
    /// ‖∂L_T ÷ ∂h_t‖.
    public let hidden: [Double]
    /// ‖∂L_T ÷ ∂C_t‖, h_t held fixed; `nil` for a cell without a cell state.
    public let cell: [Double]?
    /// f_{t+1} ⊙ … ⊙ f_T, what the forget gates leave of C_t: the mean of all units; `nil` for a cell
    /// without forget gates.
    public let forgetProduct: [Double]?
    /// The same of the unit that keeps most, by distance.
    public let largestForgetProduct: [Double]?
    /// The unit that keeps most over the whole distance.
    public let longestMemory: Int?
  }

  /// Follows the last prediction that can be checked back through a part of an input.
  ///
  /// - Throws: why no prediction can be checked.
  public init<Model: Explainable>(of reading: Reading<Model>) throws {
    try self.init(of: reading, explained: reading.explained(candidateCount: 1))
  }

  /// The same where the part has been read already.
  init<Model: Explainable>(of reading: Reading<Model>, explained: ExplainedInput) throws {
    guard let gradients = reading.model.gradients(of: reading.part),
      let last = gradients.layers.first.map({ $0.hidden.count - 1 }),
      explained.steps.indices.contains(last)
    else { throw reading.part.nothingPredicted }
    step = last
    label = explained.steps[last].label
    next = gradients.next
    loss = gradients.loss
    lossUnit = explained.lossUnit
    layers = zip(explained.traces, gradients.layers).map { Layer($0, $1, last: last) }
  }
}

extension InputGradients.Layer {
  fileprivate init(_ trace: LayerTrace, _ gradients: LayerGradients, last: Int) {
    layer = trace.layer
    cellType = LayerStep(trace, step: 0).cellType
    hidden = gradients.hidden
    cell = gradients.cell
    guard let tensor = LayerQuantity.forget.values(in: trace) else {
      (forgetProduct, largestForgetProduct, longestMemory) = (nil, nil, nil)
      return
    }
    let (forget, size) = (tensor.values, tensor.shape.columnCount)
    var products = [Double](repeating: 1, count: size)
    var (means, largest): ([Double], [Double]) = ([], [])
    for distance in 0...last {
      means.append(products.reduce(0, +) / Double(size))
      largest.append(products.max() ?? 0)
      if distance == last { break }
      let row = (last - distance) * size
      for unit in 0..<size { products[unit] *= Double(forget[row + unit]) }
    }
    (forgetProduct, largestForgetProduct) = (means, largest)
    longestMemory = products.indices.max { (products[$0], $1) < (products[$1], $0) }
  }

  /// The distance from which on no gradient is above a hundredth of the largest; `nil` if there is none.
  var reach: Int? {
    let all = zip(hidden, cell ?? hidden).map { max($0, $1) }
    guard let largest = all.max(), largest > 0 else { return nil }
    let last = all.lastIndex { $0 > largest / 100 } ?? 0
    return last + 1 < all.count ? last + 1 : nil
  }
}

extension InputGradients {
  /// As data, every distance in it.
  public var json: JSONValue {
    [
      "step": step.json, "token": .string(label), "next": .string(next), "loss": loss.json,
      "layers": .array(
        layers.map { layer in
          var object = JSONObject([
            ("layer", layer.layer.json), ("direction", .string("forward")),
            ("cellType", .string(layer.cellType)), ("hiddenGradient", layer.hidden.json),
          ])
          object["cellGradient"] = layer.cell?.json
          object["forgetProduct"] = layer.forgetProduct?.json
          object["largestForgetProduct"] = layer.largestForgetProduct?.json
          return .object(object)
        }),
    ]
  }

  /// A table of some distances for each layer, and what it shows.
  public var lines: [String] {
    var lines = [
      "L is the loss of \(next) after step \(step) (\(label)): \(loss.text(2)) \(lossUnit); what it owes to earlier states"
    ]
    for layer in layers {
      let columns: [(String, [Double]?)] = [
        ("‖∂L/∂h‖", layer.hidden), ("‖∂L/∂C‖", layer.cell),
        ("product of f", layer.forgetProduct), ("largest", layer.largestForgetProduct),
      ]
      let shown = columns.compactMap { name, values in values.map { (name, $0) } }
      lines += ["", "layer \(layer.layer) (\(layer.cellType))"]
      lines.append(
        "steps back".leftPadded(to: 12) + shown.map { $0.0.leftPadded(to: 14) }.joined())
      lines += distances.map { distance in
        "\(distance)".leftPadded(to: 12)
          + shown.map { $0.1[distance].exponentText(1).leftPadded(to: 14) }.joined()
      }
      lines.append("  " + sentence(layer))
    }
    return lines
  }

  /// What a layer's numbers say.
  func sentence(_ layer: Layer) -> String {
    let reach =
      layer.reach.map {
        "From \($0) steps back on, no gradient is above a hundredth of the largest"
      }
      ?? "Over all \(step) steps gradients stay above a hundredth of the largest"
    guard let largest = layer.largestForgetProduct?.last, let unit = layer.longestMemory else {
      return reach
        + (layer.cell == nil ? "." : "; there is no forget gate, so that the cell state keeps all.")
    }
    return reach
      + "; unit \(unit) forgets least, it keeps \((100 * largest).text(largest < 0.01 ? 4 : 0)) % over \(step) steps."
  }

  private var distances: [Int] {
    [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].filter { $0 < step } + [step]
  }

  /// Gradients and products of forget gates by distance, on a logarithmic scale.
  func chart(_ layer: Layer) -> LineChart {
    // What is too small to matter would take most of the picture.
    let largest = ([1] + layer.hidden + (layer.cell ?? [])).max() ?? 1
    let lines: [(String, [Double]?)] = [
      ("‖∂L/∂h‖", layer.hidden), ("‖∂L/∂C‖", layer.cell),
      ("product of forget gates, mean of all units", layer.forgetProduct),
      ("of the unit that keeps most", layer.largestForgetProduct),
    ]
    return LineChart(
      title: "Layer \(layer.layer): gradients and what forget gates leave, by distance",
      x: .init("steps back"), y: .init("", scale: .logarithmic),
      series: lines.compactMap { name, values in
        values.map { values in
          LineChart.Series(name, y: values.map { $0 < 1e-12 * largest ? .nan : $0 })
        }
      })
  }
}
