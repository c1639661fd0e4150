// A recurrent layer over a whole sequence, step by step and block of 16 units by block: bias, input projection and the
// product with the previous hidden state as one chain, then the activation, all while the numbers are in the first-level
// cache. Few rows have the input of several steps projected at once beforehand. Needs product.h and cells.h.

// MARK: A thread's share

// Rows that are taken through the whole sequence together; rows from which on a step projects its own input; below
// that, rows whose input is projected at once.
enum { GROUP_ROWS = 96, ENOUGH_ROWS = CLSTM_LANES == 16 ? 8 : 12, CHUNK_ROWS = 48 };

INLINE int is_lstm(const clstm_sequence *s) { return s->cell != CLSTM_CELL_GRU && s->cell != CLSTM_CELL_RNN; }

// What one thread does: some rows, some blocks of 16 units, all steps.
typedef struct walk {
  const clstm_sequence *s;
  int threads;  // that meet after a step
  int by_steps;  // 1: a step projects its own input, block by block; 0: chunks of several steps do
  ptrdiff_t row0, row1, block0, block1;
  ptrdiff_t hidden, padded, gate_row, slots;
  float *packed[2];      // previous hidden states (forward) or gate gradients (backward) by tiles, in turn
  float *working_gates;  // gates of one block, or of one chunk where nobody keeps them
  float *projection;     // the step's input by tiles, or scratch of a chunk's projection
  ptrdiff_t chunk;       // first row of the chunk in memory
} walk;

INLINE ptrdiff_t groups_of(const clstm_sequence *s, int threads) {
  ptrdiff_t rows = (s->batch + threads - 1) / threads;
  return s->split_rows ? threads * larger_of(1, (rows + GROUP_ROWS - 1) / GROUP_ROWS) : 1;
}

INLINE ptrdiff_t rows_of_group(const clstm_sequence *s, int threads) {
  ptrdiff_t groups = groups_of(s, threads);
  return (s->batch + groups - 1) / groups;
}

INLINE ptrdiff_t chunk_rows(const clstm_sequence *s, int threads) { return larger_of(CHUNK_ROWS, rows_of_group(s, threads)); }

INLINE int projects_by_steps(const clstm_sequence *s, int threads) {
  return s->packed_input && rows_of_group(s, threads) >= ENOUGH_ROWS;
}

INLINE clstm_product projection_of(const clstm_sequence *s, ptrdiff_t rows) {
  return (clstm_product){
      .m = rows, .n = clstm_gate_row(s->cell, s->hidden), .k = s->inputs, .a_row_stride = s->input_row_stride,
      .a_k_stride = 1, .b = s->packed_input, .b_is_packed = 1, .c_row_stride = clstm_gate_row(s->cell, s->hidden),
      .start = CLSTM_START_BIAS, .bias = s->packed_bias};
}

// Floats, rounded so that what follows begins on a cache line.
INLINE ptrdiff_t whole_lines(ptrdiff_t floats) { return (floats + 15) / 16 * 16; }

typedef struct scratch_sizes {
  ptrdiff_t packed, gates, projection;
} scratch_sizes;

INLINE scratch_sizes sizes_of(const clstm_sequence *s, int threads, int backward) {
  ptrdiff_t gate_row = clstm_gate_row(s->cell, s->hidden), rows = chunk_rows(s, threads);
  scratch_sizes sizes = {whole_lines(packed_rows_size(rows_of_group(s, threads), backward ? gate_row : s->hidden)), 0, 0};
  if (backward || !s->packed_input) return sizes;
  if (projects_by_steps(s, threads)) {
    sizes.projection = whole_lines(packed_rows_size(rows_of_group(s, threads), s->inputs));
    sizes.gates = rows_of_group(s, threads) * clstm_slots(s->cell) * 16;
    return sizes;
  }
  clstm_product projection = projection_of(s, rows);
  sizes.projection = whole_lines(product_scratch(&projection));
  if (!s->keeps_gates) sizes.gates = rows * gate_row;
  return sizes;
}

static ptrdiff_t sequence_scratch(const clstm_sequence *s, int threads, int backward) {
  scratch_sizes sizes = sizes_of(s, threads, backward);
  return threads * (2 * sizes.packed + sizes.gates + sizes.projection);
}

