import LSTMTensor

extension PyTorchNames {
  /// A `state_dict`'s tensors as parameters of this package.
  ///
  /// The two biases of an LSTM or RNN are added. Of a GRU's second bias the candidate's part stays
  /// on its own, since the reset gate scales it. A weight with one axis belongs to a layer
  /// normalisation.
  ///
  /// - Parameters:
  ///   - entries: The tensors by PyTorch's keys, in any order.
  ///   - renaming: Turns PyTorch's name of a layer into the path it has here.
  /// - Throws: ``PyTorchNameError`` where a bias lacks its other half, or their shapes differ.
  public static func imported(
    _ entries: [(key: String, tensor: Tensor)],
    renaming: (_ prefix: String) -> String = { $0 }
  ) throws -> [(path: String, tensor: Tensor)] {
    var parameters: [(path: String, tensor: Tensor)] = []
    for (key, tensor) in entries {
      guard let (place, inPyTorch) = split(key: key) else {
        parameters.append((otherPath(for: key, among: entries, renaming: renaming), tensor))
        continue
      }
      var renamed = place
      renamed.prefix = renaming(place.prefix)
      switch inPyTorch {
      case "weight_ih": parameters.append((renamed.path("inputWeight"), tensor))
      case "weight_hr": parameters.append((renamed.path("projectionWeight"), tensor))
      case "weight_hh": parameters.append((renamed.path("recurrentWeight"), tensor))
      case "bias_ih":
        let second = try otherHalf(of: key, place.key("bias_hh"), tensor, among: entries)
        // The GRU has no projection; an LSTM with one may have a weight of the GRU's proportions.
        let projects = entries.contains { $0.key == place.key("weight_hr") }
        let weight =
          projects ? nil : entries.first { $0.key == place.key("weight_hh") }?.tensor
        parameters += biases(of: renamed, tensor.values, second.values, recurrentWeight: weight)
      default: _ = try otherHalf(of: key, place.key("bias_ih"), tensor, among: entries)
      }
    }
    return parameters
  }

  private static func otherHalf(
    of key: String, _ otherKey: String, _ bias: Tensor,
    among entries: [(key: String, tensor: Tensor)]
  ) throws -> Tensor {
    guard let other = entries.first(where: { $0.key == otherKey })?.tensor else {
      throw PyTorchNameError.missingBias(key: key, missing: otherKey)
    }
    guard bias.shape.rank == 1, other.shape == bias.shape else {
      throw PyTorchNameError.unequalBiases(
        key: key, shape: bias.shape.array, other: other.shape.array)
    }
    return other
  }

  private static func biases(
    of place: Place, _ first: [Float], _ second: [Float], recurrentWeight: Tensor?
  ) -> [(path: String, tensor: Tensor)] {
    // Only a GRU has three gates: [3H, H].
    let isGRU =
      recurrentWeight.map { $0.shape.rank == 2 && $0.shape[0] == 3 * $0.shape[1] } ?? false
    let shared = isGRU ? first.count / 3 * 2 : first.count
    let sum = first.indices.map { $0 < shared ? first[$0] + second[$0] : first[$0] }
    let bias = (path: place.path("bias"), tensor: Tensor(sum))
    guard isGRU else { return [bias] }
    return [bias, (place.path("candidateBias"), Tensor(Array(second[shared...])))]
  }

  private static func otherPath(
    for key: String, among entries: [(key: String, tensor: Tensor)],
    renaming: (_ prefix: String) -> String
  ) -> String {
    let (prefix, last) = divided(key)
    let weight = entries.first { $0.key == join(prefix, "weight") }?.tensor
    let name =
      weight?.shape.rank == 1 ? normalization.first { $0.inPyTorch == last }?.here : nil
    return join(renaming(prefix), name ?? last)
  }
}
