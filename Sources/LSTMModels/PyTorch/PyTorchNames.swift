/// How PyTorch calls the parameters of a recurrent layer (`torch.nn.LSTM`, `GRU` and `RNN`).
///
/// | here | in PyTorch |
/// |---|---|
/// | `lstm.0.forward.inputWeight` | `lstm.weight_ih_l0` |
/// | `lstm.0.forward.recurrentWeight` | `lstm.weight_hh_l0` |
/// | `lstm.0.forward.bias` | `lstm.bias_ih_l0`, with zeros as `lstm.bias_hh_l0` |
/// | `lstm.0.forward.candidateBias` (GRU) | the last third of `lstm.bias_hh_l0` |
/// | `lstm.0.reverse.…` | the same with `_reverse` at the end |
///
/// The gates are stacked in PyTorch's own order (LSTM: input, forget, candidate, output; GRU:
/// reset, update, candidate), so that no row moves. Every other parameter keeps its name. Source:
/// the documentation of `torch.nn.LSTM` and `torch.nn.GRU`, PyTorch 2.13.
public enum PyTorchNames {
  /// A parameter of a recurrent layer of this package, taken apart.
  struct Place: Equatable {
    var prefix: String
    var layer: Int
    var isReverse: Bool

    /// The end of a PyTorch key, as in `l0_reverse`.
    var suffix: String { "l\(layer)" + (isReverse ? "_reverse" : "") }

    func path(_ parameter: String) -> String {
      let direction = isReverse ? "reverse" : "forward"
      return (prefix.isEmpty ? "" : prefix + ".") + "\(layer).\(direction).\(parameter)"
    }

    func key(_ parameter: String) -> String {
      (prefix.isEmpty ? "" : prefix + ".") + "\(parameter)_\(suffix)"
    }
  }

  /// The parameters of a recurrent layer here, and the PyTorch parameter that holds each.
  static let parameters: [(name: String, inPyTorch: String)] = [
    ("inputWeight", "weight_ih"), ("recurrentWeight", "weight_hh"), ("bias", "bias_ih"),
    ("candidateBias", "bias_hh"),
  ]

  /// The PyTorch key for a parameter path of this package.
  ///
  /// - Parameters:
  ///   - path: As a module lists it, for instance `lstm.0.forward.inputWeight`.
  ///   - renaming: Turns the path of a layer (`lstm`) into the name it has in PyTorch.
  /// - Returns: For instance `lstm.weight_ih_l0`; the path itself where it belongs to no recurrent
  ///   layer.
  public static func key(
    for path: String, renaming: (_ prefix: String) -> String = { $0 }
  ) -> String {
    guard var (place, parameter) = split(path: path),
      let inPyTorch = parameters.first(where: { $0.name == parameter })?.inPyTorch
    else { return path }
    place.prefix = renaming(place.prefix)
    return place.key(inPyTorch)
  }

  /// The parameter path of this package for a PyTorch key.
  ///
  /// - Parameters:
  ///   - key: As in a `state_dict`, for instance `lstm.weight_ih_l0`.
  ///   - renaming: Turns PyTorch's name of the layer into the path it has here.
  /// - Returns: For instance `lstm.0.forward.inputWeight`; the key itself where it belongs to no
  ///   recurrent layer; `candidateBias` for a `bias_hh`, which only a GRU keeps as such.
  public static func path(
    for key: String, renaming: (_ prefix: String) -> String = { $0 }
  ) -> String {
    guard var (place, inPyTorch) = split(key: key),
      let parameter = parameters.first(where: { $0.inPyTorch == inPyTorch })?.name
    else { return key }
    place.prefix = renaming(place.prefix)
    return place.path(parameter)
  }
}

// MARK: - Taking names apart

extension PyTorchNames {
  /// The place and the last part of a path such as `lstm.0.forward.bias`.
  static func split(path: String) -> (place: Place, parameter: String)? {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count >= 3, let parameter = parts.last,
      let layer = number(parts[parts.count - 3])
    else { return nil }
    let direction = parts[parts.count - 2]
    guard direction == "forward" || direction == "reverse" else { return nil }
    let prefix = parts.dropLast(3).joined(separator: ".")
    let place = Place(prefix: prefix, layer: layer, isReverse: direction == "reverse")
    return (place, String(parameter))
  }

  /// The place and the kind of a key such as `lstm.bias_hh_l0_reverse`.
  static func split(key: String) -> (place: Place, parameter: String)? {
    let parts = key.split(separator: ".", omittingEmptySubsequences: false)
    guard let last = parts.last else { return nil }
    var words = last.split(separator: "_", omittingEmptySubsequences: false)
    let isReverse = words.last == "reverse"
    if isReverse { words.removeLast() }
    guard words.count == 3, words[2].first == "l", let layer = number(words[2].dropFirst())
    else { return nil }
    let prefix = parts.dropLast().joined(separator: ".")
    let place = Place(prefix: prefix, layer: layer, isReverse: isReverse)
    return (place, words[0...1].joined(separator: "_"))
  }

  /// A count from zero in its usual spelling, `10` and not `010` or `+10`.
  private static func number(_ text: Substring) -> Int? {
    guard let number = Int(text), number >= 0, String(number) == text else { return nil }
    return number
  }
}
