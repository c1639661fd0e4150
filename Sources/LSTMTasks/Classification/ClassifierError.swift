import LSTMData
import LSTMFormats
import LSTMTensor

/// What can be wrong with a classifier or the data it is given.
public enum ClassifierError: ReportableError, Equatable {
  /// There is nothing to tell apart.
  case singleClass(name: String, found: String?)
  /// A class of the header has no example.
  case emptyClass(name: String, found: String)
  /// A sequence to learn from has no class.
  case unlabelled(place: String)
  /// A class that the model does not know.
  case unseenLabel(place: String, found: String, nearest: String?, known: [String])
  /// Data of another form than the model reads.
  case otherForm(name: String, found: String, expected: String)
  /// The model was trained for something else.
  case otherTask(model: String, task: String)
  /// A model of sequences of numbers cannot be looked into.
  case noTextToExplain
  /// Words cannot be told from sequences of numbers.
  case nothingToExplain(model: String)

  /// Bad data, or a request that asks for too much.
  public var kind: FailureKind {
    switch self {
    case .otherTask, .nothingToExplain: .usage
    default: .badData
    }
  }

  /// The place, what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .singleClass(let name, let found):
      """
      \(name) has \(found.map { "one class, \($0.quotedForMessage)" } ?? "no class"); expected two or more to tell \
      apart. Add examples of another class\(found == nil ? ", or name the column of the labels with --label" : "").
      """
    case .emptyClass(let name, let found):
      """
      \(name): the class \(found.quotedForMessage) has no example; expected one or more of each. Add examples, or \
      take the class out of the header.
      """
    case .unlabelled(let place):
      "\(place) has no class; expected one behind its values. Add it, or take the sequence out."
    case .unseenLabel(let place, let found, let nearest, let known):
      """
      \(place): the label is \(found.quotedForMessage), which the model has not learned; it knows \
      \(known.prefix(20).map(\.quotedForMessage).joined(separator: ", "))\(known.count > 20 ? " and others" : "").\
      \(nearest.map { " Did you mean \($0.quotedForMessage)?" } ?? "") Correct the label, or train on data that have it.
      """
    case .otherForm(let name, let found, let expected):
      "\(name) has \(found); the model reads \(expected). Give it data of the form that it learned from."
    case .otherTask(let model, let task):
      """
      \(model) is a model of the task "\(task)"; a classifier is needed. `lstm train classifier` makes one.
      """
    case .noTextToExplain:
      """
      the model classifies sequences of numbers; of classifiers those of texts can be explained. `lstm inspect` shows what \
      this one is made of.
      """
    case .nothingToExplain(let model):
      "\(model) reads sequences of numbers, which have no words to mark. Leave --explain out."
    }
  }

  /// Refuses data that nothing can be learned from.
  static func checkClasses(of data: ClassifierData) throws {
    var counts = Array(repeating: 0, count: data.classes.count)
    for (example, labels) in data.labels.enumerated() {
      if labels.isEmpty, !data.isMultilabel { throw unlabelled(place: data.place(example)) }
      for label in labels { counts[label] += 1 }
    }
    guard counts.count > 1 else {
      throw singleClass(name: data.name, found: data.classes.first)
    }
    if let empty = counts.firstIndex(of: 0) {
      throw emptyClass(name: data.name, found: data.classes[empty])
    }
  }
}

extension ClassifierData {
  /// These data with the numbers of classes that are known.
  ///
  /// - Parameters:
  ///   - classes: the names.
  ///   - other: what they must be like.
  /// - Throws: ``ClassifierError`` for another form, and for a class that is not known.
  func matched(to classes: [String], like other: ClassifierData) throws
    -> (data: ClassifierData, labels: [[Int]])
  {
    switch (self, other) {
    case (.texts, .texts): break
    case (.sequences(let set, _), .sequences(let own, _)):
      guard set.dimensionCount == own.dimensionCount else {
        throw ClassifierError.otherForm(
          name: name, found: "\(set.dimensionCount) values a step",
          expected: "\(own.dimensionCount)")
      }
    case (.texts, .sequences):
      throw ClassifierError.otherForm(name: name, found: "texts", expected: "sequences (.ts)")
    case (.sequences, .texts):
      throw ClassifierError.otherForm(name: name, found: "sequences", expected: "texts")
    }
    return (self, try labels(among: classes))
  }

  /// The classes of each example by their numbers among known names.
  ///
  /// - Throws: ``ClassifierError/unseenLabel(place:found:nearest:known:)``.
  func labels(among known: [String]) throws -> [[Int]] {
    let numbers = classes.map { known.firstIndex(of: $0) }
    return try labels.enumerated().map { example, labels in
      try labels.map { label in
        guard let number = numbers[label] else {
          throw ClassifierError.unseenLabel(
            place: place(example), found: classes[label],
            nearest: classes[label].nearest(in: known), known: known)
        }
        return number
      }.sorted()
    }
  }
}
