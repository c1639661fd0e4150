import LSTMTensor

/// Which class is normal among those of a data set.
struct NormalClass: Sendable, Equatable {
  /// Its name; `nil` where there are no classes: then all is normal.
  let name: String?
  /// A line for people; `nil` where there are no classes.
  let note: String?
  /// The same where only what is normal is learned from.
  var noteOfOneClass: String? { note.map { $0 + " Nothing is learned from those." } }

  /// The class of a name, or the most frequent one, the first of several as frequent.
  ///
  /// - Parameters:
  ///   - wanted: the name; `nil`: the most frequent.
  ///   - classes: of everything there is; `nil`: there are none.
  /// - Throws: ``DetectorTaskError`` where no class has that name.
  init(_ wanted: String?, among classes: [String?]?, file: String) throws {
    let named = classes?.compactMap { $0 } ?? []
    guard !named.isEmpty else {
      guard wanted == nil else { throw DetectorTaskError.noLabel(file: file) }
      (name, note) = (nil, nil)
      return
    }
    var known: [(name: String, count: Int)] = []
    var places: [String: Int] = [:]
    for one in named {
      if let place = places[one] {
        known[place].count += 1
      } else {
        places[one] = known.count
        known.append((one, 1))
      }
    }
    let names = known.map(\.name)
    let frequent = known.reversed().max { $0.count < $1.count }?.name
    guard let found = wanted ?? frequent, let place = places[found] else {
      throw DetectorTaskError.unknownClass(
        file: file, found: wanted ?? "", nearest: wanted?.nearest(in: names), known: names)
    }
    name = found
    let others = named.count - known[place].count
    note =
      "Normal is the class \"\(found)\"\(wanted == nil ? ", the most frequent" : ""): "
      + "\(known[place].count) rows beside \(others) others."
  }

  /// Whether something of a class is learned from.
  func contains(_ one: String?) -> Bool { name == nil || one == name }
}
