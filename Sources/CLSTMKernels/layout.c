// Layouts of the gate buffer and of packed recurrent weights: copies only, so one version serves every path.
#include <string.h>

#include "CLSTMKernels.h"
#include "quad.h"

// Slot that stacked gate number `gate` has in a block, for each of the two weights. The GRU's candidate takes two
// slots, since its reset gate multiplies only the recurrent part.
static ptrdiff_t gates_of(clstm_cell cell) { return cell == CLSTM_CELL_LSTM ? 4 : cell == CLSTM_CELL_GRU ? 3 : 1; }

static ptrdiff_t slot_of(clstm_cell cell, clstm_weight kind, ptrdiff_t gate) {
  return cell == CLSTM_CELL_GRU && kind == CLSTM_WEIGHT_RECURRENT && gate == 2 ? 3 : gate;
}

ptrdiff_t clstm_slots(clstm_cell cell) { return cell == CLSTM_CELL_RNN ? 1 : 4; }
ptrdiff_t clstm_padded(ptrdiff_t hidden) { return (hidden + 15) / 16 * 16; }
ptrdiff_t clstm_gate_row(clstm_cell cell, ptrdiff_t hidden) { return clstm_slots(cell) * clstm_padded(hidden); }
ptrdiff_t clstm_packed_size(ptrdiff_t k, ptrdiff_t columns) { return clstm_padded(columns) * k; }

// The input weight is packed for whole gate rows (one product for the sequence), the recurrent weight only for the
// gates it has.
static ptrdiff_t panels_of(clstm_cell cell, clstm_weight kind) {
  return kind == CLSTM_WEIGHT_INPUT ? clstm_slots(cell) : gates_of(cell);
}

ptrdiff_t clstm_packed_forward_size(clstm_cell cell, ptrdiff_t hidden, ptrdiff_t columns) {
  return clstm_slots(cell) * clstm_padded(hidden) * columns;
}

ptrdiff_t clstm_packed_backward_size(clstm_cell cell, ptrdiff_t hidden, ptrdiff_t columns) {
  return clstm_gate_row(cell, hidden) * clstm_padded(columns);
}

void clstm_pack_forward(
    clstm_cell cell, clstm_weight kind, float *restrict packed, const float *restrict weight, ptrdiff_t hidden,
    ptrdiff_t columns, int thread, int threads) {
  ptrdiff_t panels = panels_of(cell, kind), blocks = clstm_padded(hidden) / 16;
  for (ptrdiff_t block = blocks * thread / threads; block < blocks * (thread + 1) / threads; block++) {
    ptrdiff_t unit = block * 16, width = hidden - unit < 16 ? hidden - unit : 16;
    for (ptrdiff_t gate = 0; gate < panels; gate++) {
      float *panel = packed + (block * panels + gate) * columns * 16;
      if (gate < gates_of(cell))
        pack_panel(panel, weight + (gate * hidden + unit) * columns, columns, width, columns);
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
  ptrdiff_t slots = clstm_slots(cell), unit = group / slots * 16;
  for (ptrdiff_t gate = 0; gate < gates_of(cell); gate++)
    if (slot_of(cell, kind, gate) == group % slots)
      return (clstm_group){gate * hidden + unit, hidden - unit < 16 ? hidden - unit : 16};
  return (clstm_group){0, 0};
}

void clstm_pack_bias(
    clstm_cell cell, float *restrict packed, const float *restrict bias, const float *restrict candidate_bias,
    ptrdiff_t hidden) {
  ptrdiff_t slots = clstm_slots(cell);
  memset(packed, 0, (size_t)clstm_gate_row(cell, hidden) * sizeof(float));
  for (ptrdiff_t unit = 0; unit < hidden; unit++) {
    float *block = packed + unit / 16 * slots * 16 + unit % 16;
    for (ptrdiff_t gate = 0; gate < gates_of(cell); gate++) block[gate * 16] = bias[gate * hidden + unit];
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
