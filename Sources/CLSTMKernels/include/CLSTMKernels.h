// The contract of the kernels: shapes, ownership and order of operations.
//
// House rule ("same bits everywhere"): every output element is one fixed sequence of IEEE 754 operations. Vectors run
// across outputs, sums over k go in order with fused multiply-add, reductions use a fixed tree of 16 lanes. No result
// depends on the instruction set, on the number of threads, or on how work is cut into tiles.
//
// Nothing here allocates and nothing is kept between calls. All matrices are row-major `float`.
// Work that threads share takes (`thread`, `threads`): every one of `threads` callers makes the same call with its own
// `thread`; the pieces they write are disjoint.
#ifndef CLSTM_KERNELS_H
#define CLSTM_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// MARK: Instruction sets

typedef enum clstm_path {
  CLSTM_PATH_SCALAR = 0,
  CLSTM_PATH_AVX2 = 1,
  CLSTM_PATH_AVX512 = 2,
  CLSTM_PATH_NEON = 3,
} clstm_path;

// The path in use: the widest that the processor has, or the one that the environment variable
// LSTM_INSTRUCTION_SET names (scalar, avx2, avx512, neon) if the processor has it.
clstm_path clstm_current_path(void);
// 1 where this processor can run the path.
int clstm_path_available(clstm_path path);
// Chooses a path for the whole process; 0 if it is not available. Meant for tests and benchmarks.
int clstm_select_path(clstm_path path);

// MARK: Barrier

// Spins, then yields: the threads of one kernel call meet here. Zero-initialised.
typedef struct clstm_barrier {
  int32_t arrived;
  int32_t generation;
} clstm_barrier;

void clstm_barrier_wait(clstm_barrier *barrier, int threads);
// What a spinning thread does between two looks: it leaves the core to its neighbour for some tens of cycles.
void clstm_relax(void);

// MARK: Packed matrices

// Columns stand in panels of 16, each panel contiguous as [K][16], zero beyond the last column.
enum { CLSTM_PANEL = 16 };

// Floats that a packed [K, columns] matrix takes.
ptrdiff_t clstm_packed_size(ptrdiff_t k, ptrdiff_t columns);
// Packs b, where element (k, column) is b[k * k_stride + column * column_stride].
void clstm_pack(
    float *restrict packed, const float *restrict b, ptrdiff_t k, ptrdiff_t columns, ptrdiff_t k_stride,
    ptrdiff_t column_stride);

// MARK: Recurrent layers

typedef enum clstm_cell {
  CLSTM_CELL_LSTM = 0,  // slots: input, forget, candidate, output
  CLSTM_CELL_GRU = 1,   // slots: reset, update, candidate from the input, candidate from the state
  CLSTM_CELL_RNN = 2,   // slot: candidate
  CLSTM_CELL_SLSTM = 3,  // slots: input, forget, candidate, output
  // Its number of heads, shifted by CLSTM_HEADS_SHIFT, is added. No slots: a gate row is query, key, value, output gate
  // [H each], then input and forget gates [heads each].
  CLSTM_CELL_MLSTM = 4,
  // Slots: reset, update, candidate, r * h'. The candidate's recurrent weight is apart, as packed_projection.
  CLSTM_CELL_GRU_RESET_BEFORE = 5,
  // Added to CLSTM_CELL_LSTM: gates that have no weights. Their slots stay, and are one (the forget gate's, where the
  // variant couples it: 1 - i).
  CLSTM_WITHOUT_INPUT_GATE = 16,
  CLSTM_WITHOUT_FORGET_GATE = 32,
  CLSTM_WITHOUT_OUTPUT_GATE = 128,
} clstm_cell;

// Position of each gate in stacked weights and in the slots of a block; Gate.swift repeats it, a test compares.
enum {
  CLSTM_GATE_INPUT = 0,
  CLSTM_GATE_FORGET = 1,
  CLSTM_GATE_CANDIDATE = 2,
  CLSTM_GATE_OUTPUT = 3,
};

enum { CLSTM_CELL_KINDS = 15, CLSTM_HEADS_SHIFT = 8 };
ptrdiff_t clstm_heads(clstm_cell cell);  // of an mLSTM

