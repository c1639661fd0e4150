import LSTMTraining

extension TrainingBudget {
  /// When a training ends, as a model card says it.
  var cardText: String {
    var limits: [String] = []
    if let epochs { limits.append("\(epochs) epochs") }
    if let steps { limits.append("\(steps) steps") }
    if let minutes {
      limits.append("\(minutes) minutes (the clock decided how many steps; not repeatable)")
    }
    return limits.joined(separator: ", ")
  }
}
