// A recurrent layer over a whole sequence: the product with the previous hidden state and the activation of a block of
// 16 units follow each other while the block is in cache. Needs vector.h, functions.h and product.h.

// MARK: Forward, one block of 16 units of one row

// The equations (DESIGN section 2): slots hold pre-activations on entry, gate values on return.
INLINE void lstm_block_forward(float *g, const float *previous_cell, float *cell, float *hidden) {
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    vf input = sigmoid(load(g + 16 * CLSTM_GATE_INPUT + v));
    vf forget = sigmoid(load(g + 16 * CLSTM_GATE_FORGET + v));
    vf candidate = tanh_(load(g + 16 * CLSTM_GATE_CANDIDATE + v));
    vf output = sigmoid(load(g + 16 * CLSTM_GATE_OUTPUT + v));
    vf c = fma_(input, candidate, forget * load(previous_cell + v));
    store(g + 16 * CLSTM_GATE_INPUT + v, input);
    store(g + 16 * CLSTM_GATE_FORGET + v, forget);
    store(g + 16 * CLSTM_GATE_CANDIDATE + v, candidate);
    store(g + 16 * CLSTM_GATE_OUTPUT + v, output);
    store(cell + v, c);
    store(hidden + v, output * tanh_(c));
  }
}

// r, z = sigmoid; n = tanh(n_x + r q), q the recurrent part with its own bias; h = (1 - z) n + z h'.
INLINE void gru_block_forward(float *g, const float *previous_hidden, float *hidden) {
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    vf reset = sigmoid(load(g + v)), update = sigmoid(load(g + 16 + v));
    vf candidate = tanh_(fma_(reset, load(g + 48 + v), load(g + 32 + v)));
    store(g + v, reset);
    store(g + 16 + v, update);
    store(g + 32 + v, candidate);
    store(hidden + v, fma_(update, load(previous_hidden + v) - candidate, candidate));
  }
}

INLINE void rnn_block_forward(float *g, float *hidden) {
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    vf h = tanh_(load(g + v));
    store(g + v, h);
    store(hidden + v, h);
  }
}

// MARK: Backward, one block of 16 units of one row

// `carry` holds dL/dh on entry (recurrent part), and on return what of it does not pass through the product.
INLINE void lstm_block_backward(
    const float *g, const float *cell, const float *previous_cell, const float *upstream, float *d, float *carry,
    float *cell_carry) {
  const vf one = splat(1.0f);
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    vf input = load(g + 16 * CLSTM_GATE_INPUT + v), forget = load(g + 16 * CLSTM_GATE_FORGET + v);
    vf candidate = load(g + 16 * CLSTM_GATE_CANDIDATE + v), output = load(g + 16 * CLSTM_GATE_OUTPUT + v);
    vf squashed = tanh_(load(cell + v));
    vf dh = load(upstream + v) + load(carry + v);
    vf dc = fma_(dh * output, fma_(-squashed, squashed, one), load(cell_carry + v));
    store(d + 16 * CLSTM_GATE_INPUT + v, dc * candidate * input * (one - input));
    store(d + 16 * CLSTM_GATE_FORGET + v, dc * load(previous_cell + v) * forget * (one - forget));
    store(d + 16 * CLSTM_GATE_CANDIDATE + v, dc * input * fma_(-candidate, candidate, one));
    store(d + 16 * CLSTM_GATE_OUTPUT + v, dh * squashed * output * (one - output));
    store(cell_carry + v, dc * forget);
    store(carry + v, splat(0.0f));
  }
}

INLINE void gru_block_backward(
    const float *g, const float *previous_hidden, const float *upstream, float *d, float *carry) {
  const vf one = splat(1.0f);
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    vf reset = load(g + v), update = load(g + 16 + v), candidate = load(g + 32 + v);
    vf dh = load(upstream + v) + load(carry + v);
    vf dn = dh * (one - update) * fma_(-candidate, candidate, one);
    store(d + v, dn * load(g + 48 + v) * reset * (one - reset));
    store(d + 16 + v, dh * (load(previous_hidden + v) - candidate) * update * (one - update));
    store(d + 32 + v, dn);
    store(d + 48 + v, dn * reset);
    store(carry + v, dh * update);
  }
}

INLINE void rnn_block_backward(const float *g, const float *upstream, float *d, float *carry) {
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    vf h = load(g + v);
    store(d + v, (load(upstream + v) + load(carry + v)) * fma_(-h, h, splat(1.0f)));
    store(carry + v, splat(0.0f));
  }
}

