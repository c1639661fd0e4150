// Runs every kernel on every path that this processor has, with one, two and three threads, and compares all bits with
// the scalar path on one thread. Prints six digests of the results, the second of the LSTM's variants, the third of
// projections, the fourth of full gate recurrence, the fifth of the GRU that resets before its product, the sixth of
// connectionist temporal classification, which are the same on every machine: DIGEST holds them.
//
// It needs no Swift, so that it also runs where no Swift toolchain does: cross-compiled, under an emulator.
#include <stdio.h>

#include "means.h"

#include "connectionist.h"

// MARK: Products

typedef struct shared_product {
  clstm_product product;
  float *scratch;
  ptrdiff_t size;
} shared_product;

static void multiply(void *argument, int thread, int threads) {
  shared_product *shared = argument;
  clstm_multiply(&shared->product, shared->scratch + thread * shared->size, thread, threads);
}

static void check_product(int threads) {
  static const ptrdiff_t sizes[][3] = {{1, 1, 1},   {1, 100, 9}, {2, 17, 5},  {6, 16, 30},   {7, 33, 2},  {13, 70, 64},
                                       {31, 48, 2}, {64, 5, 40}, {4, 34, 0},  {250, 40, 11}, {3, 530, 4}, {9, 50, 270},
                                       {12, 64, 8}, {3, 64, 8},  {24, 37, 19}};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
    for (int variant = 0; variant < 12; variant++) {
      ptrdiff_t m = sizes[i][0], n = sizes[i][1], k = sizes[i][2], stride = n + variant % 2;
      float *a = numbers(m * k), *b = numbers(k * n), *c = numbers(m * stride), *bias = numbers(n);
      float *packed = room(clstm_packed_size(k, n));
      int swaps_a = variant % 4 >= 2, swaps_b = variant >= 6, is_packed = variant % 2;
      shared_product shared = {.product = {
                                   .m = m, .n = n, .k = k, .a = a, .a_row_stride = swaps_a ? 1 : k,
                                   .a_k_stride = swaps_a ? m : 1, .b = b, .b_k_stride = swaps_b ? 1 : n,
                                   .b_column_stride = swaps_b ? k : 1, .b_is_packed = is_packed, .c = c,
                                   .c_row_stride = stride, .start = (clstm_start)(variant % 3), .bias = bias}};
      if (is_packed) {
        clstm_pack(packed, b, k, n, shared.product.b_k_stride, shared.product.b_column_stride);
        shared.product.b = packed;
      }
      shared.size = clstm_product_scratch_size(&shared.product);
      shared.scratch = room(shared.size * threads);
      on_threads(threads, multiply, &shared);
      note(c, m * stride);
      free(a), free(b), free(c), free(bias), free(packed), free(shared.scratch);
    }
}

// MARK: Recurrent layers

typedef struct shared_sequence {
  clstm_sequence sequence;
  clstm_sequence_gradient gradient;
  float *sums;  // gradients of a variant's own weights
} shared_sequence;

static void forward(void *argument, int thread, int threads) {
  clstm_recurrent_forward(&((shared_sequence *)argument)->sequence, thread, threads);
}

static void backward(void *argument, int thread, int threads) {
  shared_sequence *shared = argument;
  clstm_recurrent_backward(&shared->sequence, &shared->gradient, thread, threads);
}

static void sum_up(void *argument, int thread, int threads) {
  shared_sequence *shared = argument;
  const clstm_variant *variant = shared->sequence.variant;
  if (variant->input_peephole)
    clstm_peephole_gradient(&shared->sequence, shared->gradient.gate_gradients, shared->sums, thread, threads);
  if (variant->normalization.input_gain)
    clstm_normalization_gain_gradient(
        &shared->sequence, &shared->gradient, shared->sums + 3 * clstm_padded(shared->sequence.hidden), thread, threads);
}

// Number of a variant: bit 0 peepholes, clip and a linear candidate, bit 1 masks and zoneout, bit 2 normalisation,
// bit 3 a projection, bit 4 full gate recurrence.
enum { WITH_PEEPHOLES = 1, WITH_MASKS = 2, WITH_NORMALIZATION = 4, VARIANTS = 8, WITH_PROJECTION = 8, WITH_FED_GATES = 16 };