// Gates stacked in a weight: 4, 3, 1, less those that a variant is without.
ptrdiff_t clstm_gates(clstm_cell cell);
// Rows of a weight for each of its gates: H; an mLSTM's, whose gates differ in size, count as one gate of 4H + 2 heads.
ptrdiff_t clstm_units(clstm_cell cell, ptrdiff_t hidden);
// Slots of 16 values that a block of 16 units has: 4, 4, 1.
ptrdiff_t clstm_slots(clstm_cell cell);
// hidden rounded up to whole blocks of 16 units.
ptrdiff_t clstm_padded(ptrdiff_t hidden);
// Floats of one row of the gate buffer: slots * padded units. Layout [block][slot][16].
ptrdiff_t clstm_gate_row(clstm_cell cell, ptrdiff_t hidden);
// Floats of what a sequence carries beside the hidden state. LSTM: C [padded]. sLSTM: C, normaliser n, stabiliser m
// [3][padded]. mLSTM: C [heads][D keys][D values], n [heads][D], m [heads], D = H / heads. GRU and RNN: nothing.
ptrdiff_t clstm_cell_row(clstm_cell cell, ptrdiff_t hidden);
// Floats of what is kept of it at every step for a backward pass. mLSTM: n [H], what is read [H], m [heads], n q [heads];
// other cells: all of it.
ptrdiff_t clstm_kept_row(clstm_cell cell, ptrdiff_t hidden);
// An mLSTM's memories are kept once in so many steps; between them the backward pass computes them again.
enum { CLSTM_STRETCH = 16 };
// Floats of all memories that are kept: [stretches, N, heads, D, padded D]; 0 for other cells.
ptrdiff_t clstm_memories_size(clstm_cell cell, ptrdiff_t hidden, ptrdiff_t steps, ptrdiff_t batch);

// How a weight is used, which decides the layout it is packed in.
typedef enum clstm_weight {
  CLSTM_WEIGHT_INPUT = 0,      // [gates * H, I]
  CLSTM_WEIGHT_RECURRENT = 1,  // [gates * H, H]; [gates * H, P] where the hidden state is a projection
} clstm_weight;

// Floats of a packed weight with `columns` columns (I or H), for the forward and for the backward product.
ptrdiff_t clstm_packed_forward_size(clstm_cell cell, ptrdiff_t hidden, ptrdiff_t columns);
ptrdiff_t clstm_packed_backward_size(clstm_cell cell, ptrdiff_t hidden, ptrdiff_t columns);
void clstm_pack_forward(
    clstm_cell cell, clstm_weight kind, float *restrict packed, const float *restrict weight, ptrdiff_t hidden,
    ptrdiff_t columns, int thread, int threads);
void clstm_pack_backward(
    clstm_cell cell, clstm_weight kind, float *restrict packed, const float *restrict weight, ptrdiff_t hidden,
    ptrdiff_t columns, int thread, int threads);
// bias [gates * H], and for the GRU the second candidate bias [H] (may be NULL: zero), into the layout of a gate row.
void clstm_pack_bias(
    clstm_cell cell, float *restrict packed, const float *restrict bias, const float *restrict candidate_bias,
    ptrdiff_t hidden);
// The inverse for the gradient of a bias: one gate row of sums into [gates * H].
void clstm_unpack_gradient(
    clstm_cell cell, clstm_weight kind, float *restrict values, const float *restrict gate_row, ptrdiff_t hidden);
// One slot of `rows` gate rows into [rows, H].
void clstm_unpack_slot(
    clstm_cell cell, ptrdiff_t slot, float *restrict values, ptrdiff_t value_row_stride, const float *restrict gates,
    ptrdiff_t hidden, ptrdiff_t rows);

// Sixteen positions of a gate row, number `group`: the first row of a stacked weight that they stand for, and how many;
// none for a slot that this weight has no part in.
typedef struct clstm_group {
  ptrdiff_t first, rows;
} clstm_group;
clstm_group clstm_weight_group(clstm_cell cell, clstm_weight kind, ptrdiff_t hidden, ptrdiff_t group);

// MARK: Matrix product

typedef enum clstm_start {
  CLSTM_START_ZERO = 0,        // C = A B
  CLSTM_START_ACCUMULATE = 1,  // C = C + A B
  CLSTM_START_BIAS = 2,        // C = bias + A B, one bias a column
} clstm_start;

