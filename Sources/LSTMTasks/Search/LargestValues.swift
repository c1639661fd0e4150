extension Slice<UnsafeBufferPointer<Float>> {
  /// The largest values with their places from the slice's start, the first of equals first.
  func largest(_ count: Int) -> [(token: Int32, value: Float)] {
    var best: [(token: Int32, value: Float)] = []
    for (place, value) in enumerated() {
      if best.count == count, value <= best[count - 1].value { continue }
      if best.count == count { best.removeLast() }
      var at = best.count
      while at > 0, best[at - 1].value < value { at -= 1 }
      best.insert((Int32(place), value), at: at)
    }
    return best
  }
}
