import LSTMLayers

/// The stages of a GRU after what comes in.
extension LayerStep {
  func stages(
    ofGRU recurrent: [Float], _ reset: GRU.Reset, _ label: String, _ top: Int
  ) -> [StepStage] {
    switch reset {
    case .afterProduct:
      [resetting(recurrent, label, top), offering(recurrent, label, top), replacing(top)]
    case .beforeProduct:
      [hiding(recurrent, label, top), offering(seeing: recurrent, label, top), replacing(top)]
    }
  }

  /// Where the reset gate comes before the product.
  private func hiding(_ seen: [Float], _ label: String, _ top: Int) -> StepStage {
    let reset = gate(.reset)
    return stage(
      "what the reset gate hides from the candidate", "r_t = σ(W_r [h_{t-1}, x_t] + b_r)",
      "(1 - r_t) |h_{t-1}|", [("r_t", reset), ("h_{t-1}", previousHidden), ("r_t h_{t-1}", seen)],
      top, by: { (1 - reset[$0]) * abs(previousHidden[$0]) }
    ) { best in
      """
      At \(label) unit \(best) hides \(percent(1 - reset[best])) of what it said last \
      (\(number(previousHidden[best])) becomes \(number(seen[best]))) from all candidates.
      """
    }
  }

  private func offering(seeing seen: [Float], _ label: String, _ top: Int) -> StepStage {
    let candidate = gate(.candidate)
    return stage(
      "what the candidate offers", "n_t = tanh(W_n x_t + b_n + U_n (r_t ⊙ h_{t-1}))", "|n_t|",
      [("r_t h_{t-1}", seen), ("n_t", candidate)], top, by: { abs(candidate[$0]) }
    ) { "Unit \($0) is offered most for \(label), \(number(candidate[$0]))." }
  }

  private func resetting(_ recurrent: [Float], _ label: String, _ top: Int) -> StepStage {
    let reset = gate(.reset)
    let seen = products(reset, recurrent)
    return stage(
      "what the reset gate hides from the candidate", "r_t = σ(W_r [h_{t-1}, x_t] + b_r)",
      "(1 - r_t) |U_n h_{t-1} + c_n|",
      [("r_t", reset), ("U h + c", recurrent), ("r_t (U h + c)", seen)], top,
      by: { (1 - reset[$0]) * abs(recurrent[$0]) }
    ) { best in
      """
      At \(label) unit \(best) hides \(percent(1 - reset[best])) of what its candidate would hear from \
      the past (\(number(recurrent[best])) becomes \(number(seen[best]))).
      """
    }
  }

  private func offering(_ recurrent: [Float], _ label: String, _ top: Int) -> StepStage {
    let candidate = gate(.candidate)
    return stage(
      "what the candidate offers", "n_t = tanh(W_n x_t + b_n + r_t ⊙ (U_n h_{t-1} + c_n))", "|n_t|",
      [("r_t (U h + c)", products(gate(.reset), recurrent)), ("n_t", candidate)], top,
      by: { abs(candidate[$0]) }
    ) { "Unit \($0) is offered most for \(label), \(number(candidate[$0]))." }
  }

  private func replacing(_ top: Int) -> StepStage {
    let (update, candidate) = (gate(.update), gate(.candidate))
    let total = update.reduce(0, +) / Float(max(1, update.count))
    return stage(
      "the update gate and the new hidden state",
      "z_t = σ(W_z [h_{t-1}, x_t] + b_z),  h_t = (1 - z_t) ⊙ n_t + z_t ⊙ h_{t-1}",
      "|h_t - h_{t-1}|",
      [("z_t", update), ("n_t", candidate), ("h_{t-1}", previousHidden), ("h_t", hidden)], top,
      by: { abs(hidden[$0] - previousHidden[$0]) }
    ) { best in
      """
      Unit \(best) changes most: it keeps \(percent(update[best])) of \
      \(number(previousHidden[best])), takes \(percent(1 - update[best])) of \
      \(number(candidate[best])), and becomes \(number(hidden[best])); on average a unit keeps \
      \(percent(total)).
      """
    }
  }
}
