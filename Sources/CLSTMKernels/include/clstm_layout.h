// How matrices and the weights of recurrent layers lie in memory. The rules of all kernels stand in CLSTMKernels.h.
#ifndef CLSTM_LAYOUT_H
#define CLSTM_LAYOUT_H

#include <stddef.h>

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

#endif
