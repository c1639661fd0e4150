import ArgumentParser
import LSTMFormats
import LSTMKit

/// `lstm inspect`: what a model is made of and how it was trained.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show a model's architecture, parameters and training.",
    discussion: """
      EXAMPLE:
        lstm inspect shakespeare
      """)

  @Argument(help: "Folder of a model.")
  var model: String

  @OptionGroup var shared: SharedOptions

  func run() throws {
    try shared.apply()
    let folder = try ModelFolder.open(model)
    let configuration = try folder.configuration()
    let parameters = try folder.weights()
    if shared.json { return try shared.print(document(configuration, parameters)) }

    try Terminal.print("\(model): a model of the task \"\(configuration.task)\"")
    try Terminal.print("")
    try printMembers("architecture", configuration.architecture)
    try printMembers("training", configuration.training)
    let width = max(12, parameters.map(\.path.count).max() ?? 0) + 2
    try Terminal.print("parameters")
    for (path, tensor) in parameters {
      try Terminal.print(
        "  " + path.padded(to: width) + "\(tensor.shape)".padded(to: 16)
          + "\(tensor.count)".leftPadded(to: 10))
    }
    let total = parameters.reduce(0) { $0 + $1.tensor.count }
    let size = (Double(total) * 4 / 1_000_000).text(1)
    try Terminal.print(
      "  " + "in all".padded(to: width + 16) + "\(total)".leftPadded(to: 10) + "  (\(size) MB)")
  }

  private func printMembers(_ title: String, _ value: JSONValue) throws {
    guard case .object(let object) = value else { return }
    try Terminal.print(title)
    for member in object.members {
      if case .null = member.value { continue }
      try Terminal.print("  \(member.name.padded(to: 18))\(try member.value.text(.compact))")
    }
    try Terminal.print("")
  }

  private func document(
    _ configuration: ModelConfiguration, _ parameters: [(path: String, tensor: Tensor)]
  ) -> JSONValue {
    [
      "model": .string(model), "task": .string(configuration.task),
      "architecture": configuration.architecture, "training": configuration.training,
      "parameters": .array(
        parameters.map {
          [
            "path": .string($0.path), "shape": $0.tensor.shape.array.json,
            "count": $0.tensor.count.json,
          ]
        }),
      "parameter_count": parameters.reduce(0) { $0 + $1.tensor.count }.json,
    ]
  }
}
