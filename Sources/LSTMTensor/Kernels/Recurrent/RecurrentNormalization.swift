import CLSTMKernels

/// The gains of a layer-normalised LSTM (``LSTMVariant/hasLayerNormalization``).
public struct RecurrentNormalization: Sendable {
  /// Gain of the input projection, [gates · H].
  public var inputScale: Tensor
  /// Gain of the recurrent projection, [gates · H].
  public var recurrentScale: Tensor
  /// Gain of the cell state on its way out, [H].
  public var cellScale: Tensor
  /// What is added to it, [H].
  public var cellShift: Tensor

  /// Added to each variance.
  public static let epsilon: Float = 1e-5

  /// Gains from their tensors.
  public init(inputScale: Tensor, recurrentScale: Tensor, cellScale: Tensor, cellShift: Tensor) {
    self.inputScale = inputScale
    self.recurrentScale = recurrentScale
    self.cellScale = cellScale
    self.cellShift = cellShift
  }

  var tensors: [Tensor] { [inputScale, recurrentScale, cellScale, cellShift] }
}

/// Gains as the kernels read them.
struct PackedNormalization: Sendable {
  /// [gate row] each.
  let input: Tensor
  let recurrent: Tensor
  /// [padded H] each.
  let cellScale: Tensor
  let cellShift: Tensor

  init(_ cell: RecurrentCell, _ gains: RecurrentNormalization) {
    let hiddenSize = gains.cellScale.count
    func gateRow(_ gain: Tensor) -> Tensor {
      let row = Tensor(uninitialized: [cell.gateRow(hiddenSize)])
      clstm_pack_bias(cell.code, row.freshPointer, gain.pointer, nil, hiddenSize)
      return row
    }
    func padded(_ gain: Tensor) -> Tensor {
      let row = Tensor.zeros([clstm_padded(hiddenSize)])
      row.freshPointer.update(from: gain.pointer, count: hiddenSize)
      return row
    }
    input = gateRow(gains.inputScale)
    recurrent = gateRow(gains.recurrentScale)
    cellScale = padded(gains.cellScale)
    cellShift = padded(gains.cellShift)
    withExtendedLifetime(gains) {}
  }

  /// The kernels' description, good for as long as the gains live.
  var description: clstm_normalization {
    var result = clstm_normalization()
    result.input_gain = input.pointer
    result.recurrent_gain = recurrent.pointer
    result.cell_gain = cellScale.pointer
    result.cell_shift = cellShift.pointer
    result.epsilon = RecurrentNormalization.epsilon
    return result
  }
}

/// What normalisation leaves for the way back.
struct NormalizationRecord: Sendable {
  /// Projections before normalisation, [R, gate row].
  let input: Tensor
  let recurrent: Tensor
  /// Mean and inverse deviation of input projection, recurrent projection and cell state, [R, 6].
  let moments: Tensor

  init(rows: Int, gateRow: Int) {
    input = Tensor(uninitialized: [rows, gateRow])
    recurrent = Tensor(uninitialized: [rows, gateRow])
    moments = Tensor(uninitialized: [rows, 6])
  }
}
