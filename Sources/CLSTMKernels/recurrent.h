// A recurrent layer over a whole sequence, step by step and block of 16 units by block: bias, input projection and the
// product with the previous hidden state as one chain, then the activation, all while the numbers are in the first-level
// cache. Few rows have the input of several steps projected at once beforehand. Needs walk.h and matrix.h.

static ptrdiff_t recurrent_scratch(const clstm_sequence *s, int threads, int backward) {
  return is_matrix_memory(s) ? matrix_scratch(s, threads, backward) : sequence_scratch(s, threads, backward);
}

// A step of a layer in phases (phases.h).
static void phased_step_forward(const walk *w, ptrdiff_t index);
static void phased_step_backward(const walk *w, const clstm_sequence_gradient *gradient, step_place place);

// A step of a GRU that resets before its product (reset.h).
static void reset_step_forward(const walk *w, ptrdiff_t index);
static void reset_step_backward(const walk *w, const clstm_sequence_gradient *gradient, step_place place);

// What a hidden state that is a projection adds to a step (projection.h).
static void pack_units(const walk *w, step_place place, ptrdiff_t unit, ptrdiff_t width);
static void project_units(const walk *w, step_place place, ptrdiff_t index);
static void clear_units(const walk *w);
static void project_backward(const walk *w, const clstm_sequence_gradient *gradient, step_place place);

// MARK: Forward

// The chunk's input projections, normalised: the base of its gates.
static void normalize_inputs(const walk *w, ptrdiff_t rows) {
  const clstm_sequence *s = w->s;
  const clstm_normalization *normalization = &s->variant->normalization;
  ptrdiff_t at = w->block0 * w->slots * 16, count = (w->block1 - w->block0) * w->slots * 16;
  meet(w);
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *from = input_projections_at(w, w->chunk) + r * w->gate_row;
    moments m = gate_moments(s, from);
    if (s->keeps_gates && w->block0 == 0)
      store_moments(moments_at(w, w->chunk + w->row0 + r), INPUT_MOMENTS, m);
    normalize_values(
        gates_at(w, w->chunk) + r * w->gate_row + at, from + at, m, normalization->input_gain + at,
        s->packed_bias + at, count);
  }
}

// Bias + input projection of the steps from `index` on, as many as a chunk holds; returns the step after the last.
static ptrdiff_t project_chunk(walk *w, ptrdiff_t index) {
  const clstm_sequence *s = w->s;
  if (!s->packed_input || w->by_steps) return s->steps;
  ptrdiff_t first = time_of(s, index), last = first, rows = s->rows[first], end = index + 1;
  // Rows of several steps lie side by side only for a walk that takes all rows.
  if (w->row0 == 0 && w->row1 == s->batch)
    for (; end < s->steps && rows + s->rows[time_of(s, end)] <= CHUNK_ROWS; end++) {
      last = time_of(s, end);
      rows += s->rows[last];
    }
  w->chunk = s->offsets[smaller(first, last)];
  if (end == index + 1) rows = smaller(rows, w->row1) - w->row0;
  clstm_product product = projection_of(s, rows);
  product.a = s->input + (w->chunk + w->row0) * s->input_row_stride;
  product.c = normalizes(s) ? input_projections_at(w, w->chunk) : gates_at(w, w->chunk);
  if (normalizes(s)) product.start = CLSTM_START_ZERO;
  if (rows > 0)
    multiply_part(&product, 0, rows, w->block0 * w->slots * 16, w->block1 * w->slots * 16, w->projection);
  if (normalizes(s)) normalize_inputs(w, rows);
  return end;
}

