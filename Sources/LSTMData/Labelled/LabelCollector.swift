/// Collects labels as they come, and gives each class a number.
///
/// Labels that differ by white space alone are one class.
struct LabelCollector {
  private let isMultilabel: Bool
  private var places: [String: Int] = [:]
  private var names: [String] = []
  /// Labels as they stood, where that was not the class's name, each once.
  private var variants: [String] = []

  init(isMultilabel: Bool) {
    self.isMultilabel = isMultilabel
  }

  /// The classes, in order of arrival, that a field names; none for a field of white space.
  mutating func classes(of field: [UInt8]) -> [Int] {
    let text = String(decoding: field, as: UTF8.self)
    let parts =
      isMultilabel ? text.split { $0 == "," || $0 == "|" }.map(String.init) : [text]
    var found: [Int] = []
    for part in parts {
      let name = part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      guard !name.isEmpty else { continue }
      // White space around the parts of a list is how lists are written.
      if part != name, !isMultilabel, variants.count < 100, !variants.contains(part) {
        variants.append(part)
      }
      let place = place(of: name)
      if !found.contains(place) { found.append(place) }
    }
    return found
  }

  /// The place of a class, a new one where the name is new.
  mutating func place(of name: String) -> Int {
    if let place = places[name] { return place }
    places[name] = names.count
    names.append(name)
    return names.count - 1
  }

  /// The names in the order of their bytes, and the number in that order of each in order of arrival.
  var ordered: (names: [String], numbers: [Int]) {
    let order = names.indices.sorted {
      names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8)
    }
    var numbers = Array(repeating: 0, count: names.count)
    for (number, place) in order.enumerated() { numbers[place] = number }
    return (order.map { names[$0] }, numbers)
  }

  /// What a reader should know about the labels.
  var notes: [String] {
    var notes: [String] = []
    let odd = variants.filter { variant in
      places[variant.split(whereSeparator: \.isWhitespace).joined(separator: " ")] != nil
    }
    if !odd.isEmpty {
      let shown = odd.prefix(5).map(TableError.quoted).joined(separator: ", ")
      notes.append(
        "Labels that differ by white space alone are one class: \(shown)"
          + "\(odd.count > 5 ? " and others" : "").")
    }
    var byFolded: [String: String] = [:]
    for name in ordered.names {
      let folded = name.lowercased()
      if let other = byFolded[folded] {
        notes.append(
          "The classes \(TableError.quoted(other)) and \(TableError.quoted(name)) differ by case alone and stay "
            + "apart.")
      } else {
        byFolded[folded] = name
      }
    }
    return notes
  }
}
