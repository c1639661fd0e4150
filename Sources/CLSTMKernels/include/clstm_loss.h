// Losses. The rules of all kernels stand in CLSTMKernels.h.
#ifndef CLSTM_LOSS_H
#define CLSTM_LOSS_H

#include <stddef.h>
#include <stdint.h>

// MARK: Softmax cross-entropy

// Row by row over [rows, columns]: losses[r] = log(sum(exp(logits[r]))) - logits[r, target], 0 where target < 0. The
// caller has checked that targets are below columns.
void clstm_cross_entropy(
    const float *logits, const int32_t *targets, float *losses, ptrdiff_t first_row, ptrdiff_t last_row, ptrdiff_t columns);
// The same, and what the gradient takes: the gradient of losses[r] is unscaled[r] / sums[r]. `unscaled` may be `logits`.
// The share `smoothing` of each target goes to all columns alike.
void clstm_cross_entropy_recorded(
    const float *logits, const int32_t *targets, float *losses, float *unscaled, float *sums, float smoothing,
    ptrdiff_t first_row, ptrdiff_t last_row, ptrdiff_t columns);
void clstm_softmax(const float *logits, float *probabilities, ptrdiff_t rows, ptrdiff_t columns);
// gradient = p * (upstream - sum(p * upstream)) by rows.
void clstm_softmax_backward(
    const float *probabilities, const float *upstream, float *gradient, ptrdiff_t rows, ptrdiff_t columns);

// MARK: Connectionist temporal classification

// The probability of each sequence's target, summed over all alignments of its labels with the steps, blanks between them
// (Graves and others 2006, equations 5 to 8), and the gradient of its negative logarithm (equation 16).
typedef struct clstm_ctc {
  ptrdiff_t steps, batch, classes;  // T, N, V
  const float *logits;              // [T, N, V]
  const int32_t *labels;            // the targets, one behind the other; the caller has checked them
  const ptrdiff_t *offsets;         // [N + 1]: where each target begins, and the end
  const ptrdiff_t *lengths;         // [N]: the steps that a sequence has, 0...T
  int32_t blank;
  const float *factors;             // [N]: what a sequence's gradient is multiplied by
  float *gradient;                  // [T, N, V]; NULL: not wanted
  // [N]: a probability is its significand, in [1, 2) or zero or no number, times two to the power of its exponent.
  double *significands;
  int64_t *exponents;
} clstm_ctc;

// Floats of scratch, 64-byte aligned, that sequences [first, last) need.
ptrdiff_t clstm_ctc_scratch_size(const clstm_ctc *ctc, ptrdiff_t first, ptrdiff_t last);
// Sequences [first, last). Where a target has no alignment its gradient is zero, as it is behind a sequence's end.
void clstm_ctc_sequences(const clstm_ctc *ctc, float *scratch, ptrdiff_t first, ptrdiff_t last);

#endif
