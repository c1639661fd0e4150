// A GRU whose reset gate multiplies the hidden state before the product (Cho and others 2014): the candidate
// n = tanh(W x + b + U (r * h')) needs the reset gates of the whole row, so a step has two products, and on the way back
// two. Threads that share units meet between them. Slot 3 of a block keeps r * h'. Needs recurrent.h.

// MARK: Forward

// Packs 16 values at `from` + row * stride of each of the walk's rows as columns [unit, unit + 16) of [rows, H].
static void pack_blocks(const walk *w, step_place place, const float *from, ptrdiff_t unit) {
  ptrdiff_t all = w->row1 - w->row0, tiles = tile_count(all), width = smaller(w->hidden - unit, 16);
  for (ptrdiff_t t = 0; t < tiles; t++) {
    ptrdiff_t begin = tile_begin(all, tiles, t), height = tile_begin(all, tiles, t + 1) - begin;
    if (begin >= place.rows) break;
    const float *rows[CLSTM_TILE_ROWS];
    // Rows that take no part leave what the product does not read.
    for (ptrdiff_t i = 0; i < height; i++) rows[i] = from + smaller(begin + i, place.rows - 1) * w->gate_row;
    pack_tile(w->phases.packed + begin * w->hidden + unit * height, rows, height, width);
  }
}

// Reset and update gate of a block, and what the reset gate leaves of the hidden state.
static void reset_block_forward(const walk *w, step_place place, ptrdiff_t block, float *gates) {
  ptrdiff_t unit = block * 16, width = smaller(w->hidden - unit, 16);
  for (ptrdiff_t i = 0; i < place.rows; i++) {
    float *g = gates + i * w->gate_row, before[16];
    const float *previous = block_of(previous_hidden_row(w->s, place, w->row0 + i), unit, w->hidden, before);
    for (int v = 0; v < 16; v += CLSTM_LANES) {
      vf reset = sigmoid(load(g + v));
      store(g + v, reset);
      store(g + 16 + v, sigmoid(load(g + 16 + v)));
      store(g + 48 + v, reset * load(previous + v));
    }
    if (w->row1 - w->row0 == 1) memcpy(w->phases.units + unit, g + 48, (size_t)width * sizeof(float));
  }
}

// Candidate and hidden state of a block.
static void offer_block_forward(const walk *w, step_place place, ptrdiff_t block, float *gates) {
  ptrdiff_t unit = block * 16, width = smaller(w->hidden - unit, 16);
  for (ptrdiff_t i = 0; i < place.rows; i++) {
    ptrdiff_t row = w->row0 + i;
    float *g = gates + i * w->gate_row, before[16], hidden[16];
    const float *previous = block_of(previous_hidden_row(w->s, place, row), unit, w->hidden, before);
    for (int v = 0; v < 16; v += CLSTM_LANES) {
      vf candidate = tanh_(load(g + 32 + v));
      store(g + 32 + v, candidate);
      store(hidden + v, fma_(load(g + 16 + v), load(previous + v) - candidate, candidate));
    }
    memcpy(
        w->s->output + (place.offset + row) * w->s->output_row_stride + unit, hidden, (size_t)width * sizeof(float));
  }
}

static void reset_step_forward(const walk *w, ptrdiff_t index) {
  const clstm_sequence *s = w->s;
  step_place place = place_of(w, index);
  if (place.rows <= 0) return;
  ptrdiff_t all = w->row1 - w->row0, panel_stride = w->hidden * 16, weights = (w->block1 - w->block0) * 3 * panel_stride;
  const float *previous = all == 1 ? previous_hidden_row(s, place, w->row0) : w->packed[index & 1];
  for (ptrdiff_t block = w->block0; block < w->block1; block++) {
    float *gates = gates_at(w, place.offset) + block * 64;
    multiply_panels(
        place.rows, all, 2, w->hidden, previous, s->packed_recurrent + block * 2 * panel_stride, panel_stride, weights,
        gates, w->gate_row, NULL);
    reset_block_forward(w, place, block, gates);
    if (all > 1) pack_blocks(w, place, gates + 48, block * 16);
  }
  meet(w);
  const float *seen = all == 1 ? w->phases.units : w->phases.packed;
  for (ptrdiff_t block = w->block0; block < w->block1; block++) {
    float *gates = gates_at(w, place.offset) + block * 64;
    multiply_panels(
        place.rows, all, 1, w->hidden, seen, s->packed_projection + block * panel_stride, panel_stride, weights,
        gates + 32, w->gate_row, NULL);
    offer_block_forward(w, place, block, gates);
    if (all > 1 && index + 1 < s->steps)
      pack_hidden(
          w, w->packed[(index + 1) & 1], place, place.rows, block * 16, smaller(w->hidden - block * 16, 16));
  }
}

