// Recurrent layers over whole sequences. The rules of all kernels stand in CLSTMKernels.h.
#ifndef CLSTM_RECURRENT_H
#define CLSTM_RECURRENT_H

#include <stddef.h>

#include "clstm_execution.h"
#include "clstm_layout.h"

// Layer normalisation of the input projection W x and of the recurrent projection U h, each over all gates that have
// weights and all units of a row, and of the cell state over all units on its way out.
typedef struct clstm_normalization {
  const float *input_gain, *recurrent_gain;  // [gate row]; NULL: nothing is normalised
  const float *cell_gain, *cell_shift;       // [padded]
  float epsilon;
  // Where gates are kept, of each row of R: both projections as they were, [R, gate row], and mean and inverse deviation
  // of input projection, recurrent projection and cell state, [R, 6].
  float *input, *recurrent, *moments;
} clstm_normalization;

// What sets a variant of the LSTM apart from the plain one, beside the gates it is without. Vectors [padded], masks
// [R, padded]; NULL where there is none.
typedef struct clstm_variant {
  int couples_forget_gate;          // f = 1 - i
  int has_linear_candidate;         // the candidate is its pre-activation
  int has_linear_output;            // h = o C
  float cell_clip;                  // the cell state stays within it; 0: anywhere
  // Full gate recurrence: behind the hidden state the gates with weights, but the candidate, go on to the next step, in
  // [padded] columns each. Recurrent weight, `output`, `initial_hidden` and `hidden_gradient` have these columns for H.
  int feeds_gates;
  // Multiply the cell state in the pre-activations: of the step before (input, forget), of this step (output).
  const float *input_peephole, *forget_peephole, *output_peephole;
  const float *candidate_mask;      // factors of the candidate: recurrent dropout
  // Zoneout: where the mask is zero, the value of the step before stays; without a mask, `rate` of it stays.
  const float *cell_mask, *hidden_mask;
  float cell_rate, hidden_rate;
  clstm_normalization normalization;
} clstm_variant;

// One layer in one direction over a whole sequence.
//
// Rows are packed without padding: step t holds `rows[t]` sequences (never more than at step t-1; sequences are sorted
// by falling length) at row `offsets[t]` of every per-row matrix. R is the total of `rows`.
typedef struct clstm_sequence {
  clstm_cell cell;
  ptrdiff_t steps, batch, hidden;
  const ptrdiff_t *rows, *offsets;  // [steps]
  int reverse;                      // 1: from the last step to the first
  int split_rows;                   // 1: threads share rows (all steps equally full); 0: they share units
  // The input projection, done on the way: rows [R, inputs]. Where packed_input is NULL (an mLSTM: always), `gates`
  // holds bias + projection on entry. Forward only.
  const float *input;
  ptrdiff_t input_row_stride, inputs;
  const float *packed_input, *packed_bias;
  const float *packed_recurrent;    // clstm_pack_forward in the forward pass, clstm_pack_backward in the backward pass
  const float *initial_hidden;      // [N, H], or [N, P]
  const clstm_variant *variant;     // NULL: the plain LSTM, or another cell
  // 1: `gates` [R, gate row] and `cells` [R, kept row] receive every step's values, for a backward pass; 0: `gates` is used
  // only without packed_input, and `cells` [N, cell row] holds the initial cell states on entry, the final ones on return.
  int keeps_gates;
  const float *initial_cell;        // [N, cell row], where gates are kept
  float *gates;
  float *cells;                     // of cells that carry more than the hidden state
  // mLSTM only, where gates are kept: clstm_memories_size floats, and the final cell states [N, cell row].
  float *memories, *final_cell;
  float *output;                    // [R, *] hidden states, output_row_stride >= H, or P
  ptrdiff_t output_row_stride;
  // LSTM: the hidden state is a product with what the units show, h = W (o * tanh(C)); NULL: what they show, as P = 0 says.
  // Packed by clstm_pack as [H, P] for the forward pass, as [P, H] for the backward pass; [H, H] of a candidate likewise.
  const float *packed_projection;
  ptrdiff_t projection;             // P
  float *shown;                     // where gates are kept: what the units show [R, padded]
  float *scratch;                   // clstm_sequence_scratch_size floats, 64-byte aligned
  clstm_barrier *barrier;
} clstm_sequence;

// Floats of scratch that all threads of a pass need together.
ptrdiff_t clstm_sequence_scratch_size(const clstm_sequence *sequence, int threads, int backward);
void clstm_recurrent_forward(const clstm_sequence *sequence, int thread, int threads);

// Backward through the same sequence. `gate_gradients` [R, gate row] receives the gradient of the pre-activations (for
// the GRU's last slot: of the candidate's recurrent part). `hidden_gradient` [N, padded, of P where there is a projection]
// and `cell_gradient` [N, cell row] hold the gradients of the final states on entry and of the initial states on return.
typedef struct clstm_sequence_gradient {
  const float *output_gradient;  // [R, *]
  ptrdiff_t output_gradient_row_stride;
  float *gate_gradients;
  float *hidden_gradient;
  float *cell_gradient;
  float *recurrent_gradients;  // of recurrent projections [R, gate row], where they are normalised
  float *shown_gradients;      // of the normalised cell states [R, padded], where they are
  float *projection_gradients;  // of the hidden states [R, P], where they are projections
  int skips_initial;  // 1: nobody wants the gradient of the initial states, which are then left incomplete
} clstm_sequence_gradient;

void clstm_recurrent_backward(
    const clstm_sequence *sequence, const clstm_sequence_gradient *gradient, int thread, int threads);
// After it: the gradients of the three peepholes, input, forget, output, [3, padded].
void clstm_peephole_gradient(
    const clstm_sequence *sequence, const float *gate_gradients, float *peephole_gradients, int thread, int threads);

// With layer normalisation, after it: the gradients of the input projections [R, gate row], rows [first, last) in memory,
// and those of the gains of input and recurrent projection and of gain and shift of the cell state, [2 gate rows, 2 padded].
void clstm_normalization_input_gradient(
    const clstm_sequence *sequence, const float *gate_gradients, float *input_gradients, ptrdiff_t first_row,
    ptrdiff_t last_row);
void clstm_normalization_gain_gradient(
    const clstm_sequence *sequence, const clstm_sequence_gradient *gradient, float *gain_gradients, int thread,
    int threads);
// Rows of input projections without bias [rows, gate row], in place: normalised, scaled, and with their bias.
void clstm_normalize_projections(
    clstm_cell cell, ptrdiff_t hidden, const clstm_normalization *normalization, const float *packed_bias, float *values,
    ptrdiff_t rows);

#endif
