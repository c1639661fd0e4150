import LSTMLayers
import LSTMTensor

/// Why a model cannot be explained, or not in the way that was asked for.
public enum ExplanationError: ReportableError, Equatable {
  /// Models of this task cannot be looked into.
  case otherTask(model: String, task: String, explained: [String])
  /// Nobody can look into layers of this cell.
  case otherCell(String)
  /// A step of this variant of the LSTM cannot be taken apart.
  case otherVariant(String)
  /// There is nothing to read.
  case emptyInput(name: String)
  /// The window begins behind the input's last step.
  case startOutOfRange(from: Int, stepCount: Int)
  /// The window has no step, or too many.
  case lengthOutOfRange(length: Int, limit: Int)
  /// The window has no such step.
  case stepOutOfRange(step: Int, stepCount: Int)
  /// The model has no such unit.
  case unitOutOfRange(RecurrentUnit, layerCount: Int, hiddenSize: Int)
  /// A layer has no such gate or state.
  case quantityNotThere(String, layer: Int, there: [String])
  /// There is such a picture of sounds alone.
  case noSound(picture: String)
  /// There is such a picture of translations alone.
  case noTranslation(picture: String)
  /// The input has too few steps for anything to be predicted and checked.
  case nothingPredicted(stepCount: Int)

  /// Bad data, or a request out of its range.
  public var kind: FailureKind {
    switch self {
    case .otherTask, .otherCell, .otherVariant, .emptyInput, .nothingPredicted: .badData
    case .startOutOfRange, .lengthOutOfRange, .stepOutOfRange, .unitOutOfRange,
      .quantityNotThere, .noSound, .noTranslation:
      .usage
    }
  }

  /// What was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .otherTask(let model, let task, let explained):
      """
      \(model) is a model of the task "\(task)"; models that can be explained are of the task \
      \(explained.joined(separator: ", ")). `lstm inspect` shows what this one is made of.
      """
    case .otherCell(let name):
      """
      the model's layers are of the cell "\(name)", whose states are not traced; models of an LSTM, of \
      any variant of it, of a GRU or an RNN can be explained. Train one with --cell lstm.
      """
    case .otherVariant(let name):
      """
      a step of this model cannot be taken apart: its cell, "\(name)", does more than the equations that \
      --step writes out. A report (--output FILE.html) shows what its gates and states do.
      """
    case .emptyInput(let name):
      "\(name) is empty; expected at least one character for the model to read."
    case .startOutOfRange(let from, let stepCount):
      """
      --from is \(from), but the input has the steps 0 to \(stepCount - 1). Choose the first step to \
      explain among these.
      """
    case .lengthOutOfRange(let length, let limit):
      """
      --length is \(length); it must be from 1 to \(limit): how many steps to explain. Choose a part of \
      a longer input with --from.
      """
    case .stepOutOfRange(let step, let stepCount):
      """
      --step is \(step), but the explained part of the input has the steps 0 to \(stepCount - 1). \
      Choose one of these, or another part with --from and --length.
      """
    case .unitOutOfRange(let unit, let layerCount, let hiddenSize)
    where unit.isReverse && unit.layer < layerCount && unit.index < hiddenSize:
      """
      there is no \(unit) in this model: the layer does not read in reverse. Leave that out, or choose another layer of 0 \
      to \(layerCount - 1).
      """
    case .unitOutOfRange(let unit, let layerCount, let hiddenSize):
      """
      there is no \(unit) in this model; it has the layers 0 to \(layerCount - 1) and in each the units \
      0 to \(hiddenSize - 1).
      """
    case .noSound(let picture):
      """
      there is a picture "\(picture)" of recordings alone, and the input is none. Choose a layer's gate or state, such as \
      0.forget.
      """
    case .noTranslation(let picture):
      """
      there is a picture "\(picture)" of translations alone, and the model writes none. Choose a layer's gate or state, such \
      as 0.forget.
      """
    case .quantityNotThere(let name, let layer, let there):
      """
      layer \(layer) has no \(name): its cell computes \(there.joined(separator: ", ")). Choose one of these.
      """
    case .nothingPredicted(let stepCount):
      """
      the explained part of the input has \(stepCount) step\(stepCount == 1 ? "" : "s"), so that no \
      prediction can be checked; at least 2 are needed. Give a longer text or a larger --length.
      """
    }
  }
}