static clstm_variant variant_of(int number, ptrdiff_t total, ptrdiff_t padded) {
  clstm_variant variant = {.feeds_gates = number & WITH_FED_GATES, .cell_clip = number & WITH_PEEPHOLES ? 0.6f : 0, .has_linear_candidate = number & WITH_PEEPHOLES};
  if (number & WITH_PEEPHOLES) {
    variant.input_peephole = numbers(padded), variant.forget_peephole = numbers(padded);
    variant.output_peephole = numbers(padded);
  }
  if (number & WITH_MASKS) {
    float *candidate = numbers(total * padded), *cell = numbers(total * padded);
    clstm_dropout(candidate, candidate, total, padded, 3, 0, 0, 0.5f);
    clstm_dropout(cell, cell, total, padded, 4, 0, 0, 0.5f);
    variant.candidate_mask = candidate, variant.cell_mask = cell;
    if (!(number & WITH_PROJECTION)) variant.hidden_rate = 0.25f;
  }
  if (number & WITH_NORMALIZATION)
    variant.normalization = (clstm_normalization){
        .input_gain = numbers(4 * padded), .recurrent_gain = numbers(4 * padded), .cell_gain = numbers(padded),
        .cell_shift = numbers(padded), .epsilon = 1e-5f, .input = room(total * 4 * padded),
        .recurrent = room(total * 4 * padded), .moments = room(total * 6)};
  return variant;
}

static void free_variant(const clstm_variant *variant) {
  const float *all[] = {variant->input_peephole, variant->forget_peephole, variant->output_peephole,
                        variant->candidate_mask, variant->cell_mask, variant->normalization.input_gain,
                        variant->normalization.recurrent_gain, variant->normalization.cell_gain,
                        variant->normalization.cell_shift, variant->normalization.input,
                        variant->normalization.recurrent, variant->normalization.moments};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free((void *)all[i]);
}

