extension SeriesValues {
  /// Finite values from such with NaN where missing.
  ///
  /// What is missing before the first value, or after the last, is never counted as observed.
  /// - Parameters:
  ///   - raw: [T].
  ///   - isCategory: Whether between two values there is no line, only the one before.
  package init(filling raw: [Double], policy: MissingValuePolicy, isCategory: Bool = false) {
    guard let first = raw.firstIndex(where: { !$0.isNaN }),
      let last = raw.lastIndex(where: { !$0.isNaN })
    else {
      self.init(
        values: Array(repeating: 0, count: raw.count),
        isObserved: Array(repeating: false, count: raw.count))
      return
    }
    var values = raw
    var isObserved = raw.map { !$0.isNaN }
    for index in 0..<first { values[index] = raw[first] }
    var before = first
    for index in first..<raw.count {
      guard raw[index].isNaN else {
        if policy == .interpolate, !isCategory, index - before > 1 {
          let (left, right) = (raw[before], raw[index])
          for between in before + 1..<index {
            let share = Double(between - before) / Double(index - before)
            values[between] = left * (1 - share) + right * share
          }
        }
        before = index
        continue
      }
      values[index] = raw[before]
      if index < last, policy == .interpolate || policy == .forward { isObserved[index] = true }
    }
    self.init(values: values, isObserved: isObserved)
  }
}
