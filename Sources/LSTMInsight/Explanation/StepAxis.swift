import LSTMLayers
import LSTMPlot
import LSTMTraining

/// What the columns of pictures of layers are.
struct StepAxis {
  /// The name of each step.
  let labels: [String]
  /// Of a sound where the steps are in it.
  let sound: ExplainedSound?

  /// A map of steps with its axis.
  func applied(to map: HeatMap) -> HeatMap {
    var map = map
    map.columnLabels = labels
    guard let sound else {
      map.columnTitle = "time step"
      return map
    }
    map.columnTitle = "seconds"
    map.columnScale = HeatMap.Scale(first: sound.time(ofStep: 0), step: sound.stepDuration)
    map.leastMargins = ExplainedSound.margins
    return map
  }
}

extension ExplainedInput {
  /// What the columns of pictures of a layer are.
  func axis(ofLayer layer: Int) -> StepAxis {
    var sound: ExplainedSound?
    if case .sound(let content) = content { sound = content }
    return StepAxis(labels: steps[steps(ofLayer: layer)].map(\.label), sound: sound)
  }

  /// What a layer is called at the head of its pictures.
  func title(of trace: LayerTrace) -> String {
    let stack = stack(ofLayer: trace.layer).map { "\($0.name.capitalizingFirst): layer" } ?? "Layer"
    return "\(stack) \(trace.layer)\(trace.isReverse ? ", in reverse" : "")"
  }
}
