import LSTMLayers
import LSTMTensor
import LSTMTraining

/// One of a forecaster's networks, as it is looked into.
protocol ExplainedForecastNetwork: Sendable {
  /// Which of the model's networks it is.
  var member: Int { get }
  /// Its recurrent layers.
  var recurrent: RecurrentStack { get }
  /// Values of the series that a step reads.
  var valuesPerStep: Int { get }
  /// Values of the series that it reads before a forecast.
  var windowLength: Int { get }
  /// What a step is: "7 values".
  var stepName: String { get }
  /// What its losses are counted in.
  var lossUnit: String { get }
  /// The part of the mixture that networks of its kind have.
  var share: Float { get }

  /// The steps of a window: of each the values that are new in it, counted from the window's origin.
  func steps(of window: ForecastWindow, _ data: ForecastData) -> [Range<Int>]
  /// The same of the steps before an origin, which every window has.
  var surveySteps: [Range<Int>] { get }

  /// What it reads at ``steps(of:_:)`` of a window, [T, 1, F].
  func inputs(_ window: ForecastWindow, _ data: ForecastData) -> Tensor
  /// What it reads at ``surveySteps`` of windows, [T, N, F].
  func surveyInputs(_ windows: [ForecastWindow], _ data: ForecastData) -> Tensor

  /// The forecasts that it says behind the steps of a window, in scaled units, with their losses.
  ///
  /// - Parameter hidden: the top layer's states [T, 1, H].
  func forecasts(
    _ window: ForecastWindow, _ data: ForecastData, hidden: Tensor
  ) -> [ScaledForecast]

  /// The mean loss of what it says of each window.
  ///
  /// - Parameter unit: held at zero; `nil`: none.
  func losses(
    _ windows: [ForecastWindow], _ data: ForecastData, silencing unit: RecurrentUnit?
  ) -> [Double]

  /// What it reads up to the last prediction of a window that can be checked, and the loss of that prediction as a
  /// function of the top layer's last states [1, 1, H]; `nil` where nothing is known.
  func lastLoss(_ window: ForecastWindow, _ data: ForecastData) -> LastLoss?
}

/// The last prediction of a window that can be checked.
struct LastLoss {
  /// [T, 1, F].
  let inputs: Tensor
  /// The first value that it is about, and how many, counted from the window's origin.
  let values: Range<Int>
  let loss: (Tensor) -> Tensor
}

/// A forecast of one value, in scaled units.
struct ScaledForecast {
  /// The step behind which it is said.
  let step: Int
  /// The value that it is about, counted from the window's origin.
  let value: Int
  let middle: Double
  /// What is exceeded in 95 and in 5 of 100 cases.
  let interval: (lower: Double, upper: Double)?
  let loss: Double?
}

extension ForecastModel {
  /// Networks of either sort.
  var explainedCount: Int { members.count + autoregressive.count }

  /// A network to look into; `nil` where there is none of the number.
  func explained(_ member: Int) -> (any ExplainedForecastNetwork)? {
    if members.indices.contains(member) { return ExplainedPatchNetwork(self, member) }
    guard let autoregression = architecture.autoregression,
      autoregressive.indices.contains(member)
    else { return nil }
    return ExplainedAutoregressiveNetwork(self, autoregression, member)
  }
}
