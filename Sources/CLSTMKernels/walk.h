// A thread's walk through a sequence: which rows and units are its own, and where each step reads and writes. Needs
// product.h, cells.h, variants.h and normalization.h.

// MARK: A thread's share

// Rows that are taken through the whole sequence together; rows from which on a step projects its own input; below
// that, rows whose input is projected at once.
enum { GROUP_ROWS = 96, ENOUGH_ROWS = CLSTM_LANES == 16 ? 8 : 12, CHUNK_ROWS = 48 };

enum { SHOWN_GRADIENT, SHOWN_CELL, SHOWN_VALUE, SHOWN_PARTS };

INLINE int is_lstm(const clstm_sequence *s) { return !((int)s->cell & CLSTM_CELL_KINDS); }

// What a layer in phases, or with a projection, works in: rows that all threads of a walk read.
typedef struct phase_buffers {
  float *input;      // input projections of a chunk, before normalisation
  float *recurrent;  // recurrent projections of a step, before normalisation
  float *next;       // cell states of a step, before zoneout
  float *shown;      // backward: gradient of the normalised cell state, the latter, and what it shows, by rows
  float *units;      // what units show, or what a reset gate leaves of the hidden state, where nobody keeps it; backward: its gradient
  float *packed;     // that by tiles; backward: the gradients of hidden states, or of candidates
  float *projected;  // hidden states of a step [rows, padded P]
} phase_buffers;