// The walk of a thread through its group number `group`. Where threads share units, all use the packed rows of the
// first.
INLINE walk walk_of(const clstm_sequence *s, ptrdiff_t group, int thread, int threads, int backward) {
  ptrdiff_t hidden = s->hidden, padded = clstm_padded(hidden), blocks = padded / 16;
  scratch_sizes sizes = sizes_of(s, threads, backward);
  float *own = s->scratch + thread * (2 * sizes.packed + sizes.gates + sizes.projection);
  float *packed = s->split_rows ? own : s->scratch;
  walk w = {
      .s = s, .threads = s->split_rows ? 1 : threads, .by_steps = projects_by_steps(s, threads), .row1 = s->batch,
      .block0 = blocks * thread / threads, .block1 = blocks * (thread + 1) / threads, .hidden = hidden, .padded = padded,
      .gate_row = clstm_gate_row(s->cell, hidden), .slots = clstm_slots(s->cell),
      .packed = {packed, packed + sizes.packed}, .working_gates = own + 2 * sizes.packed,
      .projection = own + 2 * sizes.packed + sizes.gates};
  if (s->split_rows) {
    ptrdiff_t groups = groups_of(s, threads);
    w.row0 = s->batch * group / groups;
    w.row1 = s->batch * (group + 1) / groups;
    w.block0 = 0;
    w.block1 = blocks;
  }
  return w;
}

INLINE void meet(const walk *w) {
  if (w->threads > 1) clstm_barrier_wait(w->s->barrier, w->threads);
}

// MARK: Places of a step

typedef struct step_place {
  ptrdiff_t offset, previous;  // first row of this step and of the step before in processing order
  ptrdiff_t carried;           // rows that have a step before; the others start from the initial state
  ptrdiff_t rows;              // this walk's rows that take part
} step_place;

INLINE ptrdiff_t time_of(const clstm_sequence *s, ptrdiff_t index) { return s->reverse ? s->steps - 1 - index : index; }

// Where step number `index` in processing order reads and writes.
INLINE step_place place_of(const walk *w, ptrdiff_t index) {
  const clstm_sequence *s = w->s;
  ptrdiff_t t = time_of(s, index);
  step_place place = {s->offsets[t], 0, 0, smaller(s->rows[t], w->row1) - w->row0};
  if (index > 0) {
    ptrdiff_t before = time_of(s, index - 1);
    place.previous = s->offsets[before];
    place.carried = smaller(s->rows[before], s->rows[t]);
  }
  return place;
}

INLINE const float *previous_hidden_row(const clstm_sequence *s, step_place place, ptrdiff_t row) {
  return row < place.carried ? s->output + (place.previous + row) * s->output_row_stride
                             : s->initial_hidden + row * s->hidden;
}

INLINE const float *previous_cell_row(const walk *w, step_place place, ptrdiff_t row) {
  const clstm_sequence *s = w->s;
  if (s->keeps_gates && row < place.carried) return s->cells + (place.previous + row) * w->padded;
  return (s->keeps_gates ? s->initial_cell : s->cells) + row * w->padded;
}

// One row of cell states for each row of the batch, unless all are kept.
INLINE float *cell_row(const walk *w, step_place place, ptrdiff_t row) {
  return w->s->cells + ((w->s->keeps_gates ? place.offset : 0) + row) * w->padded;
}

// Gates of the walk's first row at a step, where steps do not project their own input or gates are kept.
INLINE float *gates_at(const walk *w, ptrdiff_t offset) {
  if (w->s->keeps_gates || !w->s->packed_input) return w->s->gates + (offset + w->row0) * w->gate_row;
  return w->working_gates + (offset - w->chunk) * w->gate_row;
}

// Sixteen values of a row of H, zero beyond its end: the row itself where it is long enough.
INLINE const float *block_of(const float *row, ptrdiff_t unit, ptrdiff_t hidden, float *buffer) {
  if (unit + 16 <= hidden) return row + unit;
  memset(buffer, 0, 16 * sizeof(float));
  memcpy(buffer, row + unit, (size_t)(hidden - unit) * sizeof(float));
  return buffer;
}

