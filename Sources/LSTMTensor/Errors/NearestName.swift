extension String {
  /// The name that this one begins, or that differs least, if that is a slip of the fingers.
  package func nearest(in names: [String]) -> String? {
    if isEmpty { return nil }
    let lower = lowercased()
    if let longer = names.first(where: { $0.lowercased().hasPrefix(lower) }) { return longer }
    let distances = names.map { (name: $0, distance: Self.distance(lower, $0.lowercased())) }
    guard let best = distances.min(by: { $0.distance < $1.distance }),
      best.distance <= 2, best.distance < best.name.count / 2 + 1
    else { return nil }
    return best.name
  }

  /// How many letters must be added, left out or replaced to turn one word into another.
  private static func distance(_ left: String, _ right: String) -> Int {
    let letters = Array(right)
    var row = Array(0...letters.count)
    for (position, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = position + 1
      for column in letters.indices {
        let replaced = diagonal + (letters[column] == letter ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = Swift.min(replaced, diagonal + 1, row[column] + 1)
      }
    }
    return row[letters.count]
  }
}