typedef struct clstm_product {
  ptrdiff_t m, n, k;
  const float *a;  // element (row, k) is a[row * a_row_stride + k * a_k_stride]
  ptrdiff_t a_row_stride, a_k_stride;
  const float *b;  // packed when b_is_packed, else element (k, column) is b[k * b_k_stride + column * b_column_stride]
  ptrdiff_t b_k_stride, b_column_stride;
  int b_is_packed;
  float *c;  // row-major, c_row_stride >= n
  ptrdiff_t c_row_stride;
  clstm_start start;
  const float *bias;
  // 1: A's rows are the positions of a gate row, and C is a stacked weight: each sixteen rows go to their place by
  // clstm_weight_group. Only with CLSTM_START_ZERO.
  int by_gates;
  clstm_cell cell;
  clstm_weight weight;
  ptrdiff_t hidden;
} clstm_product;

// Floats of scratch that each thread of a product needs.
ptrdiff_t clstm_product_scratch_size(const clstm_product *product);
void clstm_multiply(const clstm_product *product, float *scratch, int thread, int threads);

// MARK: Whole sequences

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

// MARK: Short-time spectra

// Sound from the magnitudes of its short-time spectra, by the fast Griffin-Lim algorithm (Perraudin, Balazs and Sondergaard
// 2013). The sound is cut into 16 pieces: lane l of every panel of 16 belongs to the frames from l * steps on, and begins at
// sample l * steps * hop of the padded sound. steps * hop >= size, so that a frame crosses one border at most.
typedef struct clstm_griffin_lim {
  ptrdiff_t size, hop, steps;  // N, a power of two from 4; samples from a frame to the next; frames of a lane
  ptrdiff_t iterations;        // after the first sound; 0: it alone
  float share;                 // how much of the spectra before is taken off: momentum / (1 + momentum)
  const float *window;         // [N]
  const int32_t *order;        // [N / 2]: bit-reversed places
  const float *turns;          // [N / 2 - 1, 2]: cosine and sine of -k / span turns, k < span / 2, span = 2, 4, ... N / 2
  const float *splits;         // [N / 2 + 1, 2]: of -k / N turns
  const float *magnitudes;     // [steps, N / 2 + 1, 16]
  float *cosines, *sines;      // of the phases; in: where to begin
  float *previous_real, *previous_imaginary;  // [steps, N / 2 + 1, 16], zero at the beginning
  const float *normalizers;    // [steps * hop + N, 16]: 1 / sum of squared windows, zero beyond the sound
  float *samples;              // [steps * hop + N, 16]; out: the sound
} clstm_griffin_lim;

// scratch: 32 N + 32 floats, 64-byte aligned.
void clstm_find_phases(const clstm_griffin_lim *sound, float *scratch);

// MARK: Attention

// Queries over the steps of sources: score of query and key, softmax over a source's steps, and the values so weighted
// (Bahdanau and others 2015, equations 5 and 6; Luong and others 2015, equations 7 and 8).
typedef struct clstm_attention {
  ptrdiff_t sources, queries;  // N, and how many queries each source has
  // Query k of source n is row n * source_stride + k * query_stride of `query`, `weights` and `context`.
  ptrdiff_t source_stride, query_stride;
  ptrdiff_t steps, features, values;  // S, A, C
  const ptrdiff_t *lengths;           // [N]: the steps that a source has, 1...S
  const float *query;                 // [rows, A]
  const float *keys;                  // [S, N, A]
  const float *memory;                // [S, N, C]
  const float *energy;                // [A]: score = energy . tanh(query + key); NULL: score = query . key
  float *weights;                     // [rows, S], zero beyond a source's length
  float *context;                     // [rows, C]
} clstm_attention;

void clstm_attention_forward(const clstm_attention *attention, ptrdiff_t first_source, ptrdiff_t last_source);

typedef struct clstm_attention_gradient {
  const float *context_gradient;  // [rows, C]
  float *query_gradient;          // [rows, A]
  float *score_gradient;          // [rows, S]
  float *key_gradient, *memory_gradient;  // [S, N, A], [S, N, C]: added to
  float *energy_gradient;                 // [N, A], by source: added to
} clstm_attention_gradient;

// The queries of a source are gone through from the last to the first.
void clstm_attention_backward(
    const clstm_attention *attention, const clstm_attention_gradient *gradient, ptrdiff_t first_source,
    ptrdiff_t last_source);

// MARK: Layer normalisation

void clstm_layer_norm_forward(
    const float *x, const float *scale, const float *shift, float *y, float *means, float *inverse_deviations,
    float epsilon, ptrdiff_t rows, ptrdiff_t columns);
// scale_gradient and shift_gradient [columns] are added to, over rows in order.
void clstm_layer_norm_backward(
    const float *x, const float *scale, const float *means, const float *inverse_deviations, const float *upstream,
    float *x_gradient, float *scale_gradient, float *shift_gradient, ptrdiff_t rows, ptrdiff_t columns);

