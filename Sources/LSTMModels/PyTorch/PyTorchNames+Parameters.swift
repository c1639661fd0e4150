import LSTMTensor

extension PyTorchNames {
  /// A model's parameters as a `state_dict` that PyTorch's `load_state_dict` takes.
  ///
  /// - Parameters:
  ///   - parameters: A model's parameters in order, recurrent layers with a `bias`.
  ///   - renaming: Turns the path of a layer into the name it has in PyTorch.
  /// - Returns: PyTorch's keys; after each `bias_ih` the `bias_hh` that PyTorch wants beside it,
  ///   which is zero but for a GRU's second candidate bias.
  public static func exported(
    _ parameters: [(path: String, tensor: Tensor)],
    renaming: (_ prefix: String) -> String = { $0 }
  ) -> [(key: String, tensor: Tensor)] {
    var entries: [(key: String, tensor: Tensor)] = []
    for (path, tensor) in parameters {
      guard var (place, parameter) = split(path: path) else {
        entries.append((path, tensor))
        continue
      }
      guard parameter != "candidateBias" else { continue }
      entries.append((key(for: path, renaming: renaming), tensor))
      guard parameter == "bias" else { continue }
      let second = parameters.first { $0.path == place.path("candidateBias") }?.tensor
      place.prefix = renaming(place.prefix)
      entries.append((place.key("bias_hh"), secondBias(beside: tensor, candidate: second)))
    }
    return entries
  }

  /// A `state_dict`'s tensors as parameters of this package.
  ///
  /// The two biases of an LSTM or RNN are added; of a GRU's second bias the candidate's part stays
  /// on its own, since the reset gate scales it.
  ///
  /// - Parameters:
  ///   - entries: The tensors by PyTorch's keys.
  ///   - renaming: Turns PyTorch's name of a layer into the path it has here.
  /// - Throws: ``PyTorchNameError`` where a bias lacks its other half, or their shapes differ.
  public static func imported(
    _ entries: [(key: String, tensor: Tensor)],
    renaming: (_ prefix: String) -> String = { $0 }
  ) throws -> [(path: String, tensor: Tensor)] {
    var parameters: [(path: String, tensor: Tensor)] = []
    for (key, tensor) in entries {
      guard var (place, inPyTorch) = split(key: key), inPyTorch.hasPrefix("bias_") else {
        parameters.append((path(for: key, renaming: renaming), tensor))
        continue
      }
      let isFirst = inPyTorch == "bias_ih"
      let otherKey = place.key(isFirst ? "bias_hh" : "bias_ih")
      guard let other = entries.first(where: { $0.key == otherKey })?.tensor else {
        throw PyTorchNameError.missingBias(key: key, missing: otherKey)
      }
      guard isFirst else { continue }
      guard tensor.shape.rank == 1, other.shape == tensor.shape else {
        throw PyTorchNameError.unequalBiases(
          key: key, found: other.shape.array, expected: tensor.shape.array)
      }
      let recurrent = entries.first { $0.key == place.key("weight_hh") }?.tensor
      place.prefix = renaming(place.prefix)
      parameters += biases(of: place, tensor, other, recurrentWeight: recurrent)
    }
    return parameters
  }

  /// Zeros, but for the candidate's part at the end.
  private static func secondBias(beside bias: Tensor, candidate: Tensor?) -> Tensor {
    let candidate = candidate?.values ?? []
    let zeros = [Float](repeating: 0, count: max(bias.count - candidate.count, 0))
    return Tensor(zeros + candidate, shape: [zeros.count + candidate.count])
  }

  private static func biases(
    of place: Place, _ first: Tensor, _ second: Tensor, recurrentWeight: Tensor?
  ) -> [(path: String, tensor: Tensor)] {
    let (first, second) = (first.values, second.values)
    // Only a GRU has three gates: [3H, H].
    let isGRU =
      recurrentWeight.map { $0.shape.rank == 2 && $0.shape[0] == 3 * $0.shape[1] } ?? false
    let shared = isGRU ? first.count / 3 * 2 : first.count
    let sum = zip(first, second).enumerated().map { index, pair in
      index < shared ? pair.0 + pair.1 : pair.0
    }
    let bias = (path: place.path("bias"), tensor: Tensor(sum))
    guard isGRU else { return [bias] }
    return [bias, (place.path("candidateBias"), Tensor(Array(second[shared...])))]
  }
}
