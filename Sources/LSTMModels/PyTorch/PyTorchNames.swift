/// How PyTorch calls the parameters of this package's layers.
///
/// | here | in PyTorch |
/// |---|---|
/// | `lstm.0.inputWeight` | `lstm.weight_ih_l0` |
/// | `lstm.0.recurrentWeight` | `lstm.weight_hh_l0` |
/// | `lstm.0.bias` | `lstm.bias_ih_l0`, with zeros as `lstm.bias_hh_l0` |
/// | `lstm.0.projectionWeight` | `lstm.weight_hr_l0` |
/// | `gru.0.candidateBias` | the last third of `gru.bias_hh_l0` |
/// | `lstm.0.reverse.…` | the same with `_reverse` at the end |
/// | `normalization.scale`, `normalization.shift` | `normalization.weight`, `normalization.bias` |
///
/// Gates are stacked in PyTorch's own order (LSTM: input, forget, candidate, output; GRU: reset,
/// update, candidate), so that no row moves. Every other parameter keeps its name. Sources: the
/// documentation of `torch.nn.LSTM`, `torch.nn.GRU` and `torch.nn.LayerNorm`, PyTorch 2.13.
///
/// ``exported(_:renaming:)`` and ``imported(_:renaming:)`` map whole models, since a name alone can
/// mislead: `stack.0.bias` belongs to a recurrent layer only beside a `stack.0.recurrentWeight`.
public enum PyTorchNames {
  /// Where a parameter of a recurrent layer belongs.
  struct Place: Equatable, Sendable {
    var prefix: String
    var layer: Int
    var isReverse: Bool

    /// The path of a parameter here; `lstm.0.forward.bias` is read as well, but never written.
    func path(_ parameter: String) -> String {
      PyTorchNames.join(prefix, "\(layer)", isReverse ? "reverse" : "", parameter)
    }

    /// The key of a parameter in PyTorch.
    func key(_ parameter: String) -> String {
      PyTorchNames.join(prefix, "\(parameter)_l\(layer)" + (isReverse ? "_reverse" : ""))
    }
  }

  /// The parameters of a recurrent layer here, and the PyTorch parameter that holds each.
  static let recurrent: [(here: String, inPyTorch: String)] = [
    ("inputWeight", "weight_ih"), ("recurrentWeight", "weight_hh"), ("bias", "bias_ih"),
    ("candidateBias", "bias_hh"), ("projectionWeight", "weight_hr"),
  ]

  /// Parameters of a recurrent layer here that none of PyTorch's has.
  static let variants = [
    "candidateWeight", "gateWeight", "peepholeWeight", "normalization.inputScale",
  ]

  /// The parameters of a layer normalisation.
  static let normalization: [(here: String, inPyTorch: String)] = [
    ("scale", "weight"), ("shift", "bias"),
  ]

  /// The place and the parameter that a path such as `lstm.0.reverse.bias` may stand for.
  static func split(path: String) -> (place: Place, parameter: String)? {
    var parts = path.split(separator: ".", omittingEmptySubsequences: false)
    guard let parameter = parts.popLast(), recurrent.contains(where: { $0.here == parameter })
    else { return nil }
    let isReverse = parts.last == "reverse"
    if isReverse || parts.last == "forward" { parts.removeLast() }
    guard let layer = parts.popLast().flatMap(number) else { return nil }
    let place = Place(
      prefix: parts.joined(separator: "."), layer: layer, isReverse: isReverse)
    return (place, String(parameter))
  }

  /// The place and the parameter of a key such as `lstm.bias_hh_l0_reverse`.
  static func split(key: String) -> (place: Place, parameter: String)? {
    let (prefix, last) = divided(key)
    var words = last.split(separator: "_", omittingEmptySubsequences: false)
    let isReverse = words.last == "reverse"
    if isReverse { words.removeLast() }
    guard words.count == 3, words[2].first == "l", let layer = number(words[2].dropFirst())
    else { return nil }
    let parameter = words[0...1].joined(separator: "_")
    guard recurrent.contains(where: { $0.inPyTorch == parameter }) else { return nil }
    return (Place(prefix: prefix, layer: layer, isReverse: isReverse), parameter)
  }

  /// What comes before the last dot of a name, and what after it.
  static func divided(_ name: String) -> (prefix: String, last: String) {
    guard let dot = name.lastIndex(of: ".") else { return ("", name) }
    return (String(name[..<dot]), String(name[name.index(after: dot)...]))
  }

  /// The parts with dots between them; empty parts are left out.
  static func join(_ parts: String...) -> String {
    parts.filter { !$0.isEmpty }.joined(separator: ".")
  }

  /// A count from zero in its usual spelling, `10` and not `010` or `+10`.
  private static func number(_ text: Substring) -> Int? {
    guard let number = Int(text), number >= 0, String(number) == text else { return nil }
    return number
  }
}