// Packs columns [unit, unit + width) of the hidden states of the walk's rows: of those below `rows` from the step's output, of the others from
// the initial state, where a later step may find them.
INLINE void pack_hidden(const walk *w, float *packed, step_place place, ptrdiff_t rows, ptrdiff_t unit, ptrdiff_t width) {
  const clstm_sequence *s = w->s;
  ptrdiff_t all = w->row1 - w->row0, tiles = tile_count(all);
  for (ptrdiff_t t = 0; t < tiles; t++) {
    ptrdiff_t begin = tile_begin(all, tiles, t), height = tile_begin(all, tiles, t + 1) - begin;
    const float *from[CLSTM_TILE_ROWS];
    for (ptrdiff_t i = 0; i < height; i++) {
      ptrdiff_t row = w->row0 + begin + i;
      from[i] = unit + (begin + i < rows ? s->output + (place.offset + row) * s->output_row_stride
                                         : s->initial_hidden + row * w->carried);
    }
    pack_tile(packed + begin * w->carried + unit * height, from, height, width);
  }
}

// Packs the input of a step.
INLINE void pack_input(const walk *w, step_place place) {
  const clstm_sequence *s = w->s;
  ptrdiff_t all = w->row1 - w->row0, tiles = tile_count(all);
  for (ptrdiff_t t = 0; t < tiles; t++) {
    ptrdiff_t begin = tile_begin(all, tiles, t), height = tile_begin(all, tiles, t + 1) - begin;
    if (begin >= place.rows) break;
    const float *from[CLSTM_TILE_ROWS];
    // Rows that take no part leave what the product does not read.
    for (ptrdiff_t i = 0; i < height; i++)
      from[i] = s->input + (place.offset + w->row0 + smaller(begin + i, place.rows - 1)) * s->input_row_stride;
    pack_tile(w->projection + begin * s->inputs, from, height, s->inputs);
  }
}

// A block's pre-activations of a step: where they are worked on, and where their gates are kept.
typedef struct block_gates {
  float *work, *kept;
  ptrdiff_t work_stride, kept_stride;
} block_gates;

INLINE block_gates block_gates_of(const walk *w, step_place place, ptrdiff_t block) {
  ptrdiff_t width = w->slots * 16;
  float *work = w->working_gates;
  if (w->by_steps && !w->s->keeps_gates) return (block_gates){work, work, width, width};
  float *kept = gates_at(w, place.offset) + block * width;
  if (w->by_steps) return (block_gates){work, kept, width, w->gate_row};
  return (block_gates){kept, kept, w->gate_row, w->gate_row};
}

// Pre-activations of a block: bias and input weight, unless they are there already, and the previous hidden state x
// recurrent weight.
INLINE void multiply_gates(
    const walk *w, ptrdiff_t block, const float *previous, block_gates gates, ptrdiff_t rows) {
  const clstm_sequence *s = w->s;
  ptrdiff_t all = w->row1 - w->row0, hidden = w->carried, panel_stride = hidden * 16, slots = w->slots;
  ptrdiff_t weights = (w->block1 - w->block0) * slots * (hidden + (w->by_steps ? s->inputs : 0)) * 16;
  ptrdiff_t stride = gates.work_stride;
  if (w->by_steps)
    multiply_panels(
        rows, all, slots, s->inputs, w->projection, s->packed_input + block * slots * s->inputs * 16, s->inputs * 16,
        weights, gates.work, stride, s->packed_bias + block * slots * 16);
  if (s->cell == CLSTM_CELL_GRU) {
    const float *b = s->packed_recurrent + block * 3 * panel_stride;
    multiply_panels(rows, all, 2, hidden, previous, b, panel_stride, weights, gates.work, stride, NULL);
    multiply_panels(
        rows, all, 1, hidden, previous, b + 2 * panel_stride, panel_stride, weights, gates.work + 48, stride, NULL);
  } else {
    const float *b = s->packed_recurrent + block * slots * panel_stride;
    multiply_panels(rows, all, slots, hidden, previous, b, panel_stride, weights, gates.work, stride, NULL);
  }
}

// Columns of a block in a row of hidden states: whole blocks where gates stand behind them.
INLINE ptrdiff_t block_width(const walk *w, ptrdiff_t unit) {
  return fed_slots(w->s) ? 16 : smaller(w->hidden - unit, 16);
}