static void run_variant(
    clstm_cell cell, int number, ptrdiff_t steps, ptrdiff_t batch, ptrdiff_t hidden, int reverse, int is_ragged, int threads) {
  ptrdiff_t rows[32], offsets[32], total = 0, active = batch, stacked = clstm_gates(cell) * clstm_units(cell, hidden);
  for (ptrdiff_t t = 0; t < steps; t++) {
    if (is_ragged && t) active = active > 0 ? active - below(2) : 0;
    rows[t] = active, offsets[t] = total, total += active;
  }
  int is_matrix = ((int)cell & CLSTM_CELL_KINDS) == CLSTM_CELL_MLSTM;
  ptrdiff_t cell_row = clstm_cell_row(cell, hidden), kept_row = clstm_kept_row(cell, hidden);
  ptrdiff_t padded = clstm_padded(hidden), gate_row = clstm_gate_row(cell, hidden), stride = hidden + 3;
  // Of a hidden state: fewer than units, or more than four panels.
  ptrdiff_t p = number & WITH_PROJECTION ? hidden == 40 ? 70 : hidden / 2 + 1 : 0, carried = p ? p : hidden;
  if (number & WITH_FED_GATES) carried = clstm_padded(hidden) * 4;
  ptrdiff_t carried_padded = clstm_padded(carried);
  stride = carried + 3;
  float *weight = numbers(stacked * carried), *projection = numbers((cell == CLSTM_CELL_GRU_RESET_BEFORE ? hidden : p) * hidden), *shown = room(total * padded);
  float *packed = room(clstm_packed_forward_size(cell, hidden, carried));
  float *packed_back = room(clstm_packed_backward_size(cell, hidden, carried));
  ptrdiff_t rows_of_projection = cell == CLSTM_CELL_GRU_RESET_BEFORE ? hidden : p;
  float *units_packed = room(clstm_packed_size(hidden, rows_of_projection));
  float *units_back = room(clstm_packed_size(rows_of_projection, hidden));
  clstm_pack_forward(cell, CLSTM_WEIGHT_RECURRENT, packed, weight, hidden, carried, 0, 1);
  clstm_pack_backward(cell, CLSTM_WEIGHT_RECURRENT, packed_back, weight, hidden, carried, 0, 1);
  if (rows_of_projection) {
    clstm_pack(units_packed, projection, hidden, rows_of_projection, 1, hidden);
    clstm_pack(units_back, projection, rows_of_projection, hidden, hidden, 1);
  }
  float *first_hidden = numbers(batch * carried), *first_cell = numbers(batch * cell_row);
  float *gates = numbers(total * gate_row), *cells = room(total * kept_row), *output = numbers(total * stride);
  float *upstream = numbers(total * stride), *d_gates = room(total * gate_row);
  float *d_hidden = numbers(batch * carried_padded), *d_cell = numbers(batch * cell_row), *final_cell = room(batch * cell_row);
  float *memories = room(clstm_memories_size(cell, hidden, steps, batch));
  ptrdiff_t inputs = hidden / 2 + 1;
  float *input = numbers(total * inputs), *input_weight = numbers(stacked * inputs), *bias = numbers(gate_row);
  float *packed_input = room(clstm_packed_forward_size(cell, hidden, inputs));
  clstm_pack_forward(cell, CLSTM_WEIGHT_INPUT, packed_input, input_weight, hidden, inputs, 0, 1);
  clstm_barrier barrier = {0, 0};
  clstm_variant variant = variant_of(number, total, padded);
  shared_sequence shared = {
      .sequence = {
          .cell = cell, .steps = steps, .batch = batch, .hidden = hidden, .rows = rows, .offsets = offsets,
          .reverse = reverse, .split_rows = !is_ragged && batch > 8, .packed_recurrent = packed, .keeps_gates = 1,
          .initial_hidden = first_hidden, .initial_cell = first_cell, .gates = gates, .cells = cells, .memories = memories,
          .final_cell = final_cell, .output = output,
          .output_row_stride = stride, .barrier = &barrier, .projection = p, .shown = shown,
          .packed_projection = units_packed, .variant = number & ~WITH_PROJECTION ? &variant : NULL},
      .gradient = {
          .output_gradient = upstream, .output_gradient_row_stride = stride, .gate_gradients = d_gates,
          .hidden_gradient = d_hidden, .cell_gradient = d_cell, .projection_gradients = room(total * p)}};
  int normalizes = number & WITH_NORMALIZATION;
  if (normalizes) {
    shared.gradient.recurrent_gradients = room(total * gate_row);
    shared.gradient.shown_gradients = room(total * padded);
  }
  ptrdiff_t scratch = clstm_sequence_scratch_size(&shared.sequence, threads, 1);
  shared.sequence.input = input, shared.sequence.input_row_stride = shared.sequence.inputs = inputs;
  // An mLSTM's input is always projected before.
  if (!is_matrix) shared.sequence.packed_input = packed_input, shared.sequence.packed_bias = bias;
  ptrdiff_t other = clstm_sequence_scratch_size(&shared.sequence, threads, 0);
  shared.sequence.keeps_gates = 0;
  ptrdiff_t third = clstm_sequence_scratch_size(&shared.sequence, threads, 0);
  scratch = scratch > other ? scratch : other;
  shared.sequence.scratch = room(scratch > third ? scratch : third);
  // With the input projected on the way, gates kept by nobody; then from given pre-activations, all kept.
  shared.sequence.cells = final_cell;
  memcpy(final_cell, first_cell, (size_t)(batch * cell_row) * sizeof(float));
  on_threads(threads, forward, &shared);
  note(output, total * stride);
  note(final_cell, batch * cell_row);
  if (!normalizes) shared.sequence.packed_input = NULL;
  shared.sequence.keeps_gates = 1, shared.sequence.cells = cells;
  on_threads(threads, forward, &shared);
  shared.sequence.packed_recurrent = packed_back, shared.sequence.packed_projection = units_back;
  on_threads(threads, backward, &shared);
  note(gates, total * gate_row), note(output, total * stride), note(d_gates, total * gate_row);
  note(d_hidden, batch * carried_padded), note(shared.gradient.projection_gradients, total * p);
  note(cells, total * kept_row), note(d_cell, batch * cell_row);
  if (is_matrix) note(final_cell, batch * cell_row);
  if (shared.sequence.variant) {
    shared.sums = numbers(13 * padded);
    on_threads(threads, sum_up, &shared);
    note(shared.sums, 13 * padded);
    if (normalizes) {
      clstm_normalization_input_gradient(&shared.sequence, d_gates, shared.gradient.recurrent_gradients, 0, total);
      note(shared.gradient.recurrent_gradients, total * gate_row);
    }
    free(shared.sums);
  }
  free(shared.gradient.recurrent_gradients), free(shared.gradient.shown_gradients), free_variant(&variant);
  free(weight), free(packed), free(packed_back), free(first_hidden), free(first_cell), free(gates), free(cells);
  free(output), free(upstream), free(d_gates), free(d_hidden), free(d_cell), free(final_cell), free(input);
  free(input_weight), free(bias), free(memories), free(packed_input), free(shared.sequence.scratch);
  free(projection), free(shown), free(units_packed), free(units_back), free(shared.gradient.projection_gradients);
}

