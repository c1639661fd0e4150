import LSTMFormats
import LSTMTensor

/// A moment of a training: named tensors and a record, kept bit for bit in one file.
///
/// The training decides what they are: weights, moments of the optimiser, the carried state as
/// tensors; counters, positions and the state of the random numbers in the record. A file is
/// written whole or not at all, and one changed bit is enough for it to be refused.
public struct Checkpoint: Sendable {
  /// The tensors in the order in which they were given, each name once; NaN and infinity keep their
  /// bits.
  public var tensors: [(name: String, tensor: Tensor)]
  /// Everything else; its numbers are finite.
  public var record: JSONValue
  /// What the user should know about the reading, such as that a damaged file was passed over.
  public package(set) var warning: String?

  /// A checkpoint from its parts.
  public init(tensors: [(name: String, tensor: Tensor)], record: JSONValue) {
    self.tensors = tensors
    self.record = record
  }

  /// The tensor of a name, `nil` where there is none.
  public subscript(name: String) -> Tensor? {
    tensors.first { $0.name == name }?.tensor
  }
}

extension Checkpoint {
  /// Writes the checkpoint as a safetensors file.
  ///
  /// - Throws: `FileError` where it cannot be written; `JSONError` for a record that JSON cannot
  ///   hold; `SafetensorsError` where a name comes twice.
  public func write(to path: String) throws {
    let order = tensors.map(\.name).json
    let notes = [("record", try record.text(.compact)), ("order", try order.text(.compact))]
    try TensorFile.write(.checkpoint, tensors: tensors, notes: notes, to: path)
  }

  /// Reads a checkpoint.
  ///
  /// - Throws: `FileError` where it cannot be read, `SafetensorsError` and ``TensorFileError``
  ///   where it is damaged or of a newer build.
  public init(contentsOf path: String) throws {
    let file = try TensorFile(.checkpoint, contentsOf: path)
    guard let record = file.note("record"), let order = file.note("order") else {
      throw TensorFileError.damaged(file: path)
    }
    let names = try [String](
      json: JSONReader(parsing: Array(order.utf8), document: "\(path) (order)"))
    guard names.sorted(by: TensorFileSeal.precedes) == file.entries.map(\.name) else {
      throw TensorFileError.damaged(file: path)
    }
    let tensors = try names.map { name in
      (name: name, tensor: try file.tensor(named: name))
    }
    self.init(
      tensors: tensors, record: try JSONValue(parsing: record, document: "\(path) (record)"))
  }
}