// MARK: One time step

typedef struct step_place {
  ptrdiff_t offset, previous;  // first row of this step and of the step before in processing order
  ptrdiff_t carried;           // rows that have a step before; the others start from the initial state
} step_place;

// Where step number `index` in processing order reads and writes.
INLINE step_place place_of(const clstm_sequence *s, ptrdiff_t index) {
  ptrdiff_t t = s->reverse ? s->steps - 1 - index : index;
  ptrdiff_t before = s->reverse ? t + 1 : t - 1;
  step_place place = {s->offsets[t], 0, 0};
  if (index > 0) {
    place.previous = s->offsets[before];
    place.carried = smaller(s->rows[before], s->rows[t]);
  }
  return place;
}

INLINE const float *previous_hidden_row(const clstm_sequence *s, step_place place, ptrdiff_t row) {
  return row < place.carried ? s->output + (place.previous + row) * s->output_row_stride
                             : s->initial_hidden + row * s->hidden;
}

// Sixteen values of a row of H, zero beyond its end: the row itself where it is long enough.
INLINE const float *block_of(const float *row, ptrdiff_t unit, ptrdiff_t hidden, float *buffer) {
  if (unit + 16 <= hidden) return row + unit;
  memset(buffer, 0, 16 * sizeof(float));
  memcpy(buffer, row + unit, (size_t)(hidden - unit) * sizeof(float));
  return buffer;
}

// Gate pre-activations += previous hidden state x recurrent weight, for a range of rows that share one source.
INLINE void add_recurrent_product(
    const clstm_sequence *s, ptrdiff_t gate_row, ptrdiff_t block, const float *hidden_rows, ptrdiff_t stride,
    float *gates, ptrdiff_t rows) {
  if (rows <= 0) return;
  ptrdiff_t panel_stride = s->hidden * 16;
  tile_source source = {hidden_rows, stride, 1};
  if (s->cell == CLSTM_CELL_GRU) {
    const float *b = s->packed_recurrent + block * 3 * panel_stride;
    multiply_panels(rows, 2, s->hidden, source, b, panel_stride, gates, gate_row);
    multiply_panels(rows, 1, s->hidden, source, b + 2 * panel_stride, panel_stride, gates + 48, gate_row);
  } else {
    ptrdiff_t slots = s->cell == CLSTM_CELL_LSTM ? 4 : 1;
    const float *b = s->packed_recurrent + block * slots * panel_stride;
    multiply_panels(rows, slots, s->hidden, source, b, panel_stride, gates, gate_row);
  }
}

static void step_forward(
    const clstm_sequence *s, ptrdiff_t index, ptrdiff_t row0, ptrdiff_t row1, ptrdiff_t block0, ptrdiff_t block1) {
  step_place place = place_of(s, index);
  ptrdiff_t hidden = s->hidden, padded = clstm_padded(hidden), gate_row = clstm_gate_row(s->cell, hidden);
  ptrdiff_t slots = gate_row / padded, border = place.carried < row0 ? row0 : smaller(place.carried, row1);
  for (ptrdiff_t block = block0; block < block1; block++) {
    float *gates = s->gates + place.offset * gate_row + block * slots * 16;
    if (row0 < border)
      add_recurrent_product(
          s, gate_row, block, s->output + (place.previous + row0) * s->output_row_stride, s->output_row_stride,
          gates + row0 * gate_row, border - row0);
    add_recurrent_product(
        s, gate_row, block, s->initial_hidden + border * hidden, hidden, gates + border * gate_row, row1 - border);
    ptrdiff_t unit = block * 16, width = smaller(hidden - unit, 16);
    for (ptrdiff_t row = row0; row < row1; row++) {
      float *g = gates + row * gate_row;
      float *to = s->output + (place.offset + row) * s->output_row_stride + unit;
      float buffer[16], before[16];
      float *h = width == 16 ? to : buffer;
      if (s->cell == CLSTM_CELL_LSTM) {
        const float *previous = row < place.carried ? s->cells + (place.previous + row) * padded : s->initial_cell + row * padded;
        lstm_block_forward(g, previous + unit, s->cells + (place.offset + row) * padded + unit, h);
      } else if (s->cell == CLSTM_CELL_GRU) {
        gru_block_forward(g, block_of(previous_hidden_row(s, place, row), unit, hidden, before), h);
      } else {
        rnn_block_forward(g, h);
      }
      if (width < 16) memcpy(to, buffer, (size_t)width * sizeof(float));
    }
  }
}