// Hands a block's gates to the next step.
static void feed_gates(const walk *w, step_place place, ptrdiff_t index, ptrdiff_t block, block_gates gates) {
  const clstm_sequence *s = w->s;
  for (int slot = 0; slot < 4; slot++) {
    if (!(fed_slots(s) >> slot & 1)) continue;
    ptrdiff_t column = fed_column(s, slot) + block * 16;
    for (ptrdiff_t i = 0; i < place.rows; i++)
      memcpy(
          s->output + (place.offset + w->row0 + i) * s->output_row_stride + column,
          gates.kept + i * gates.kept_stride + slot * 16, 16 * sizeof(float));
    if (w->row1 - w->row0 > 1 && index + 1 < s->steps)
      pack_hidden(w, w->packed[(index + 1) & 1], place, place.rows, column, 16);
  }
}

static void activate_variant(const walk *w, step_place place, ptrdiff_t block, block_gates gates) {
  const clstm_sequence *s = w->s;
  ptrdiff_t unit = block * 16, width = block_width(w, unit);
  for (ptrdiff_t i = 0; i < place.rows; i++) {
    ptrdiff_t row = w->row0 + i;
    float *to = units_at(w, place, row) + unit, buffer[16], before[16];
    float *h = width == 16 ? to : buffer;
    variant_block b = variant_block_of(w, place, row, unit, before);
    variant_block_forward(
        &b, gates.work + i * gates.work_stride, gates.kept + i * gates.kept_stride, cell_row(w, place, row) + unit, h);
    if (width < 16) memcpy(to, buffer, (size_t)width * sizeof(float));
  }
}

// Activates a block of all rows of a step.
INLINE void activate(const walk *w, step_place place, ptrdiff_t block, block_gates gates) {
  const clstm_sequence *s = w->s;
  ptrdiff_t unit = block * 16, width = smaller(w->hidden - unit, 16);
  if (is_lstm(s))
    for (ptrdiff_t i = 0; i < place.rows; i++) {
      ptrdiff_t row = w->row0 + i;
      lstm_block_gates(
          gates.work + i * gates.work_stride, gates.kept + i * gates.kept_stride,
          previous_cell_row(w, place, row) + unit, cell_row(w, place, row) + unit);
    }
  for (ptrdiff_t i = 0; i < place.rows; i++) {
    ptrdiff_t row = w->row0 + i;
    float *g = gates.work + i * gates.work_stride, *kept = gates.kept + i * gates.kept_stride;
    float *to = units_at(w, place, row) + unit;
    float buffer[16], before[16];
    float *h = width == 16 ? to : buffer;
    if (s->cell == CLSTM_CELL_SLSTM)
      slstm_block_forward(
          g, kept, previous_cell_row(w, place, row) + unit, cell_row(w, place, row) + unit, w->padded, h);
    else if (is_lstm(s))
      lstm_block_hidden(kept, cell_row(w, place, row) + unit, h);
    else if (s->cell == CLSTM_CELL_GRU)
      gru_block_forward(g, kept, block_of(previous_hidden_row(s, place, row), unit, w->hidden, before), h);
    else
      rnn_block_forward(g, kept, h);
    if (width < 16) memcpy(to, buffer, (size_t)width * sizeof(float));
  }
}

