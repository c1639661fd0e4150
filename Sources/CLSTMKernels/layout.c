// Layouts of the gate buffer and of packed recurrent weights: copies only, so one version serves every path.
#include <string.h>

#include "CLSTMKernels.h"
#include "quad.h"

static int is_without(clstm_cell cell, ptrdiff_t slot) { return (int)cell >> (4 + slot) & 1; }

static int is_matrix(clstm_cell cell) { return ((int)cell & CLSTM_CELL_KINDS) == CLSTM_CELL_MLSTM; }

ptrdiff_t clstm_heads(clstm_cell cell) { return (int)cell >> CLSTM_HEADS_SHIFT; }

ptrdiff_t clstm_units(clstm_cell cell, ptrdiff_t hidden) {
  return is_matrix(cell) ? 4 * hidden + 2 * clstm_heads(cell) : hidden;
}

ptrdiff_t clstm_gates(clstm_cell cell) {
  if (is_matrix(cell)) return 1;
  if (cell == CLSTM_CELL_GRU_RESET_BEFORE) return 3;
  if (cell == CLSTM_CELL_GRU || cell == CLSTM_CELL_RNN) return cell == CLSTM_CELL_GRU ? 3 : 1;
  ptrdiff_t gates = 0;
  for (ptrdiff_t slot = 0; slot < 4; slot++) gates += !is_without(cell, slot);
  return gates;
}

// The gate, as weights stack them, that stands in a slot of a block; -1 where none does. The GRU's candidate takes two
// slots, since its reset gate multiplies only the recurrent part.
static ptrdiff_t gate_of(clstm_cell cell, clstm_weight kind, ptrdiff_t slot) {
  if (cell == CLSTM_CELL_RNN || is_matrix(cell)) return slot;
  if (cell == CLSTM_CELL_GRU && slot > 1) return slot == (kind == CLSTM_WEIGHT_RECURRENT ? 3 : 2) ? 2 : -1;
  if (cell == CLSTM_CELL_GRU_RESET_BEFORE) return slot < (kind == CLSTM_WEIGHT_RECURRENT ? 2 : 3) ? slot : -1;
  if (is_without(cell, slot)) return -1;
  ptrdiff_t gate = slot;
  for (ptrdiff_t before = 0; before < slot; before++) gate -= is_without(cell, before);
  return gate;
}

ptrdiff_t clstm_slots(clstm_cell cell) { return cell == CLSTM_CELL_RNN || is_matrix(cell) ? 1 : 4; }
ptrdiff_t clstm_padded(ptrdiff_t hidden) { return (hidden + 15) / 16 * 16; }
ptrdiff_t clstm_gate_row(clstm_cell cell, ptrdiff_t hidden) {
  return clstm_slots(cell) * clstm_padded(clstm_units(cell, hidden));
}

ptrdiff_t clstm_cell_row(clstm_cell cell, ptrdiff_t hidden) {
  if (cell == CLSTM_CELL_GRU || cell == CLSTM_CELL_RNN || cell == CLSTM_CELL_GRU_RESET_BEFORE) return 0;
  if (is_matrix(cell)) return hidden * (hidden / clstm_heads(cell)) + hidden + clstm_heads(cell);
  return clstm_padded(hidden) * (cell == CLSTM_CELL_SLSTM ? 3 : 1);
}

ptrdiff_t clstm_kept_row(clstm_cell cell, ptrdiff_t hidden) {
  return is_matrix(cell) ? 2 * hidden + 2 * clstm_heads(cell) : clstm_cell_row(cell, hidden);
}

ptrdiff_t clstm_memories_size(clstm_cell cell, ptrdiff_t hidden, ptrdiff_t steps, ptrdiff_t batch) {
  if (!is_matrix(cell)) return 0;
  ptrdiff_t stretches = (steps + CLSTM_STRETCH - 1) / CLSTM_STRETCH;
  return stretches * batch * hidden * clstm_padded(hidden / clstm_heads(cell));
}

ptrdiff_t clstm_packed_size(ptrdiff_t k, ptrdiff_t columns) { return clstm_padded(columns) * k; }

// Weights are packed for whole gate rows, but for the GRU's recurrent weight: its third slot has no part in the product, nor the
// fourth where the reset gate comes before it.
static ptrdiff_t panels_of(clstm_cell cell, clstm_weight kind) {
  if (kind == CLSTM_WEIGHT_RECURRENT && cell == CLSTM_CELL_GRU_RESET_BEFORE) return 2;
  return kind == CLSTM_WEIGHT_RECURRENT && cell == CLSTM_CELL_GRU ? 3 : clstm_slots(cell);
}

ptrdiff_t clstm_packed_forward_size(clstm_cell cell, ptrdiff_t hidden, ptrdiff_t columns) {
  return clstm_gate_row(cell, hidden) * columns;
}

ptrdiff_t clstm_packed_backward_size(clstm_cell cell, ptrdiff_t hidden, ptrdiff_t columns) {
  return clstm_gate_row(cell, hidden) * clstm_padded(columns);
}

