import LSTMFormats
import LSTMModels

extension ModelConfiguration {
  /// What tells a run from others: all sizes and options that its result depends on.
  var identity: JSONValue {
    guard case .object(let architecture) = architecture, case .object(let training) = training
    else { return [:] }
    // The data first: other data usually have another vocabulary too, which would say less.
    let members = (training.members + architecture.members).map { ($0.name, $0.value) }
    // An option that is not set is left out of the file, and is a difference all the same.
    let optional =
      CellOptions.members + LanguageModelArchitecture.optionalMembers
      + LanguageOptions.recipeMembers
    let unset = optional.filter { name in !members.contains { $0.0 == name } }
    return .object(
      JSONObject([("task", .string(task))] + members + unset.map { ($0, .null) }))
  }
}