// First the gradient of the gates, then (after every unit of these rows is done) the product that carries it back.
static void step_backward_gates(
    const clstm_sequence *s, const clstm_sequence_gradient *gradient, ptrdiff_t index, ptrdiff_t row0, ptrdiff_t row1,
    ptrdiff_t block0, ptrdiff_t block1) {
  step_place place = place_of(s, index);
  ptrdiff_t hidden = s->hidden, padded = clstm_padded(hidden), gate_row = clstm_gate_row(s->cell, hidden);
  ptrdiff_t slots = gate_row / padded;
  for (ptrdiff_t row = row0; row < row1; row++) {
    const float *upstream_row = gradient->output_gradient + (place.offset + row) * gradient->output_gradient_row_stride;
    for (ptrdiff_t block = block0; block < block1; block++) {
      ptrdiff_t unit = block * 16, at = (place.offset + row) * gate_row + block * slots * 16;
      float buffer[16], before[16];
      const float *upstream = block_of(upstream_row, unit, hidden, buffer);
      const float *g = s->gates + at;
      float *d = gradient->gate_gradients + at, *carry = gradient->hidden_gradient + row * padded + unit;
      if (s->cell == CLSTM_CELL_LSTM) {
        const float *previous = row < place.carried ? s->cells + (place.previous + row) * padded : s->initial_cell + row * padded;
        lstm_block_backward(
            g, s->cells + (place.offset + row) * padded + unit, previous + unit, upstream, d, carry,
            gradient->cell_gradient + row * padded + unit);
      } else if (s->cell == CLSTM_CELL_GRU) {
        gru_block_backward(g, block_of(previous_hidden_row(s, place, row), unit, hidden, before), upstream, d, carry);
      } else {
        rnn_block_backward(g, upstream, d, carry);
      }
    }
  }
}

static void step_backward_product(
    const clstm_sequence *s, const clstm_sequence_gradient *gradient, ptrdiff_t index, ptrdiff_t row0, ptrdiff_t row1,
    ptrdiff_t block0, ptrdiff_t block1) {
  step_place place = place_of(s, index);
  ptrdiff_t padded = clstm_padded(s->hidden), gate_row = clstm_gate_row(s->cell, s->hidden);
  ptrdiff_t panel_stride = gate_row * 16;
  if (row1 <= row0 || block1 <= block0) return;
  tile_source source = {gradient->gate_gradients + (place.offset + row0) * gate_row, gate_row, 1};
  multiply_panels(
      row1 - row0, block1 - block0, gate_row, source, s->packed_recurrent + block0 * panel_stride, panel_stride,
      gradient->hidden_gradient + row0 * padded + block0 * 16, padded);
}

// MARK: Whole sequences

typedef struct share {
  ptrdiff_t row0, row1, block0, block1;
} share;

INLINE share share_of(const clstm_sequence *s, ptrdiff_t index, int thread, int threads) {
  ptrdiff_t rows = s->rows[s->reverse ? s->steps - 1 - index : index], blocks = clstm_padded(s->hidden) / 16;
  if (s->split_rows) return (share){rows * thread / threads, rows * (thread + 1) / threads, 0, blocks};
  return (share){0, rows, blocks * thread / threads, blocks * (thread + 1) / threads};
}

static void recurrent_forward(const clstm_sequence *s, int thread, int threads) {
  for (ptrdiff_t index = 0; index < s->steps; index++) {
    share mine = share_of(s, index, thread, threads);
    step_forward(s, index, mine.row0, mine.row1, mine.block0, mine.block1);
    if (!s->split_rows && threads > 1) clstm_barrier_wait(s->barrier, threads);
  }
}

static void recurrent_backward(
    const clstm_sequence *s, const clstm_sequence_gradient *gradient, int thread, int threads) {
  for (ptrdiff_t index = s->steps - 1; index >= 0; index--) {
    share mine = share_of(s, index, thread, threads);
    step_backward_gates(s, gradient, index, mine.row0, mine.row1, mine.block0, mine.block1);
    if (!s->split_rows && threads > 1) clstm_barrier_wait(s->barrier, threads);
    step_backward_product(s, gradient, index, mine.row0, mine.row1, mine.block0, mine.block1);
  }
}
