import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTraining

extension TrainedEventDetector: Explainable {
  /// Recurrent layers, L.
  public var layerCount: Int { model.architecture.layerCount }
  /// Units of a layer that others read: features of its hidden state.
  public var hiddenSize: Int { model.members[0].recurrent.hiddenStateSize }
  /// Forward: events are read as they come.
  public var direction: Direction { .forward }
  /// The cell's name if there is no trace of it.
  public var untracedCell: String? {
    model.members[0].recurrent.isTraced ? nil : model.architecture.cell.rawValue
  }
  /// Losses are −ln p of an event's class; without classes how much less likely its numbers are than the likeliest.
  public var lossUnit: String { "nats" }

  /// The events of one owner, as many as the model reads at once.
  ///
  /// - Throws: what reading throws; `TableError` where a column is missing, `ExplainedPartError`.
  public func part(
    of source: ExplainedSource, progress: (Double) -> Void
  ) throws -> EventPart {
    let events = try events(
      DetectorSource(
        try source.tablePath(), series: source.tableOptions, reading: source.reading))
    return try EventPart(source, events.table, try data(events.table), model)
  }

  /// Reads events, and keeps everything that happens.
  public func read(_ part: EventPart, candidateCount: Int) -> ExplainedInput {
    let network = model.members[part.member]
    let inputs = part.data.inputs([part.window])
    let said = SaidOfEvents(network, part)
    var steps = (0..<part.stepCount).map { step in
      ExplainedStep(label: part.time(step), text: "", candidates: [], loss: nil)
    }
    for step in steps.indices {
      steps[step].details = details(part, step)
      steps[step].loss = said.loss(step)
      guard part.scoredSteps.contains(step) else { continue }
      steps[step].outcome = part.isAnomaly(step).map(Self.className)
      steps[step].candidates = Array(said.candidates(step).prefix(candidateCount))
    }
    var input = ExplainedInput(
      steps: steps, traces: network.recurrent.trace(inputs),
      content: .series(picture(part, said)), survey: survey(part))
    input.forecasts = said.forecasts
    input.lossUnit = lossUnit
    input.remarks = remarks(part)
    return input
  }

  /// The loss of each scored event of which something is known.
  public func losses(of part: EventPart) -> [Double] {
    SaidOfEvents(model.members[part.member], part).losses
  }

  /// The same without each of some units.
  public func losses(
    of part: EventPart, silencing units: [RecurrentUnit], progress: (Double) -> Void
  ) -> [[Double]] {
    units.enumerated().map { number, unit in
      defer { progress(Double(number + 1) / Double(units.count)) }
      var network = model.members[part.member]
      network.silence(unit)
      return SaidOfEvents(network, part).losses
    }
  }

  /// An event by its time.
  public func name(ofPrediction number: Int, in part: EventPart) -> PredictionName {
    let said = SaidOfEvents(model.members[part.member], part)
    let steps = part.scoredSteps.filter { said.loss($0) != nil }
    let step = steps[number]
    return PredictionName(
      place: part.time(step),
      subject: isSupervised
        ? "its class, \(part.isAnomaly(step).map(Self.className) ?? "")" : "its numbers")
  }

  /// How the loss of the last event of which something is known depends on the states before; of numbers −ln of their
  /// density, as in training.
  public func gradients(of part: EventPart) -> LossGradients? {
    let network = model.members[part.member]
    let said = SaidOfEvents(network, part)
    // Without classes an event is expected before it is read.
    let least = isSupervised ? 0 : 1
    guard let last = part.scoredSteps.last(where: { $0 >= least && said.loss($0) != nil }) else {
      return nil
    }
    let inputs = part.data.inputs([part.window])
    let event = inputs.rows(last..<last + 1).reshaped(to: [1, model.architecture.inputSize])
    var loss = 0.0
    let found = network.recurrent.stateGradients(
      reading: inputs.rows(0..<last + 1 - least),
      from: network.recurrent.zeroStates(batchSize: 1)
    ) { hidden in
      let state = hidden.reshaped(to: [1, hiddenSize])
      let result = model.architecture.loss(
        network.outputs(state: state, event: event), part, last)
      loss = Double(result.scalar)
      return result
    }
    return LossGradients(
      next: isSupervised
        ? "the class of \(part.time(last)) (\(part.isAnomaly(last).map(Self.className) ?? ""))"
        : "the numbers of \(part.time(last))",
      loss: loss, layers: found.layerGradients(hasCell: network.recurrent.cell.variant != nil))
  }
}

