import LSTMTensor

extension PyTorchNames {
  /// A model's parameters as a `state_dict` that PyTorch's `load_state_dict` takes.
  ///
  /// A trained initial state (`lstm.initialHidden`) has no counterpart in PyTorch and keeps its
  /// name; a layer without bias gets none.
  ///
  /// - Parameters:
  ///   - parameters: A model's parameters in order.
  ///   - renaming: Turns the path of a layer, such as `lstm`, into the name it has in PyTorch.
  /// - Returns: PyTorch's keys; after each `bias_ih` the `bias_hh` that PyTorch wants beside it,
  ///   which is zero but for a GRU's second candidate bias.
  /// - Throws: ``PyTorchNameError/noSuchLayer(path:)`` for a variant that PyTorch has no layer for, told by a parameter of its own.
  public static func exported(
    _ parameters: [(path: String, tensor: Tensor)],
    renaming: (_ prefix: String) -> String = { $0 }
  ) throws -> [(key: String, tensor: Tensor)] {
    var entries: [(key: String, tensor: Tensor)] = []
    for (path, tensor) in parameters {
      if let unknown = variant(path: path, among: parameters) {
        throw PyTorchNameError.noSuchLayer(path: unknown)
      }
      guard let (place, parameter) = recurrentPlace(of: path, among: parameters),
        let name = recurrent.first(where: { $0.here == parameter })?.inPyTorch
      else {
        entries.append((otherKey(for: path, among: parameters, renaming: renaming), tensor))
        continue
      }
      guard parameter != "candidateBias" else { continue }
      var renamed = place
      renamed.prefix = renaming(place.prefix)
      entries.append((renamed.key(name), tensor))
      guard parameter == "bias" else { continue }
      let candidate = value(at: place, "candidateBias", among: parameters)
      entries.append((renamed.key("bias_hh"), secondBias(beside: tensor, candidate: candidate)))
    }
    return entries
  }

  /// The path itself where it is of a parameter that only a variant of a recurrent layer has.
  private static func variant(
    path: String, among parameters: [(path: String, tensor: Tensor)]
  ) -> String? {
    for name in variants where path == name || path.hasSuffix(".\(name)") {
      let layer = String(path.dropLast(name.count))
      if parameters.contains(where: { $0.path == layer + "recurrentWeight" }) { return path }
    }
    return nil
  }

  /// The place of a parameter that has a recurrent weight beside it.
  private static func recurrentPlace(
    of path: String, among parameters: [(path: String, tensor: Tensor)]
  ) -> (place: Place, parameter: String)? {
    guard let (place, parameter) = split(path: path),
      value(at: place, "recurrentWeight", among: parameters) != nil
    else { return nil }
    return (place, parameter)
  }

  private static func value(
    at place: Place, _ parameter: String, among parameters: [(path: String, tensor: Tensor)]
  ) -> Tensor? {
    parameters.first { candidate in
      split(path: candidate.path).map { $0 == (place, parameter) } ?? false
    }?.tensor
  }

  private static func otherKey(
    for path: String, among parameters: [(path: String, tensor: Tensor)],
    renaming: (_ prefix: String) -> String
  ) -> String {
    let (prefix, last) = divided(path)
    let isNormalization = normalization.allSatisfy { name in
      parameters.contains { $0.path == join(prefix, name.here) }
    }
    let name = isNormalization ? normalization.first { $0.here == last }?.inPyTorch : nil
    return join(renaming(prefix), name ?? last)
  }

  /// Zeros, but for the candidate's part at the end.
  private static func secondBias(beside bias: Tensor, candidate: Tensor?) -> Tensor {
    let candidate = candidate?.values ?? []
    let zeros = [Float](repeating: 0, count: max(bias.count - candidate.count, 0))
    return Tensor(zeros + candidate)
  }
}
