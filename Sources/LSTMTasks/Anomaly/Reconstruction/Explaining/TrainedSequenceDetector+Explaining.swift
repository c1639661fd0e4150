import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTraining

extension TrainedSequenceDetector: Explainable {
  /// The layers of the encoder, then those of the decoder.
  public var layerCount: Int { 2 * model.architecture.layerCount }
  /// Units of a layer that others read: features of its hidden state.
  public var hiddenSize: Int { model.members[0].encoder.hiddenStateSize }
  /// Forward: both halves go from the first step to the last.
  public var direction: Direction { .forward }
  /// The cell's name if there is no trace of it.
  public var untracedCell: String? {
    model.members[0].encoder.isTraced ? nil : model.architecture.cell.rawValue
  }
  /// Squared errors, of values in standard deviations.
  public var lossUnit: String { "squared deviations" }

  /// A row of a table, or a window of a series.
  ///
  /// - Throws: what reading throws; ``DetectorTaskError`` where the file is of another form, `ExplainedPartError`.
  public func part(
    of source: ExplainedSource, progress: (Double) -> Void
  ) throws -> SequencePart {
    let member = source.member ?? 0
    guard model.members.indices.contains(member) else {
      throw ExplainedPartError.memberOutOfRange(member: member, count: model.members.count)
    }
    switch try self.data(
      DetectorSource(
        try source.tablePath(), series: source.tableOptions, reading: source.reading))
    {
    case .rows(let rows):
      return try SequencePart(
        source, try sequences(rows), rows, scalers: features.channels[0].scalers)
    case .series(let table, _):
      return try SequencePart(
        source, DetectionSequences(table, features, length: sequenceLength), table, features)
    case .events(let events): throw DetectorTaskError.areEvents(file: events.table.file)
    }
  }

  /// Reads a sequence and gives it back, and keeps everything that happens.
  public func read(_ part: SequencePart, candidateCount: Int) -> ExplainedInput {
    let network = model.members[part.member]
    let inputs = part.data.inputs([part.window])
    let given = network(inputs).values
    let errors = errors(given, part)
    let steps = part.labels.enumerated().map { step, label in
      ExplainedStep(label: label, text: "", candidates: [], loss: errors[step])
    }
    let shown = worstVariable(given, part)
    var input = ExplainedInput(
      steps: steps, traces: network.traces(inputs),
      content: .series(picture(part, given, shown)),
      survey: UnitSurvey(
        features: survey(part), traces: network.traces(part.data.inputs(part.surveyed)),
        sampleName: "steps of \(part.surveyed.count) sequences",
        note: """
          Measured on \(part.surveyed.count) sequences of \(part.stepCount) steps, this one among them; the network \
          begins each from nothing.
          """))
    input.forecasts = part.labels.enumerated().map { step, label in
      ExplainedForecast(
        step: step, label: label,
        middle: part.scalers[shown].original(Double(given[step * part.data.featureCount + shown])),
        interval: nil, outcome: value(part, step, shown), loss: errors[step])
    }
    input.lossUnit = lossUnit
    let layers = model.architecture.layerCount
    let first = layers == 1 ? "Layer 0 is" : "Layers 0 to \(layers - 1) are"
    input.remarks =
      [
        "\(first) the encoder, which reads the sequence; the others are the decoder, which gives it back from "
          + "\(model.architecture.latentSize) numbers."
      ]
      + (model.members.count == 1
        ? []
        : [
          "This is network \(part.member) of 0 to \(model.members.count - 1); --member chooses another."
        ])
    return input
  }

  /// The squared error of each step, the mean of its variables.
  public func losses(of part: SequencePart) -> [Double] {
    known(model.members[part.member], part)
  }

  /// The same for each of some units.
  public func losses(
    of part: SequencePart, silencing units: [RecurrentUnit], progress: (Double) -> Void
  ) -> [[Double]] {
    units.enumerated().map { number, unit in
      defer { progress(Double(number + 1) / Double(units.count)) }
      var network = model.members[part.member]
      network.silence(unit)
      return known(network, part)
    }
  }

  /// A step by its label.
  public func name(ofPrediction number: Int, in part: SequencePart) -> PredictionName {
    let steps = part.labels.indices.filter { isKnown(part, $0) }
    return PredictionName(
      place: part.labels[steps[number]],
      subject: part.data.featureCount == 1 ? "the value there" : "the values there")
  }