extension EventArchitecture {
  /// The loss of one event, a scalar: the cross-entropy of its class, or the mean −ln of the density of its numbers.
  func loss(_ outputs: Tensor, _ part: EventPart, _ step: Int) -> Tensor {
    guard !isSupervised else {
      return outputs.binaryCrossEntropy(targets: Tensor([part.isAnomaly(step) == true ? 1 : 0]))
    }
    let width = Self.distribution.outputCount
    let known = (0..<numberCount).filter { part.value($0, step).isFinite }
    return known.map { number in
      outputs.columns(number * width..<(number + 1) * width).negativeLogLikelihood(
        of: Tensor([Float(part.value(number, step))]), scales: Tensor(repeating: 1, shape: [1]),
        under: Self.distribution)
    }.meanLoss
  }
}

extension TrainedEventDetector {
  /// What the class of an event is called.
  static func className(_ isAnomaly: Bool) -> String { isAnomaly ? "anomaly" : "normal" }

  /// What an event is: its numbers beside what is usual for its owner, its names, and what the whole model says of it.
  private func details(_ part: EventPart, _ step: Int) -> [ExplainedStep.Detail] {
    let event = part.event(step)
    let numbers = features.numbers.indices.map { number in
      let (value, usual) = (part.column(number)[event], part.usual(number, step))
      return ExplainedStep.Detail(
        features.numbers[number].name,
        value.isFinite ? "\(value.text(2)) (usually \(usual.text(2)))" : "missing")
    }
    let names = features.categories.compactMap { name in
      part.table.categories.first { $0.name == name }.map { column in
        let code = Int(column.codes[event])
        return ExplainedStep.Detail(name, code < 0 ? "missing" : column.vocabulary[code])
      }
    }
    let place = step - part.scoredSteps.lowerBound
    let score = place < 0 ? "" : part.scores[place].text(3)
    return numbers + names + [ExplainedStep.Detail("score", score)]
  }

  private func remarks(_ part: EventPart) -> [String] {
    var remarks: [String] = []
    let highest = part.scores.indices.max { (part.scores[$0], $1) < (part.scores[$1], $0) }
    if let highest {
      let flagged = part.scores.count { $0 >= threshold }
      remarks.append(
        """
        The whole model's highest score here is \(part.scores[highest].text(3)), of the event of \
        \(part.time(part.scoredSteps.lowerBound + highest)); it flags \(flagged) of \(part.scores.count) events, those of \
        \(threshold.text(3)) and more.
        """)
    }
    if part.scoredSteps.lowerBound > 0 {
      remarks.append(
        """
        The first \(part.scoredSteps.lowerBound) events only bring the states about; nothing is said of them.
        """)
    }
    let count = model.members.count
    if count > 1 {
      remarks.append(
        """
        This is network \(part.member) of 0 to \(count - 1), and what stands behind a step is what it says alone; --member \
        chooses another.
        """)
    }
    return remarks
  }

  /// The scores over the events; without classes what came and what was expected of the number that surprises most.
  private func picture(_ part: EventPart, _ said: SaidOfEvents) -> ExplainedSeries {
    let places = part.scoredSteps.map(Double.init)
    let axis = "events, by step"
    if isSupervised {
      let known = part.scoredSteps.map { part.isAnomaly($0).map { $0 ? 1.0 : 0 } ?? .nan }
      // First, so that the others are drawn over it.
      var lines =
        known.contains(1)
        ? [ExplainedSeries.Line("known anomalies", places: places, values: known)] : []
      lines.append(
        .init(
          "this network", places: places,
          values: part.scoredSteps.map { said.probability($0) }))
      if model.members.count > 1 {
        lines.append(.init("the whole model", places: places, values: part.scores))
      }
      return ExplainedSeries(
        name: "How likely each event of \(part.owner) is an anomaly", valueName: "probability",
        axis: axis, lines: lines,
        legend: """
          Each event is judged from what came before it and from itself; from \(threshold.text(3)) on the whole model flags it.
          """)
    }
    let shown = said.mostSurprising
    let name = features.numbers[shown].name
    return ExplainedSeries(
      name: "\(name) of \(part.owner), and what was expected", valueName: name, axis: axis,
      lines: [
        .init(
          "what came", places: places,
          values: part.scoredSteps.map { part.column(shown)[part.event($0)] }),
        .init(
          "what was expected", places: places,
          values: said.forecasts(of: shown).map(\.middle)),
        .init(
          "usual for \(part.owner)", places: places,
          values: part.scoredSteps.map { part.usual(shown, $0) }),
      ],
      legend: """
        What each number should be is said before the event's numbers are read, from what came before and from what else is \
        known of it.\(features.numbers.count == 1 ? "" : " Of \(features.numbers.count) numbers this is the one that surprises most.")
        """)
  }
}