static void step_forward(const walk *w, ptrdiff_t index) {
  const clstm_sequence *s = w->s;
  step_place place = place_of(w, index);
  if (place.rows <= 0) return;
  int is_single = w->row1 - w->row0 == 1;
  const float *previous = is_single ? previous_hidden_row(s, place, w->row0) : w->packed[index & 1];
  if (w->by_steps) pack_input(w, place);
  for (ptrdiff_t block = w->block0; block < w->block1; block++) {
    block_gates gates = block_gates_of(w, place, block);
    multiply_gates(w, block, previous, gates, place.rows);
    if (s->variant)
      activate_variant(w, place, block, gates);
    else
      activate(w, place, block, gates);
    ptrdiff_t unit = block * 16, width = block_width(w, unit);
    if (fed_slots(s)) feed_gates(w, place, index, block, gates);
    if (is_single) continue;
    if (s->projection)
      pack_units(w, place, unit, width);
    else if (index + 1 < s->steps)
      pack_hidden(w, w->packed[(index + 1) & 1], place, place.rows, unit, width);
  }
  if (s->projection) project_units(w, place, index);
}

static void walk_forward(walk *w) {
  const clstm_sequence *s = w->s;
  if (w->row1 - w->row0 > 1) {
    // A sequence that ends early enters a reversed walk late, at either parity of the step.
    ptrdiff_t turns = s->reverse && s->rows[0] != s->rows[s->steps - 1] ? 2 : 1;
    for (ptrdiff_t turn = 0; turn < turns; turn++)
      if (w->last > w->first) pack_hidden(w, w->packed[turn], (step_place){0}, 0, w->first, w->last - w->first);
    meet(w);
  }
  for (ptrdiff_t index = 0; index < s->steps;) {
    ptrdiff_t end = project_chunk(w, index);
    for (; index < end; index++) {
      if (in_phases(s))
        phased_step_forward(w, index);
      else if (resets_before(s))
        reset_step_forward(w, index);
      else
        step_forward(w, index);
      if (index + 1 < s->steps) meet(w);
    }
  }
}

// MARK: Backward

// The gradient of what a block of units shows, as it comes from above and as later steps carry it back. Where units are
// projected, all of it is carried.
INLINE const float *upstream_block(
    const walk *w, const clstm_sequence_gradient *gradient, step_place place, ptrdiff_t row, ptrdiff_t unit,
    float *buffer) {
  static const float nothing[16] = {0};
  if (w->s->projection) return nothing;
  const float *upstream = gradient->output_gradient + (place.offset + row) * gradient->output_gradient_row_stride;
  return block_of(upstream, unit, w->hidden, buffer);
}

INLINE float *carry_row(const walk *w, const clstm_sequence_gradient *gradient, ptrdiff_t row) {
  return w->s->projection ? w->phases.units + (row - w->row0) * w->padded : gradient->hidden_gradient + row * clstm_padded(w->carried);
}

// What comes back of the gates of one block of one row by way of the next step.
INLINE void find_fed(
    const walk *w, const clstm_sequence_gradient *gradient, ptrdiff_t row, ptrdiff_t unit, variant_block *b) {
  unsigned fed = fed_slots(w->s);
  for (int slot = 0; fed >> slot; slot++)
    if (fed >> slot & 1) b->fed[slot] = gradient->hidden_gradient + row * w->carried + fed_column(w->s, slot) + unit;
}

// The gradient of the gates of one block of one row.
INLINE void block_backward(
    const walk *w, const clstm_sequence_gradient *gradient, step_place place, ptrdiff_t row, ptrdiff_t block) {
  const clstm_sequence *s = w->s;
  ptrdiff_t unit = block * 16, at = (place.offset + row) * w->gate_row + block * w->slots * 16;
  float buffer[16], before[16];
  const float *upstream = upstream_block(w, gradient, place, row, unit, buffer);
  const float *g = s->gates + at;
  float *d = gradient->gate_gradients + at, *carry = carry_row(w, gradient, row) + unit;
  float *cell_carry = gradient->cell_gradient + row * w->cell_row + unit;
  if (s->variant) {
    variant_block b = variant_block_of(w, place, row, unit, before);
    find_fed(w, gradient, row, unit, &b);
    variant_block_backward(&b, g, upstream, d, carry, cell_carry);
    return;
  }
  if (is_lstm(s))
    lstm_block_backward(
        g, cell_row(w, place, row) + unit, previous_cell_row(w, place, row) + unit, upstream, d, carry, cell_carry);
  else if (s->cell == CLSTM_CELL_SLSTM)
    slstm_block_backward(
        g, cell_row(w, place, row) + unit, previous_cell_row(w, place, row) + unit, w->padded, upstream, d, carry,
        cell_carry);
  else if (s->cell == CLSTM_CELL_GRU)
    gru_block_backward(g, block_of(previous_hidden_row(s, place, row), unit, w->hidden, before), upstream, d, carry);
  else
    rnn_block_backward(g, upstream, d, carry);
}

