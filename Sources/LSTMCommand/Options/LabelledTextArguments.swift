import ArgumentParser
import LSTMKit

/// How labelled texts lie in files.
struct LabelledTextArguments: ParsableArguments {
  @Option(
    help:
      "What files are: a table of labels and texts, or files of a class each; found where nothing is said."
  )
  var layout: LabelledTextLayout?

  @Option(help: "Column of the texts.")
  var textColumn: String?

  /// The options in the reader's words.
  func options(label: String?, isMultilabel: Bool) -> LabelledTextOptions {
    var options = LabelledTextOptions()
    options.layout = layout
    options.labelColumn = label
    options.textColumn = textColumn
    options.isMultilabel = isMultilabel
    return options
  }
}

extension LabelledTextLayout: ExpressibleByArgument {}
extension ClassifierPooling: ExpressibleByArgument {}
extension ClassWeights: ExpressibleByArgument {}
