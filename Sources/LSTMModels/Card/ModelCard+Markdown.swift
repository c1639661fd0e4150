extension ModelCard {
  /// The card as Markdown, with the front matter that model hubs read.
  public var markdown: String {
    let sections = [
      header, metricsSection, usageSection, architectureSection, trainingSection, dataSection,
      limitsSection,
    ]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var header: String {
    """
    ---
    library_name: swift-lstm
    tags:
    - lstm
    - \(Markdown.quotedForYAML(task))
    ---

    # \(Markdown.text(title))

    \(Markdown.text(summary))
    """
  }

  private var metricsSection: String {
    guard !metrics.isEmpty else { return "" }
    let hasBaseline = metrics.contains { $0.baseline != nil }
    let rows = metrics.map { metric in
      let name = metric.name + (metric.lowerIsBetter ? " (less is better)" : " (more is better)")
      let value = Markdown.number(metric.value)
      let baseline = metric.baseline.map(Markdown.number) ?? "–"
      return hasBaseline ? [name, value, baseline] : [name, value]
    }
    let heading = ["Figure", "This model"] + (hasBaseline ? ["Baseline"] : [])
    var text = "## How well it does\n\n"
    if !measuredOn.isEmpty { text += "Measured on \(Markdown.text(measuredOn)).\n\n" }
    text += Markdown.table(heading, rows)
    if hasBaseline, !baseline.isEmpty { text += "\n\nBaseline: \(Markdown.text(baseline))." }
    return text
  }

  private var usageSection: String {
    guard !examples.isEmpty else { return "" }
    let parts = examples.map { example in
      "\(Markdown.text(example.purpose)):\n\n\(Markdown.command(example.command))"
    }
    return "## How to use it\n\n" + parts.joined(separator: "\n\n")
  }

  private var architectureSection: String {
    var facts = architecture
    if parameterCount > 0 { facts.append(Fact("Parameters", Markdown.grouped(parameterCount))) }
    return section("What it is", facts: facts)
  }

  private var trainingSection: String {
    var facts = training
    if !budget.isEmpty { facts.insert(Fact("Budget", budget), at: 0) }
    let table = section("How it was trained", facts: facts)
    guard !command.isEmpty else { return table }
    let heading = table.isEmpty ? "## How it was trained" : table
    return heading + "\n\nThe command:\n\n" + Markdown.command(command)
  }

  private var dataSection: String {
    guard !dataFiles.isEmpty else { return "" }
    let rows = dataFiles.map {
      [$0.role, $0.name, Markdown.grouped($0.byteCount), $0.digest]
    }
    return "## Data\n\n" + Markdown.table(["Use", "File", "Bytes", "SHA-256"], rows)
  }

  private var limitsSection: String {
    guard !limits.isEmpty else { return "" }
    return "## Limits\n\n" + limits.map { "- \(Markdown.text($0))" }.joined(separator: "\n")
  }

  private func section(_ title: String, facts: [Fact]) -> String {
    guard !facts.isEmpty else { return "" }
    return "## \(title)\n\n" + Markdown.table(["", ""], facts.map { [$0.name, $0.value] })
  }
}
