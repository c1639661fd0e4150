/// The range of values that the colours of a heat map or a text strip stand for.
public enum HeatMapColors: Sendable, Equatable {
  /// From 0, the colour of the page, to 1: for gates and probabilities.
  case sequential
  /// As `sequential`, from 0 to a number above it: for losses.
  case upTo(Double)
  /// As `sequential`, from a number to one above it: for levels in decibels.
  case between(Double, Double)
  /// From −1 in blue over 0, the colour of the page, to 1 in orange: for hidden states.
  case signed
  /// As `signed`, from the largest magnitude among the values with a minus to the same with a plus:
  /// for cell states, weights and gradients.
  case symmetric
}
