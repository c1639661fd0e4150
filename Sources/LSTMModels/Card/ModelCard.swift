/// What a model's `README.md` tells: what it was made from, how, and how well it does.
///
/// Plain values, so that a task fills it in from a run; ``markdown`` lays it out.
public struct ModelCard: Sendable {
  /// A named fact, such as `Hidden size` and `512`.
  public struct Fact: Sendable, Equatable {
    /// What it is.
    public var name: String
    /// Its value, ready to print.
    public var value: String

    /// A named fact.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A file that the model was trained, validated or tested on.
  public struct DataFile: Sendable, Equatable {
    /// What it served for, such as `training`.
    public var role: String
    /// Its name or path as the command line gave it.
    public var name: String
    /// Its size.
    public var byteCount: Int
    /// Its SHA-256 in hexadecimal.
    public var digest: String

    /// A file with its digest.
    public init(role: String, name: String, byteCount: Int, digest: String) {
      self.role = role
      self.name = name
      self.byteCount = byteCount
      self.digest = digest
    }
  }

  /// A figure beside the one that a simple method reaches on the same data.
  public struct Metric: Sendable, Equatable {
    /// Its name, with the unit, such as `Nats a character`.
    public var name: String
    /// What the model reaches.
    public var value: Double
    /// What the baseline reaches, `nil` where it has none.
    public var baseline: Double?
    /// Whether less is better.
    public var lowerIsBetter: Bool

    /// A figure and its baseline.
    public init(_ name: String, value: Double, baseline: Double?, lowerIsBetter: Bool) {
      self.name = name
      self.value = value
      self.baseline = baseline
      self.lowerIsBetter = lowerIsBetter
    }
  }

  /// A command to try, and what it does.
  public struct Example: Sendable, Equatable {
    /// What it does.
    public var purpose: String
    /// The words of the command line, unquoted.
    public var command: [String]

    /// A command to try.
    public init(_ purpose: String, command: [String]) {
      self.purpose = purpose
      self.command = command
    }
  }

  /// The heading.
  public var title: String
  /// The task, as in `lstm train TASK`.
  public var task: String
  /// One or two sentences on what the model does.
  public var summary: String
  /// The sizes of the model.
  public var architecture: [Fact]
  /// How many numbers were trained.
  public var parameterCount: Int
  /// The options of the training: optimiser, learning rate, seed and so on.
  public var training: [Fact]
  /// What bounded the training, such as `15 minutes (depends on the clock)` or `20 epochs`.
  public var budget: String
  /// The data.
  public var dataFiles: [DataFile]
  /// The data that the figures were measured on, such as `the last tenth of the text`.
  public var measuredOn: String
  /// The figures.
  public var metrics: [Metric]
  /// The method that the figures are compared with, such as `unigram frequencies`.
  public var baseline: String
  /// The words of the command line that made the model, unquoted.
  public var command: [String]
  /// How to use the model.
  public var examples: [Example]
  /// What the model is not good for, a sentence each.
  public var limits: [String]

  /// A card from its parts; those left out are left out of the text.
  public init(
    title: String, task: String, summary: String, architecture: [Fact] = [],
    parameterCount: Int = 0, training: [Fact] = [], budget: String = "",
    dataFiles: [DataFile] = [], measuredOn: String = "", metrics: [Metric] = [],
    baseline: String = "", command: [String] = [], examples: [Example] = [],
    limits: [String] = []
  ) {
    self.title = title
    self.task = task
    self.summary = summary
    self.architecture = architecture
    self.parameterCount = parameterCount
    self.training = training
    self.budget = budget
    self.dataFiles = dataFiles
    self.measuredOn = measuredOn
    self.metrics = metrics
    self.baseline = baseline
    self.command = command
    self.examples = examples
    self.limits = limits
  }
}