static void run_layer(
    clstm_cell cell, ptrdiff_t steps, ptrdiff_t batch, ptrdiff_t hidden, int reverse, int is_ragged, int threads) {
  run_variant(cell, 0, steps, batch, hidden, reverse, is_ragged, threads);
}

static void run_variants(int first, int last, int threads) {
  for (int number = first; number < last; number++)
    for (int reverse = 0; reverse < 2; reverse++) {
      run_variant(CLSTM_CELL_LSTM, number, 1, 1, 1, reverse, 0, threads);
      run_variant(CLSTM_CELL_LSTM, number, 5, 13, 40, reverse, 0, threads);
      run_variant(CLSTM_CELL_LSTM, number, 9, 5, 64, reverse, 1, threads);
    }
}

static void check_variants(int threads) { run_variants(1, VARIANTS, threads); }

static void check_projections(int threads) { run_variants(VARIANTS, 2 * VARIANTS, threads); }

static void check_fed_gates(int threads) {
  run_variants(WITH_FED_GATES, WITH_FED_GATES + VARIANTS, threads);
}

static void run_layers(clstm_cell cell, int threads) {
  for (int reverse = 0; reverse < 2; reverse++) {
    run_layer(cell, 1, 1, 1, reverse, 0, threads);
    run_layer(cell, 4, 3, 17, reverse, 0, threads);
    run_layer(cell, 5, 13, 40, reverse, 0, threads);
    run_layer(cell, 9, 5, 64, reverse, 1, threads);
    run_layer(cell, 3, 1, 130, reverse, 0, threads);
  }
}

static void check_reset(int threads) { run_layers(CLSTM_CELL_GRU_RESET_BEFORE, threads); }

static void check_recurrent(int threads) {
  for (int cell = 0; cell < 4; cell++) run_layers((clstm_cell)cell, threads);
  for (int heads = 1; heads < 4; heads += 2)
    for (int reverse = 0; reverse < 2; reverse++) {
      clstm_cell cell = (clstm_cell)(CLSTM_CELL_MLSTM | heads << CLSTM_HEADS_SHIFT);
      run_layer(cell, 4, 3, 51, reverse, 0, threads);
      run_layer(cell, 19, 5, 48, reverse, 1, threads);
    }
}

// MARK: Functions of one number

static void check_functions(int threads) {
  (void)threads;
  enum { COUNT = 100003 };
  float *x = room(COUNT), *positive = room(COUNT), *y = room(COUNT), *d = room(COUNT), *upstream = numbers(COUNT);
  for (uint32_t j = 0; j < COUNT; j++) {
    // Every sign, exponent and many mantissas; infinities and what is no number become ordinary.
    uint32_t pattern = j * 42949u + j % 7;
    if ((pattern & 0x7f800000u) == 0x7f800000u) pattern &= 0xbfffffffu;
    memcpy(x + j, &pattern, sizeof pattern);
    pattern &= 0x7fffffffu;
    memcpy(positive + j, &pattern, sizeof pattern);
  }
  for (int function = 0; function <= CLSTM_SQUARE; function++) {
    const float *from = function == CLSTM_LOG ? positive : x;
    clstm_apply((clstm_function)function, from, y, COUNT);
    note(y, COUNT);
    if (function == CLSTM_LOG) continue;  // 1 / 0 times 0 would be no number
    clstm_apply((clstm_function)function, upstream, y, COUNT);
    clstm_apply_backward((clstm_function)function, upstream, y, upstream, d, COUNT);
    note(d, COUNT);
  }
  for (int operation = 0; operation < 3; operation++) {
    clstm_combine((clstm_operator)operation, upstream, y, d, COUNT);
    note(d, COUNT);
  }
  clstm_scale(upstream, 0.3f, -0.7f, d, COUNT);
  clstm_add_scaled(d, y, 0.1f, COUNT);
  note(d, COUNT);
  free(x), free(positive), free(y), free(d), free(upstream);
}

// MARK: Rows and sums