// MARK: Elementwise

typedef enum clstm_function {
  CLSTM_TANH = 0,
  CLSTM_SIGMOID = 1,
  CLSTM_EXP = 2,
  CLSTM_LOG = 3,
  CLSTM_RELU = 4,
  CLSTM_SQUARE = 5,
} clstm_function;

void clstm_apply(clstm_function function, const float *x, float *y, ptrdiff_t count);
// x_gradient = upstream * derivative, from x and y = f(x).
void clstm_apply_backward(
    clstm_function function, const float *x, const float *y, const float *upstream, float *x_gradient, ptrdiff_t count);

typedef enum clstm_operator {
  CLSTM_ADD = 0,
  CLSTM_SUBTRACT = 1,
  CLSTM_MULTIPLY = 2,
} clstm_operator;

void clstm_combine(clstm_operator operation, const float *a, const float *b, float *result, ptrdiff_t count);
// result = scale * x + offset
void clstm_scale(const float *x, float scale, float offset, float *result, ptrdiff_t count);
// y += scale * x
void clstm_add_scaled(float *y, const float *x, float scale, ptrdiff_t count);
void clstm_fill(float *y, float value, ptrdiff_t count);
// sums[column] += sum over rows in order, each row times its factor (NULL: 1).
void clstm_add_column_sums(
    float *sums, const float *x, const float *factors, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t row_stride);
// y[row] = x[row] + bias for every row.
void clstm_add_to_rows(const float *x, const float *bias, float *y, ptrdiff_t rows, ptrdiff_t columns);
float clstm_sum(const float *x, ptrdiff_t count);
float clstm_sum_of_squares(const float *x, ptrdiff_t count);
// Index of the first value that is infinite or not a number, -1 if there is none.
ptrdiff_t clstm_first_nonfinite(const float *x, ptrdiff_t count);

// MARK: Rows

// result[r] = table[ids[r]]; the caller has checked the ids.
void clstm_gather_rows(
    const float *table, const int32_t *ids, float *result, ptrdiff_t rows, ptrdiff_t columns);
// table[ids[r]] += x[r], r in order.
void clstm_scatter_add_rows(
    float *table, const int32_t *ids, const float *x, ptrdiff_t rows, ptrdiff_t columns);
// Copies `rows` rows of `columns` floats between matrices of different row strides.
void clstm_copy_rows(
    float *restrict to, ptrdiff_t to_row_stride, const float *restrict from, ptrdiff_t from_row_stride, ptrdiff_t rows,
    ptrdiff_t columns);

// MARK: Random numbers

// Value number `index` of the sequence with this key: SplitMix64 (Steele, Lea, Flood 2014) at any position.
uint64_t clstm_random(uint64_t key, uint64_t index);
// y = x / (1 - rate) where the number of (row, column) keeps it, else 0. Row r is global row first_row + r, so that a
// mask does not depend on how rows are batched. `rows_per_mask` > 0 shares one mask: global row modulo rows_per_mask.
void clstm_dropout(
    const float *x, float *y, ptrdiff_t rows, ptrdiff_t columns, uint64_t key, uint64_t first_row,
    uint64_t rows_per_mask, float rate);

// MARK: Optimisers

// One step of each, in place. `decay` is the decoupled weight decay (AdamW), `penalty` is added to the gradient (L2).
typedef struct clstm_adam {
  float learning_rate, beta1, beta2, epsilon, decay, penalty;
  float correction1, correction2;  // 1 - beta1^t, 1 - beta2^t
} clstm_adam;
void clstm_adam_step(
    const clstm_adam *options, float *parameter, const float *gradient, float *first, float *second, ptrdiff_t count);

typedef struct clstm_sgd {
  float learning_rate, momentum, dampening, penalty;
  int nesterov, first_step;
} clstm_sgd;
// `velocity` may be NULL when momentum is 0.
void clstm_sgd_step(
    const clstm_sgd *options, float *parameter, const float *gradient, float *velocity, ptrdiff_t count);

typedef struct clstm_rmsprop {
  float learning_rate, smoothing, epsilon, momentum, penalty;
  int centered;
} clstm_rmsprop;
// `velocity` may be NULL when momentum is 0, `mean` when not centered.
void clstm_rmsprop_step(
    const clstm_rmsprop *options, float *parameter, const float *gradient, float *square, float *mean, float *velocity,
    ptrdiff_t count);

#ifdef __cplusplus
}
#endif

#endif