void clstm_pack_forward(
    clstm_cell cell, clstm_weight kind, float *restrict packed, const float *restrict weight, ptrdiff_t hidden,
    ptrdiff_t columns, int thread, int threads) {
  ptrdiff_t panels = panels_of(cell, kind), units = clstm_units(cell, hidden), blocks = clstm_padded(units) / 16;
  for (ptrdiff_t block = blocks * thread / threads; block < blocks * (thread + 1) / threads; block++) {
    ptrdiff_t unit = block * 16, width = units - unit < 16 ? units - unit : 16;
    for (ptrdiff_t number = 0; number < panels; number++) {
      float *panel = packed + (block * panels + number) * columns * 16;
      ptrdiff_t gate = panels == 3 ? number : gate_of(cell, kind, number);
      if (gate >= 0)
        pack_panel(panel, weight + (gate * units + unit) * columns, columns, width, columns);
      else
        memset(panel, 0, (size_t)columns * 16 * sizeof(float));
    }
  }
}

void clstm_pack_backward(
    clstm_cell cell, clstm_weight kind, float *restrict packed, const float *restrict weight, ptrdiff_t hidden,
    ptrdiff_t columns, int thread, int threads) {
  ptrdiff_t rows = clstm_gate_row(cell, hidden), panels = (columns + 15) / 16;
  ptrdiff_t first = panels * thread / threads, last = panels * (thread + 1) / threads;
  // Row by row through the weight, which is read once; sixteen rows fill a stretch of each panel.
  for (ptrdiff_t group = 0; group < rows / 16; group++) {
    clstm_group place = clstm_weight_group(cell, kind, hidden, group);
    for (ptrdiff_t number = first; number < last; number++) {
      const float *from = weight + place.first * columns + number * 16;
      float *to = packed + (number * rows + group * 16) * 16;
      ptrdiff_t width = columns - number * 16;
      if (width >= 16 && place.rows == 16) {
        for (ptrdiff_t row = 0; row < 16; row++) memcpy(to + row * 16, from + row * columns, 16 * sizeof(float));
        continue;
      }
      memset(to, 0, 256 * sizeof(float));
      for (ptrdiff_t row = 0; row < place.rows; row++)
        memcpy(to + row * 16, from + row * columns, (size_t)(width < 16 ? width : 16) * sizeof(float));
    }
  }
}

clstm_group clstm_weight_group(clstm_cell cell, clstm_weight kind, ptrdiff_t hidden, ptrdiff_t group) {
  ptrdiff_t slots = clstm_slots(cell), unit = group / slots * 16, gate = gate_of(cell, kind, group % slots);
  if (gate < 0) return (clstm_group){0, 0};
  ptrdiff_t units = clstm_units(cell, hidden);
  return (clstm_group){gate * units + unit, units - unit < 16 ? units - unit : 16};
}

void clstm_pack_bias(
    clstm_cell cell, float *restrict packed, const float *restrict bias, const float *restrict candidate_bias,
    ptrdiff_t hidden) {
  ptrdiff_t slots = clstm_slots(cell), units = clstm_units(cell, hidden);
  memset(packed, 0, (size_t)clstm_gate_row(cell, hidden) * sizeof(float));
  for (ptrdiff_t unit = 0; unit < units; unit++) {
    float *block = packed + unit / 16 * slots * 16 + unit % 16;
    for (ptrdiff_t slot = 0; slot < slots; slot++) {
      ptrdiff_t gate = gate_of(cell, CLSTM_WEIGHT_INPUT, slot);
      if (gate >= 0) block[slot * 16] = bias[gate * units + unit];
    }
    if (cell == CLSTM_CELL_GRU && candidate_bias) block[48] = candidate_bias[unit];
  }
}

void clstm_unpack_gradient(
    clstm_cell cell, clstm_weight kind, float *restrict values, const float *restrict gate_row, ptrdiff_t hidden) {
  for (ptrdiff_t group = 0; group < clstm_gate_row(cell, hidden) / 16; group++) {
    clstm_group place = clstm_weight_group(cell, kind, hidden, group);
    memcpy(values + place.first, gate_row + group * 16, (size_t)place.rows * sizeof(float));
  }
}

void clstm_unpack_slot(
    clstm_cell cell, ptrdiff_t slot, float *restrict values, ptrdiff_t value_row_stride, const float *restrict gates,
    ptrdiff_t hidden, ptrdiff_t rows) {
  ptrdiff_t slots = clstm_slots(cell), gate_row = clstm_gate_row(cell, hidden);
  for (ptrdiff_t row = 0; row < rows; row++)
    for (ptrdiff_t unit = 0; unit < hidden; unit += 16) {
      size_t width = (size_t)(hidden - unit < 16 ? hidden - unit : 16);
      memcpy(
          values + row * value_row_stride + unit, gates + row * gate_row + (unit / 16 * slots + slot) * 16,
          width * sizeof(float));
    }
}
