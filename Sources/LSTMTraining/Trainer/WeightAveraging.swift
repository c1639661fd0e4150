/// Which weights of a run are averaged; the average is what is validated and returned.
public enum WeightAveraging: Sendable, Equatable {
  /// A running average, of which a step keeps this much, below 1 (Polyak and Juditsky 1992).
  ///
  /// Step number s keeps at most (1 + s) / (10 + s), so that the first weights are soon forgotten.
  case running(decay: Float)
  /// The mean of the weights after every step since a validation was no better than the best of those more than `patience`
  /// before it: NT-ASGD (Merity, Keskar and Socher 2018, "Regularizing and optimizing LSTM language models",
  /// arXiv:1708.02182, algorithm 1).
  case nonMonotonic(patience: Int)
}
