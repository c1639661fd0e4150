import CLSTMKernels

extension Tensor {
  /// The loss of connectionist temporal classification: −ln of the probability that a sequence of frames spells a target,
  /// summed over all ways of aligning the two, where each frame is a unit of the target, the same as the frame before, or
  /// blank.
  ///
  /// After Graves and others 2006, "Connectionist temporal classification: labelling unsegmented sequence data with recurrent
  /// neural networks", equations 5 to 8 and 16. Softmax, forward and backward pass are one operation, which finds the
  /// gradient along with the value. Of a logit that is not a number the value is none either.
  ///
  /// - Parameters:
  ///   - targets: the units of each sequence, in `0..<V` without the blank; may be empty.
  ///   - lengths: the frames that each sequence has, `0...T`; those behind have no part in value or gradient.
  ///   - blank: the class that stands for no unit.
  ///   - normalization: what the losses are divided by.
  /// - Returns: the loss of logits [T, N, V].
  public func ctcLoss(
    targets: [[Int32]], lengths: [Int], blank: Int32 = 0,
    normalization: CTCLoss.Normalization = .sequences
  ) -> CTCLoss {
    checkTargets(targets, lengths: lengths, blank: blank)
    let factors = targets.map { target -> Float in
      let sequences = Float(max(1, targets.count))
      return switch normalization {
      case .none: 1
      case .sequences: 1 / sequences
      case .units: 1 / (sequences * Float(max(1, target.count)))
      }
    }
    let gradient = isTracked ? Tensor(uninitialized: shape) : nil
    let nats = detached.negativeLogProbabilities(
      of: targets, lengths: lengths, blank: blank, factors: factors, gradient: gradient)
    let total = zip(nats, factors).reduce(0.0) { sum, loss in
      loss.0 == .infinity ? sum : sum + loss.0 * Double(loss.1)
    }
    var value = Tensor(Float(total))
    if let gradient {
      value = value.recorded(from: self) { gradient.scaled(by: $0.scalar) }
    }
    return CTCLoss(value: value, nats: nats)
  }

  /// −ln p of each target.
  ///
  /// - Parameters:
  ///   - factors: what each sequence's gradient is multiplied by, [N].
  ///   - gradient: of the logits' shape, to be written; `nil`: it is not wanted.
  private func negativeLogProbabilities(
    of targets: [[Int32]], lengths: [Int], blank: Int32, factors: [Float], gradient: Tensor?
  ) -> [Double] {
    var significands = [Double](repeating: 0, count: targets.count)
    var exponents = [Int64](repeating: 0, count: targets.count)
    let labels = targets.flatMap { $0 }
    let offsets = targets.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    var ctc = clstm_ctc()
    (ctc.steps, ctc.batch, ctc.classes) = (shape[0], shape[1], shape[2])
    ctc.logits = pointer
    ctc.blank = blank
    ctc.gradient = gradient?.freshPointer
    labels.withUnsafeBufferPointer { labels in
      offsets.withUnsafeBufferPointer { offsets in
        lengths.withUnsafeBufferPointer { lengths in
          factors.withUnsafeBufferPointer { factors in
            significands.withUnsafeMutableBufferPointer { significands in
              exponents.withUnsafeMutableBufferPointer { exponents in
                (ctc.labels, ctc.offsets) = (labels.baseAddress, offsets.baseAddress)
                (ctc.lengths, ctc.factors) = (lengths.baseAddress, factors.baseAddress)
                ctc.significands = significands.baseAddress
                ctc.exponents = exponents.baseAddress
                Self.perform(
                  ctc, work: offsets[targets.count] / max(1, targets.count) + ctc.classes)
              }
            }
          }
        }
      }
    }
    withExtendedLifetime((self, gradient)) {}
    let ln2 = naturalLogarithm(2)
    return zip(significands, exponents).map { significand, exponent in
      // Rounding may leave a sure target a probability of a little more than one.
      let nats = -(naturalLogarithm(significand) + Double(exponent) * ln2)
      return nats < 0 ? 0 : nats
    }
  }

  /// Shares the sequences among threads.
  ///
  /// - Parameter work: multiply-adds that a step of a sequence costs, roughly.
  private static func perform(_ ctc: clstm_ctc, work: Int) {
    nonisolated(unsafe) let shared = ctc
    let each = max(1, 16 * work * ctc.steps)
    Share.pieces(of: ctc.batch, grain: max(1, Share.worthAThread / each)) { range in
      withUnsafePointer(to: shared) { ctc in
        let size = clstm_ctc_scratch_size(ctc, range.lowerBound, range.upperBound)
        let scratch = Tensor(uninitialized: [size])
        clstm_ctc_sequences(ctc, scratch.freshPointer, range.lowerBound, range.upperBound)
        withExtendedLifetime(scratch) {}
      }
    }
  }

  private func checkTargets(_ targets: [[Int32]], lengths: [Int], blank: Int32) {
    precondition(
      shape.array.count == 3 && targets.count == shape[1] && lengths.count == shape[1]
        && lengths.allSatisfy { (0...shape[0]).contains($0) },
      "\(targets.count) targets and \(lengths.count) lengths for logits \(shape)")
    let classes = Int32(clamping: shape[2])
    precondition(
      (0..<classes).contains(blank)
        && targets.allSatisfy { $0.allSatisfy { (0..<classes).contains($0) && $0 != blank } },
      "units of targets must lie in 0..<\(classes), without the blank \(blank)")
  }
}
