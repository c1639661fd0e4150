import LSTMLayers
import LSTMPlot
import LSTMTensor
import LSTMTraining

/// A picture of one thing in an explanation, where ``ExplanationPage`` shows all.
public enum ExplanationPicture: Sendable, Equatable {
  /// A gate or a state of all units of a layer, over the steps.
  case quantity(LayerQuantity, layer: Int, isReverse: Bool = false)
  /// σ and tanh, and how often a layer's gates and candidates were where on them.
  case functions(layer: Int, isReverse: Bool = false)
  /// All gates and states of one unit, over the steps.
  case unit(RecurrentUnit)
  /// Of a sound: its energy by frequency and time.
  case spectrogram
  /// Of a sound: what the recogniser says, unit by unit over time.
  case spikes
  /// Of a translation: what each token that was written looked at.
  case attention

  /// What can stand behind the layer, for messages.
  public static let names =
    LayerQuantity.allCases.map(\.rawValue) + ["functions", "or a unit's number"]
  /// The pictures of sounds.
  public static let soundNames = ["spectrogram", "spikes"]
  /// The picture of translations.
  public static let translationName = "attention"

  /// The picture of a path such as `0.forget`, `0.functions` or `0.37`, with `reverse` between the two where
  /// a layer reads so, one of ``soundNames``, or ``translationName``; `nil` for any other text.
  public init?(path: String) {
    if let picture = [Self.spectrogram, .spikes, .attention].first(where: { "\($0)" == path }) {
      self = picture
      return
    }
    if let unit = RecurrentUnit(path: path) {
      self = .unit(unit)
      return
    }
    guard let dot = path.lastIndex(of: "."),
      let place = RecurrentUnit(path: path[..<dot] + ".0")
    else { return nil }
    let name = path[path.index(after: dot)...]
    if let quantity = LayerQuantity(rawValue: String(name)) {
      self = .quantity(quantity, layer: place.layer, isReverse: place.isReverse)
    } else if name == "functions" {
      self = .functions(layer: place.layer, isReverse: place.isReverse)
    } else {
      return nil
    }
  }

  /// A unit that there must be for the picture to be drawn; `nil` for a picture of no layer.
  fileprivate var place: RecurrentUnit? {
    switch self {
    case .quantity(_, let layer, let isReverse), .functions(let layer, let isReverse):
      RecurrentUnit(layer: layer, isReverse: isReverse, index: 0)
    case .unit(let unit): unit
    case .spectrogram, .spikes, .attention: nil
    }
  }
}

extension Explanation {
  /// A picture of one thing in the explanation, as an SVG file.
  ///
  /// - Throws: ``ExplanationError`` if the model has no such layer, unit or gate.
  public func svg(_ picture: ExplanationPicture) throws -> String {
    guard let place = picture.place else { return try svg(ofContent: picture) }
    let trace = input.traces.first { $0.layer == place.layer && $0.isReverse == place.isReverse }
    guard let trace, place.index < trace.unitCount else {
      throw ExplanationError.unitOutOfRange(
        place, layerCount: (input.traces.map(\.layer).max() ?? -1) + 1,
        hiddenSize: input.traces.first?.unitCount ?? 0)
    }
    switch picture {
    case .quantity(let quantity, _, _):
      let order = UnitOrder.byMotion(trace.hidden)
      let axis = input.axis(ofLayer: trace.layer)
      guard let map = quantity.heatMap(of: trace, order: order, axis: axis) else {
        throw ExplanationError.quantityNotThere(
          quantity.rawValue, layer: trace.layer,
          there: LayerQuantity.all(in: trace).map(\.rawValue))
      }
      return map.svg
    case .functions:
      return ActivationCurves(trace).chart.svg
    case .unit(let unit):
      return input.axis(ofLayer: trace.layer).applied(to: Self.course(of: unit, in: trace)).svg
    case .spectrogram, .spikes, .attention:
      return try svg(ofContent: picture)
    }
  }

  private func svg(ofContent picture: ExplanationPicture) throws -> String {
    if picture == .attention {
      guard case .translation(let translation) = input.content else {
        throw ExplanationError.noTranslation(picture: "\(picture)")
      }
      return translation.attentionMap.svg
    }
    guard case .sound(let sound) = input.content else {
      throw ExplanationError.noSound(picture: "\(picture)")
    }
    return picture == .spectrogram ? sound.spectrogram.svg : sound.spikes.svg
  }

  /// All that a unit computes; of the cell state what the output gate is shown, so that one scale serves.
  private static func course(of unit: RecurrentUnit, in trace: LayerTrace) -> HeatMap {
    let rows = LayerQuantity.allCases.compactMap { quantity -> (label: String, values: [Double])? in
      quantity.values(in: trace).flatMap { values in
        // A hidden state that is a projection has no value of a unit's own.
        guard values.shape.columnCount == trace.unitCount else { return nil }
        let column = values.columns(unit.index..<unit.index + 1)
        return (
          label: quantity == .cell ? "tanh C" : quantity.symbol,
          values: (quantity == .cell ? tanh(column) : column).values.map(Double.init)
        )
      }
    }
    return HeatMap(
      title: "\(unit) while it reads".capitalizingFirst, values: rows.map(\.values),
      colors: .signed, rowLabels: rows.map(\.label))
  }
}

extension LayerTrace {
  /// Units of the layer, H.
  fileprivate var unitCount: Int { (lstm?.cell ?? hidden).shape.columnCount }
}

extension String {
  var capitalizingFirst: String { prefix(1).uppercased() + dropFirst() }
}
