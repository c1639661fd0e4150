extension String {
  /// The name that this one begins, or that differs least, if that is a slip of the fingers.
  package func nearest(in names: [String]) -> String? {
    if isEmpty { return nil }
    let lower = lowercased()
    if let longer = names.first(where: { $0.lowercased().hasPrefix(lower) }) { return longer }
    let distances = names.map {
      (name: $0, distance: EditAlignment(from: Array(lower), to: Array($0.lowercased())).distance)
    }
    guard let best = distances.min(by: { $0.distance < $1.distance }),
      best.distance <= 2, best.distance < best.name.count / 2 + 1
    else { return nil }
    return best.name
  }
}