// The gradients of gates that the recurrent weight carries back.
INLINE const float *carried_gradients(const clstm_sequence *s, const clstm_sequence_gradient *gradient) {
  return normalizes(s) ? gradient->recurrent_gradients : gradient->gate_gradients;
}

// First the gradient of the gates, packed for the product, then (after every unit of these rows is done) the product
// that carries it back.
static void step_backward_gates(
    const walk *w, const clstm_sequence_gradient *gradient, step_place place, float *packed) {
  ptrdiff_t all = w->row1 - w->row0, tiles = tile_count(all), at = w->block0 * w->slots * 16;
  int is_phased = in_phases(w->s) || resets_before(w->s);
  const float *carried = carried_gradients(w->s, gradient);
  if (w->s->projection) project_backward(w, gradient, place);
  if (in_phases(w->s)) phased_step_backward(w, gradient, place);
  if (resets_before(w->s)) reset_step_backward(w, gradient, place);
  for (ptrdiff_t t = 0; t < tiles; t++) {
    ptrdiff_t begin = tile_begin(all, tiles, t), end = smaller(place.rows, tile_begin(all, tiles, t + 1));
    if (begin >= end) break;
    const float *from[CLSTM_TILE_ROWS];
    for (ptrdiff_t i = begin; i < end; i++) {
      for (ptrdiff_t block = w->block0; !is_phased && block < w->block1; block++)
        block_backward(w, gradient, place, w->row0 + i, block);
      from[i - begin] = carried + (place.offset + w->row0 + i) * w->gate_row + at;
    }
    // Rows that take no part leave what the product does not read.
    for (ptrdiff_t i = end; i < tile_begin(all, tiles, t + 1); i++) from[i - begin] = from[end - 1 - begin];
    if (all > 1)
      pack_tile(
          packed + begin * w->gate_row + at * (tile_begin(all, tiles, t + 1) - begin), from,
          tile_begin(all, tiles, t + 1) - begin, w->block1 * w->slots * 16 - at);
  }
}

static void walk_backward(const walk *w, const clstm_sequence_gradient *gradient) {
  const clstm_sequence *s = w->s;
  ptrdiff_t all = w->row1 - w->row0, panel_stride = w->gate_row * 16;
  ptrdiff_t panels = (w->last - w->first + 15) / 16, padded = clstm_padded(w->carried);
  if (s->projection) clear_units(w);
  for (ptrdiff_t index = s->steps - 1; index >= 0; index--) {
    step_place place = place_of(w, index);
    float *packed = w->packed[index & 1];
    // A thread's columns of what was carried back are not its units where gates are among them.
    if (fed_slots(s) && index + 1 < s->steps) meet(w);
    step_backward_gates(w, gradient, place, packed);
    meet(w);
    if (place.rows <= 0 || panels <= 0) continue;
    // The rows that no step before carried on end here.
    if (gradient->skips_initial && place.carried <= w->row0) continue;
    const float *a = all > 1 ? packed : carried_gradients(s, gradient) + (place.offset + w->row0) * w->gate_row;
    multiply_panels(
        place.rows, all, panels, w->gate_row, a, s->packed_recurrent + w->first * w->gate_row, panel_stride,
        panels * panel_stride, gradient->hidden_gradient + w->row0 * padded + w->first, padded, NULL);
  }
}