// MARK: Backward

// The gradients of update gate and candidate of a block before their functions, and what of the hidden state's goes back
// past both products.
static void offer_block_backward(
    const walk *w, const clstm_sequence_gradient *gradient, step_place place, ptrdiff_t i, ptrdiff_t block) {
  const vf one = splat(1.0f);
  ptrdiff_t row = w->row0 + i, unit = block * 16, at = (place.offset + row) * w->gate_row + block * 64;
  float buffer[16], before[16], *d = gradient->gate_gradients + at, *carry = carry_row(w, gradient, row) + unit;
  const float *g = w->s->gates + at, *upstream = upstream_block(w, gradient, place, row, unit, buffer);
  const float *previous = block_of(previous_hidden_row(w->s, place, row), unit, w->hidden, before);
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    vf update = load(g + 16 + v), candidate = load(g + 32 + v), dh = load(upstream + v) + load(carry + v);
    store(d + 16 + v, dh * (load(previous + v) - candidate) * update * (one - update));
    store(d + 32 + v, dh * (one - update) * fma_(-candidate, candidate, one));
    store(d + 48 + v, splat(0.0f));
    store(carry + v, dh * update);
  }
}

// The same of the reset gate, from the gradient of what it left of the hidden state.
static void reset_block_backward(
    const walk *w, const clstm_sequence_gradient *gradient, step_place place, ptrdiff_t i, ptrdiff_t block) {
  ptrdiff_t row = w->row0 + i, unit = block * 16, at = (place.offset + row) * w->gate_row + block * 64;
  float before[16], *d = gradient->gate_gradients + at, *carry = carry_row(w, gradient, row) + unit;
  const float *g = w->s->gates + at, *d_seen = w->phases.units + i * w->padded + unit;
  const float *previous = block_of(previous_hidden_row(w->s, place, row), unit, w->hidden, before);
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    vf reset = load(g + v), back = load(d_seen + v);
    store(d + v, back * load(previous + v) * reset * (splat(1.0f) - reset));
    store(carry + v, fma_(back, reset, load(carry + v)));
  }
}

static void reset_step_backward(const walk *w, const clstm_sequence_gradient *gradient, step_place place) {
  static const float zeros[64] = {0};
  const clstm_sequence *s = w->s;
  ptrdiff_t all = w->row1 - w->row0, panel_stride = w->hidden * 16;
  for (ptrdiff_t block = w->block0; block < w->block1; block++) {
    for (ptrdiff_t i = 0; i < place.rows; i++) offer_block_backward(w, gradient, place, i, block);
    const float *d = gradient->gate_gradients + (place.offset + w->row0) * w->gate_row + block * 64 + 32;
    ptrdiff_t width = smaller(w->hidden - block * 16, 16);
    if (all > 1)
      pack_blocks(w, place, d, block * 16);
    else if (place.rows > 0)
      memcpy(w->phases.packed + block * 16, d, (size_t)width * sizeof(float));
  }
  meet(w);
  if (place.rows <= 0) return;
  // Four panels start from the same zeros.
  for (ptrdiff_t block = w->block0; block < w->block1; block += 4)
    multiply_panels(
        place.rows, all, smaller(4, w->block1 - block), w->hidden, w->phases.packed,
        s->packed_projection + block * panel_stride, panel_stride, (w->block1 - w->block0) * panel_stride,
        w->phases.units + block * 16, w->padded, zeros);
  for (ptrdiff_t i = 0; i < place.rows; i++)
    for (ptrdiff_t block = w->block0; block < w->block1; block++) reset_block_backward(w, gradient, place, i, block);
}