  /// How the error of the whole sequence depends on the encoder's states: what is read early has a long way.
  public func gradients(of part: SequencePart) -> LossGradients? {
    guard part.labels.indices.contains(where: { isKnown(part, $0) }) else { return nil }
    let network = model.members[part.member]
    let (inputs, observed) = (
      part.data.inputs([part.window]),
      part.data.observed([part.window])
    )
    var loss = 0.0
    let found = network.encoder.stateGradients(
      reading: inputs, from: network.encoder.zeroStates(batchSize: 1)
    ) { hidden in
      let latent = network.bottleneck(hidden.reshaped(to: [1, network.encoder.outputSize]))
      let result = SequenceAutoencoder.error(
        of: network.decode(latent, steps: inputs.shape[0]), inputs, isObserved: observed)
      loss = Double(result.scalar)
      return result
    }
    return LossGradients(
      next: "the whole sequence", loss: loss,
      layers: found.layerGradients(hasCell: network.encoder.cell.variant != nil))
  }
}

extension TrainedSequenceDetector {
  private func isKnown(_ part: SequencePart, _ step: Int) -> Bool {
    (0..<part.data.featureCount).contains {
      part.data.isObserved(part.window, step: step, feature: $0)
    }
  }

  /// The mean squared error of each step; `nil` where nothing was observed.
  private func errors(_ given: [Float], _ part: SequencePart) -> [Double?] {
    let count = part.data.featureCount
    return part.labels.indices.map { step in
      let squares = (0..<count).filter {
        part.data.isObserved(part.window, step: step, feature: $0)
      }.map { feature -> Double in
        let value = part.data.value(part.window, step: step, feature: feature)
        let error = Double(value) - Double(given[step * count + feature])
        return error * error
      }
      return squares.isEmpty ? nil : squares.reduce(0, +) / Double(squares.count)
    }
  }

  private func known(_ network: SequenceAutoencoder, _ part: SequencePart) -> [Double] {
    errors(network(part.data.inputs([part.window])).values, part).compactMap(\.self)
  }

  /// The variable that is given back worst.
  private func worstVariable(_ given: [Float], _ part: SequencePart) -> Int {
    let count = part.data.featureCount
    let sums = (0..<count).map { feature in
      part.labels.indices.reduce(0.0) { sum, step in
        guard part.data.isObserved(part.window, step: step, feature: feature) else { return sum }
        let value = part.data.value(part.window, step: step, feature: feature)
        let error = Double(value) - Double(given[step * count + feature])
        return sum + error * error
      }
    }
    return sums.indices.max { (sums[$0], $1) < (sums[$1], $0) } ?? 0
  }

  /// A value in the unit of the data; `nil` where it is missing.
  private func value(_ part: SequencePart, _ step: Int, _ feature: Int) -> Double? {
    guard part.data.isObserved(part.window, step: step, feature: feature) else { return nil }
    return part.scalers[feature].original(
      Double(part.data.value(part.window, step: step, feature: feature)))
  }

  private func picture(
    _ part: SequencePart, _ given: [Float], _ shown: Int
  ) -> ExplainedSeries {
    let places = part.labels.indices.map(Double.init)
    let count = part.data.featureCount
    let variable = features.variables[shown]
    return ExplainedSeries(
      name: "\(part.name), and what is given back", valueName: count == 1 ? "value" : variable,
      axis: "steps from \(part.labels.first ?? "")",
      lines: [
        .init(
          "what it read", places: places,
          values: part.labels.indices.map { value(part, $0, shown) ?? .nan }),
        .init(
          "what it gives back", places: places,
          values: part.labels.indices.map {
            part.scalers[shown].original(Double(given[$0 * count + shown]))
          }),
      ],
      legend: """
        The network reads the sequence, keeps \(model.architecture.latentSize) numbers, and gives it back from them; \
        what it has not learned it gives back badly.\
        \(count == 1 ? "" : " Of \(count) variables this is the one that is given back worst.")
        """)
  }

  /// What units may follow: the values, their rise, and the place in the sequence.
  private func survey(_ part: SequencePart) -> [InputFeature] {
    let (count, steps) = (part.data.featureCount, part.stepCount)
    func feature(
      _ key: String, _ name: String, _ value: (SequenceWindow, Int) -> Float
    ) -> InputFeature {
      InputFeature(
        key: key, name: name, isPresence: false,
        values: part.surveyed.flatMap { window in (0..<steps).map { value(window, $0) } })
    }
    var all = [feature("position", "the position in the sequence") { Float($1) }]
    for place in 0..<count {
      let of = count == 1 ? "" : " of \(features.variables[place])"
      let suffix = count == 1 ? "" : ".\(features.variables[place])"
      all.append(
        feature("level" + suffix, "the level\(of)") {
          part.data.value($0, step: $1, feature: place)
        })
      all.append(
        feature("trend" + suffix, "the rise\(of) since the step before") {
          part.data.value($0, step: $1, feature: place)
            - part.data.value($0, step: max(0, $1 - 1), feature: place)
        })
    }
    return all
  }
}