static void check_rows(int threads) {
  (void)threads;
  static const ptrdiff_t shapes[][2] = {{1, 1}, {9, 5}, {4, 16}, {7, 17}, {3, 100}, {2, 1000}};
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    ptrdiff_t rows = shapes[i][0], columns = shapes[i][1], count = rows * columns;
    float *x = numbers(count), *u = numbers(count), *y = numbers(count), *d = numbers(count);
    float *scale = numbers(columns), *shift = numbers(columns), *means = numbers(rows), *inverses = numbers(rows);
    int32_t targets[16];
    for (ptrdiff_t r = 0; r < rows; r++) targets[r] = r % 3 == 2 ? -1 : (int32_t)below(columns);
    clstm_scale(x, 20, 0, x, count);
    clstm_cross_entropy(x, targets, y, 0, rows, columns);
    clstm_cross_entropy_recorded(x, targets, means, d, inverses, 0, 0, rows, columns);
    note(y, rows), note(means, rows), note(d, count), note(inverses, rows);
    clstm_softmax(x, y, rows, columns);
    clstm_softmax_backward(y, u, d, rows, columns);
    note(y, count), note(d, count);
    clstm_layer_norm_forward(x, scale, shift, y, means, inverses, 1e-5f, rows, columns);
    note(y, count);
    clstm_layer_norm_backward(x, scale, means, inverses, u, d, scale, shift, rows, columns);
    note(d, count), note(scale, columns), note(shift, columns);
    clstm_add_column_sums(shift, x, inverses, rows, columns, columns);
    note(shift, columns);
    float sums[] = {clstm_sum(x, count), clstm_sum_of_squares(x, count)};
    note(sums, 2);
    clstm_dropout(x, y, rows, columns, 5, 3, 0, 0.3f);
    note(y, count);
    free(x), free(u), free(y), free(d), free(scale), free(shift), free(means), free(inverses);
  }
}

// MARK: Optimisers

static void check_optimisers(int threads) {
  (void)threads;
  for (ptrdiff_t count = 1; count < 200; count = count * 3 + 1) {
    float *p = numbers(count), *g = numbers(count), *m = numbers(count), *v = numbers(count), *w = numbers(count);
    clstm_apply(CLSTM_EXP, v, v, count);
    clstm_adam adam = {1e-2f, 0.9f, 0.99f, 1e-8f, 0.1f, 0.01f, 0.3f, 0.1f};
    clstm_sgd sgd = {0.1f, 0.9f, 0.1f, 0.01f, 1, 0};
    clstm_rmsprop rmsprop = {0.01f, 0.99f, 1e-8f, 0.9f, 0.1f, 0};
    for (int step = 0; step < 3; step++) {
      clstm_adam_step(&adam, p, g, m, v, count);
      clstm_sgd_step(&sgd, p, g, w, count);
      clstm_rmsprop_step(&rmsprop, p, g, v, NULL, w, count);
    }
    note(p, count), note(m, count), note(v, count), note(w, count);
    free(p), free(g), free(m), free(v), free(w);
  }
}

// MARK: All of them

typedef struct section {
  const char *name;
  void (*check)(int);
  int digest;  // number of the digest that it belongs to
} section;

// The argument is the most threads to use, 3 without one: an emulated single processor is slow at waiting.
int main(int count, char **arguments) {
  int most_threads = count > 1 ? atoi(arguments[1]) : 3;
  static const char *const names[] = {"scalar", "avx2", "avx512", "neon"};
  static const section sections[] = {{"products", check_product},   {"recurrent layers", check_recurrent},
                                     {"functions", check_functions}, {"rows and sums", check_rows},
                                     {"optimisers", check_optimisers},
                                     {"variants", check_variants, 1}, {"projections", check_projections, 2},
                                     {"fed gates", check_fed_gates, 3},
                                     {"reset before", check_reset, 4}, {"connectionist", check_connectionist, 5}};
  enum { SECTIONS = sizeof sections / sizeof *sections, DIGESTS = 6 };
  uint64_t expected[SECTIONS], whole[DIGESTS];
  for (int i = 0; i < DIGESTS; i++) whole[i] = 0xcbf29ce484222325u;
  int differing = 0;
  for (int path = 0; path < 4; path++) {
    if (!clstm_select_path((clstm_path)path)) continue;
    for (int threads = 1; threads <= most_threads; threads++)
      for (int i = 0; i < SECTIONS; i++) {
        digest = 0xcbf29ce484222325u, drawn = 0;
        sections[i].check(threads);
        if (path == 0 && threads == 1) {
          expected[i] = digest;
          whole[sections[i].digest] = (whole[sections[i].digest] ^ digest) * 0x100000001b3u;
        }
        int is_same = digest == expected[i];
        differing += !is_same;
        if (!is_same || threads == 1)
          fprintf(
              stderr, "%-6s %d thread%s  %-16s  %016llx%s\n", names[path], threads, threads > 1 ? "s" : " ",
              sections[i].name, (unsigned long long)digest, is_same ? "" : "  DIFFERS");
      }
  }
  for (int i = 0; i < DIGESTS; i++) printf("%016llx\n", (unsigned long long)whole[i]);
  return differing ? 1 : 0;
}