// What one thread does: some rows, some blocks of 16 units, all steps.
typedef struct walk {
  const clstm_sequence *s;
  int threads;  // that meet after a step
  int by_steps;  // 1: a step projects its own input, block by block; 0: chunks of several steps do
  ptrdiff_t row0, row1, block0, block1;
  ptrdiff_t first, last;  // its columns of the hidden state, from the border of a panel on
  ptrdiff_t hidden, carried, padded, gate_row, cell_row, slots;  // carried: columns of a hidden state
  float *packed[2];      // previous hidden states (forward) or gate gradients (backward) by tiles, in turn
  float *working_gates;  // gates of one block, or of one chunk where nobody keeps them
  float *projection;     // the step's input by tiles, or scratch of a chunk's projection
  phase_buffers phases;
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

// Whether units need the whole row that a step has worked out so far, and not only the previous hidden state.
INLINE int in_phases(const clstm_sequence *s) { return normalizes(s); }

// Whether the reset gate comes before the product (reset.h).
INLINE int resets_before(const clstm_sequence *s) { return s->cell == CLSTM_CELL_GRU_RESET_BEFORE; }

// A bit for each gate whose value goes on to the next step beside the hidden state.
INLINE unsigned fed_slots(const clstm_sequence *s) {
  return s->variant && s->variant->feeds_gates ? weighted_slots(s->cell) & ~(1u << CLSTM_GATE_CANDIDATE) : 0;
}

// The first column of such a gate in what goes on.
INLINE ptrdiff_t fed_column(const clstm_sequence *s, int slot) {
  return clstm_padded(s->hidden) * (1 + __builtin_popcount(fed_slots(s) & ((1u << slot) - 1)));
}

// Columns of what goes on to the next step: the hidden state, and gates where they are fed back.
INLINE ptrdiff_t carried_columns(const clstm_sequence *s) {
  unsigned fed = fed_slots(s);
  if (fed) return clstm_padded(s->hidden) * (1 + __builtin_popcount(fed));
  return s->projection ? s->projection : s->hidden;
}

INLINE int projects_by_steps(const clstm_sequence *s, int threads) {
  return s->packed_input && !in_phases(s) && !resets_before(s) && rows_of_group(s, threads) >= ENOUGH_ROWS;
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
  ptrdiff_t phase_input, phase_recurrent, phase_cells;
  ptrdiff_t units, packed_units, projected;
} scratch_sizes;

INLINE ptrdiff_t scratch_of_thread(scratch_sizes sizes) {
  return 2 * sizes.packed + sizes.gates + sizes.projection + sizes.phase_input + sizes.phase_recurrent + sizes.phase_cells +
         sizes.units + sizes.packed_units + sizes.projected;
}

INLINE scratch_sizes sizes_of(const clstm_sequence *s, int threads, int backward) {
  ptrdiff_t gate_row = clstm_gate_row(s->cell, s->hidden), rows = chunk_rows(s, threads);
  ptrdiff_t step = rows_of_group(s, threads);
  scratch_sizes sizes = {.packed = whole_lines(packed_rows_size(step, backward ? gate_row : carried_columns(s)))};
  if (s->projection) {
    if (backward || !s->keeps_gates) sizes.units = step * clstm_padded(s->hidden);
    sizes.packed_units = whole_lines(packed_rows_size(step, backward ? s->projection : s->hidden));
    if (!backward) sizes.projected = step * clstm_padded(s->projection);
  }
  if (resets_before(s)) {
    sizes.units = step * clstm_padded(s->hidden);
    sizes.packed_units = whole_lines(packed_rows_size(step, s->hidden));
  }
  if (in_phases(s)) {
    if (!backward && !s->keeps_gates) sizes.phase_recurrent = step * gate_row;
    if (!backward && !s->keeps_gates && s->packed_input) sizes.phase_input = rows * gate_row;
    sizes.phase_cells = (backward ? SHOWN_PARTS : 1) * step * clstm_padded(s->hidden);
  }
  if (backward || !s->packed_input) return sizes;
  if (projects_by_steps(s, threads)) {
    sizes.projection = whole_lines(packed_rows_size(step, s->inputs));
    sizes.gates = step * clstm_slots(s->cell) * 16;
    return sizes;
  }
  clstm_product projection = projection_of(s, rows);
  sizes.projection = whole_lines(product_scratch(&projection));
  if (!s->keeps_gates) sizes.gates = rows * gate_row;
  return sizes;
}

static ptrdiff_t sequence_scratch(const clstm_sequence *s, int threads, int backward) {
  scratch_sizes sizes = sizes_of(s, threads, backward);
  return threads * scratch_of_thread(sizes);
}

// The walk of a thread through its group number `group`. Where threads share units, all use the packed rows of the
// first.
INLINE walk walk_of(const clstm_sequence *s, ptrdiff_t group, int thread, int threads, int backward) {
  ptrdiff_t hidden = s->hidden, padded = clstm_padded(hidden), blocks = padded / 16;
  scratch_sizes sizes = sizes_of(s, threads, backward);
  float *own = s->scratch + thread * scratch_of_thread(sizes);
  float *packed = s->split_rows ? own : s->scratch;
  float *phases = packed + 2 * sizes.packed + sizes.gates + sizes.projection;
  float *units = phases + sizes.phase_input + sizes.phase_recurrent + sizes.phase_cells;
  ptrdiff_t carried = carried_columns(s), panels = (carried + 15) / 16;
  walk w = {
      .s = s, .threads = s->split_rows ? 1 : threads, .by_steps = projects_by_steps(s, threads), .row1 = s->batch,
      .block0 = blocks * thread / threads, .block1 = blocks * (thread + 1) / threads,
      .first = panels * thread / threads * 16, .last = smaller(carried, panels * (thread + 1) / threads * 16),
      .hidden = hidden, .carried = carried, .padded = padded,
      .gate_row = clstm_gate_row(s->cell, hidden), .cell_row = clstm_cell_row(s->cell, hidden),
      .slots = clstm_slots(s->cell),
      .packed = {packed, packed + sizes.packed}, .working_gates = own + 2 * sizes.packed,
      .projection = own + 2 * sizes.packed + sizes.gates,
      .phases = {
          .input = phases, .recurrent = phases + sizes.phase_input,
          .next = phases + sizes.phase_input + sizes.phase_recurrent,
          .shown = phases + sizes.phase_input + sizes.phase_recurrent,
          .units = units, .packed = units + sizes.units, .projected = units + sizes.units + sizes.packed_units}};
  if (s->split_rows) {
    ptrdiff_t groups = groups_of(s, threads);
    w.row0 = s->batch * group / groups;
    w.row1 = s->batch * (group + 1) / groups;
    w.block0 = w.first = 0;
    w.block1 = blocks;
    w.last = carried;
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
                             : s->initial_hidden + row * carried_columns(s);
}

INLINE const float *previous_cell_row(const walk *w, step_place place, ptrdiff_t row) {
  const clstm_sequence *s = w->s;
  if (s->keeps_gates && row < place.carried) return s->cells + (place.previous + row) * w->cell_row;
  return (s->keeps_gates ? s->initial_cell : s->cells) + row * w->cell_row;
}

// One row of cell states for each row of the batch, unless all are kept.
INLINE float *cell_row(const walk *w, step_place place, ptrdiff_t row) {
  return w->s->cells + ((w->s->keeps_gates ? place.offset : 0) + row) * w->cell_row;
}

// Gates of the walk's first row at a step, where steps do not project their own input or gates are kept.
INLINE float *gates_at(const walk *w, ptrdiff_t offset) {
  if (w->s->keeps_gates || !w->s->packed_input) return w->s->gates + (offset + w->row0) * w->gate_row;
  return w->working_gates + (offset - w->chunk) * w->gate_row;
}

// Where normalisation keeps or finds a row's moments, and its projections before it.
INLINE float *moments_at(const walk *w, ptrdiff_t row) { return w->s->variant->normalization.moments + row * 2 * MOMENTS; }

INLINE float *input_projections_at(const walk *w, ptrdiff_t offset) {
  if (w->s->keeps_gates) return w->s->variant->normalization.input + (offset + w->row0) * w->gate_row;
  return w->phases.input + (offset - w->chunk) * w->gate_row;
}

INLINE float *recurrent_projections_at(const walk *w, ptrdiff_t offset) {
  if (w->s->keeps_gates) return w->s->variant->normalization.recurrent + (offset + w->row0) * w->gate_row;
  return w->phases.recurrent;
}

// Sixteen values of a row of H, zero beyond its end: the row itself where it is long enough.
INLINE const float *block_of(const float *row, ptrdiff_t unit, ptrdiff_t hidden, float *buffer) {
  if (unit + 16 <= hidden) return row + unit;
  memset(buffer, 0, 16 * sizeof(float));
  memcpy(buffer, row + unit, (size_t)(hidden - unit) * sizeof(float));
  return buffer;
}

// Where a row's units show what they show: the hidden state itself, unless that is a projection.
INLINE float *units_at(const walk *w, step_place place, ptrdiff_t row) {
  const clstm_sequence *s = w->s;
  if (!s->projection) return s->output + (place.offset + row) * s->output_row_stride;
  return s->keeps_gates ? s->shown + (place.offset + row) * w->padded : w->phases.units + (row - w->row0) * w->padded;
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
      // A hidden state that is a projection has no value of its own for a unit.
      .previous_hidden = s->projection ? NULL : block_of(previous_hidden_row(s, place, row), unit, w->hidden, buffer),
      .candidate_mask = variant->candidate_mask ? variant->candidate_mask + at : NULL,
      .cell_mask = variant->cell_mask ? variant->cell_mask + at : NULL,
      .hidden_mask = variant->hidden_mask ? variant->hidden_mask + at : NULL};
}