// What a variant reads of one block of one row; the previous hidden state may need a buffer of 16.
INLINE variant_block variant_block_of(const walk *w, step_place place, ptrdiff_t row, ptrdiff_t unit, float *buffer) {
  const clstm_sequence *s = w->s;
  const clstm_variant *variant = s->variant;
  ptrdiff_t at = (place.offset + row) * w->padded + unit;
  return (variant_block){
      .variant = variant, .unit = unit, .has_input_gate = !(s->cell & CLSTM_WITHOUT_INPUT_GATE),
      .has_forget_gate = !(s->cell & CLSTM_WITHOUT_FORGET_GATE),
      .has_output_gate = !(s->cell & CLSTM_WITHOUT_OUTPUT_GATE),
      .previous_cell = previous_cell_row(w, place, row) + unit,
      .previous_hidden = block_of(previous_hidden_row(s, place, row), unit, w->hidden, buffer),
      .candidate_mask = variant->candidate_mask ? variant->candidate_mask + at : NULL,
      .cell_mask = variant->cell_mask ? variant->cell_mask + at : NULL,
      .hidden_mask = variant->hidden_mask ? variant->hidden_mask + at : NULL};
}

// MARK: Forward

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
  product.c = gates_at(w, w->chunk);
  if (rows > 0)
    multiply_part(&product, 0, rows, w->block0 * w->slots * 16, w->block1 * w->slots * 16, w->projection);
  return end;
}

// Packs units [unit, unit + width) of the walk's rows: of those below `rows` from the step's output, of the others from
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
                                         : s->initial_hidden + row * s->hidden);
    }
    pack_tile(packed + begin * w->hidden + unit * height, from, height, width);
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
  ptrdiff_t all = w->row1 - w->row0, hidden = w->hidden, panel_stride = hidden * 16, slots = w->slots;
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

static void activate_variant(const walk *w, step_place place, ptrdiff_t block, block_gates gates) {
  const clstm_sequence *s = w->s;
  ptrdiff_t unit = block * 16, width = smaller(w->hidden - unit, 16);
  for (ptrdiff_t i = 0; i < place.rows; i++) {
    ptrdiff_t row = w->row0 + i;
    float *to = s->output + (place.offset + row) * s->output_row_stride + unit, buffer[16], before[16];
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
    float *to = s->output + (place.offset + row) * s->output_row_stride + unit;
    float buffer[16], before[16];
    float *h = width == 16 ? to : buffer;
    if (is_lstm(s))
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
    if (!is_single && index + 1 < s->steps)
      pack_hidden(w, w->packed[(index + 1) & 1], place, place.rows, block * 16, smaller(w->hidden - block * 16, 16));
  }
}

static void walk_forward(walk *w) {
  const clstm_sequence *s = w->s;
  if (w->row1 - w->row0 > 1) {
    ptrdiff_t unit = w->block0 * 16, width = smaller(w->hidden, w->block1 * 16) - unit;
    // A sequence that ends early enters a reversed walk late, at either parity of the step.
    ptrdiff_t turns = s->reverse && s->rows[0] != s->rows[s->steps - 1] ? 2 : 1;
    for (ptrdiff_t turn = 0; turn < turns; turn++)
      if (width > 0) pack_hidden(w, w->packed[turn], (step_place){0}, 0, unit, width);
    meet(w);
  }
  for (ptrdiff_t index = 0; index < s->steps;) {
    ptrdiff_t end = project_chunk(w, index);
    for (; index < end; index++) {
      step_forward(w, index);
      if (index + 1 < s->steps) meet(w);
    }
  }
}

static void recurrent_forward(const clstm_sequence *s, int thread, int threads) {
  if (s->steps == 0 || s->batch == 0) return;
  ptrdiff_t groups = groups_of(s, threads);
  ptrdiff_t first = s->split_rows ? groups * thread / threads : 0;
  ptrdiff_t last = s->split_rows ? groups * (thread + 1) / threads : 1;
  for (ptrdiff_t group = first; group < last; group++) {
    walk w = walk_of(s, group, thread, threads, 0);
    walk_forward(&w);
  }
}

// MARK: Backward

// The gradient of the gates of one block of one row.
INLINE void block_backward(
    const walk *w, const clstm_sequence_gradient *gradient, step_place place, ptrdiff_t row, ptrdiff_t block) {
  const clstm_sequence *s = w->s;
  ptrdiff_t unit = block * 16, at = (place.offset + row) * w->gate_row + block * w->slots * 16;
  float buffer[16], before[16];
  const float *upstream = block_of(
      gradient->output_gradient + (place.offset + row) * gradient->output_gradient_row_stride, unit, w->hidden, buffer);
  const float *g = s->gates + at;
  float *d = gradient->gate_gradients + at, *carry = gradient->hidden_gradient + row * w->padded + unit;
  if (s->variant) {
    variant_block b = variant_block_of(w, place, row, unit, before);
    variant_block_backward(&b, g, upstream, d, carry, gradient->cell_gradient + row * w->padded + unit);
    return;
  }
  if (is_lstm(s))
    lstm_block_backward(
        g, cell_row(w, place, row) + unit, previous_cell_row(w, place, row) + unit, upstream, d, carry,
        gradient->cell_gradient + row * w->padded + unit);
  else if (s->cell == CLSTM_CELL_GRU)
    gru_block_backward(g, block_of(previous_hidden_row(s, place, row), unit, w->hidden, before), upstream, d, carry);
  else
    rnn_block_backward(g, upstream, d, carry);
}

// First the gradient of the gates, packed for the product, then (after every unit of these rows is done) the product
// that carries it back.
static void step_backward_gates(
    const walk *w, const clstm_sequence_gradient *gradient, step_place place, float *packed) {
  ptrdiff_t all = w->row1 - w->row0, tiles = tile_count(all), at = w->block0 * w->slots * 16;
  for (ptrdiff_t t = 0; t < tiles; t++) {
    ptrdiff_t begin = tile_begin(all, tiles, t), end = smaller(place.rows, tile_begin(all, tiles, t + 1));
    if (begin >= end) break;
    const float *from[CLSTM_TILE_ROWS];
    for (ptrdiff_t i = begin; i < end; i++) {
      for (ptrdiff_t block = w->block0; block < w->block1; block++)
        block_backward(w, gradient, place, w->row0 + i, block);
      from[i - begin] = gradient->gate_gradients + (place.offset + w->row0 + i) * w->gate_row + at;
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
  for (ptrdiff_t index = s->steps - 1; index >= 0; index--) {
    step_place place = place_of(w, index);
    float *packed = w->packed[index & 1];
    step_backward_gates(w, gradient, place, packed);
    meet(w);
    if (place.rows <= 0 || w->block0 == w->block1) continue;
    // The rows that no step before carried on end here.
    if (gradient->skips_initial && place.carried <= w->row0) continue;
    const float *a = all > 1 ? packed : gradient->gate_gradients + (place.offset + w->row0) * w->gate_row;
    multiply_panels(
        place.rows, all, w->block1 - w->block0, w->gate_row, a, s->packed_recurrent + w->block0 * panel_stride,
        panel_stride, (w->block1 - w->block0) * panel_stride,
        gradient->hidden_gradient + w->row0 * w->padded + w->block0 * 16, w->padded, NULL);
  }
}

static void recurrent_backward(
    const clstm_sequence *s, const clstm_sequence_gradient *gradient, int thread, int threads) {
  ptrdiff_t groups = groups_of(s, threads);
  ptrdiff_t first = s->split_rows ? groups * thread / threads : 0;
  ptrdiff_t last = s->split_rows ? groups * (thread + 1) / threads : 1;
  for (ptrdiff_t group = first; group < last; group++) {
    walk w = walk_of(s, group, thread, threads, 1);
    walk_backward(&w, gradient);
  }
}

// MARK: Peepholes

// Threads share units; rows add up in the order of memory.
static void peephole_gradient(
    const clstm_sequence *s, const float *gate_gradients, float *sums, int thread, int threads) {
  walk w = walk_of(s, 0, 0, 1, 1);
  ptrdiff_t blocks = w.padded / 16, first = blocks * thread / threads, last = blocks * (thread + 1) / threads;
  for (ptrdiff_t part = 0; part < 3; part++)
    memset(sums + part * w.padded + first * 16, 0, (size_t)(last - first) * 16 * sizeof(float));
  for (ptrdiff_t t = 0; t < s->steps; t++) {
    step_place place = place_of(&w, s->reverse ? s->steps - 1 - t : t);
    for (ptrdiff_t row = 0; row < s->rows[t]; row++)
      for (ptrdiff_t block = first; block < last; block++) {
        ptrdiff_t at = (place.offset + row) * w.gate_row + block * w.slots * 16;
        float before[16];
        variant_block b = variant_block_of(&w, place, row, block * 16, before);
        variant_block_peepholes(&b, s->gates + at, gate_gradients + at, sums, w.padded);
      }
  }
}
