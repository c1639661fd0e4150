// A layer over a whole sequence: the walks of a thread one after the other, and what is left to sum up when they are done.
// Needs recurrent.h and phases.h.

static void recurrent_forward(const clstm_sequence *s, int thread, int threads) {
  if (is_matrix_memory(s)) return matrix_forward(s, thread, threads);
  if (s->steps == 0 || s->batch == 0) return;
  ptrdiff_t groups = groups_of(s, threads);
  ptrdiff_t first = s->split_rows ? groups * thread / threads : 0;
  ptrdiff_t last = s->split_rows ? groups * (thread + 1) / threads : 1;
  for (ptrdiff_t group = first; group < last; group++) {
    walk w = walk_of(s, group, thread, threads, 0);
    walk_forward(&w);
  }
}

static void recurrent_backward(
    const clstm_sequence *s, const clstm_sequence_gradient *gradient, int thread, int threads) {
  if (is_matrix_memory(s)) return matrix_backward(s, gradient, thread, threads);
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

// MARK: Normalisation

// [2 gate rows, 2 padded]: gains of input and recurrent projections, gain and shift of the cell state. Threads share
// blocks; rows add up in the order of memory.
static void normalization_gain_gradient(
    const clstm_sequence *s, const clstm_sequence_gradient *gradient, float *sums, int thread, int threads) {
  const clstm_normalization *normalization = &s->variant->normalization;
  walk w = walk_of(s, 0, 0, 1, 1);
  ptrdiff_t blocks = w.padded / 16, first = blocks * thread / threads, last = blocks * (thread + 1) / threads;
  ptrdiff_t width = w.slots * 16, cell = 2 * w.gate_row;
  for (ptrdiff_t part = 0; part < 2; part++) {
    memset(sums + part * w.gate_row + first * width, 0, (size_t)((last - first) * width) * sizeof(float));
    memset(sums + cell + part * w.padded + first * 16, 0, (size_t)(last - first) * 16 * sizeof(float));
  }
  for (ptrdiff_t t = 0; t < s->steps; t++) {
    step_place place = place_of(&w, s->reverse ? s->steps - 1 - t : t);
    for (ptrdiff_t row = 0; row < s->rows[t]; row++) {
      ptrdiff_t at = (place.offset + row) * w.gate_row;
      const float *d = gradient->gate_gradients + at, *kept = moments_at(&w, place.offset + row);
      moments input = kept_moments(kept, INPUT_MOMENTS), recurrent = kept_moments(kept, RECURRENT_MOMENTS);
      for (ptrdiff_t j = first * width; j < last * width; j += CLSTM_LANES) {
        float *to = sums + j;
        store(to, fma_(load(d + j), normalized(load(normalization->input + at + j), input), load(to)));
        to += w.gate_row;
        store(to, fma_(load(d + j), normalized(load(normalization->recurrent + at + j), recurrent), load(to)));
      }
      for (ptrdiff_t block = first; block < last; block++) {
        float before[16];
        variant_block b = variant_block_of(&w, place, row, block * 16, before);
        for (int v = 0; v < 16; v += CLSTM_LANES) {
          variant_values x = kept_values(&b, v, s->gates + at + block * width);
          vf dn = load(gradient->shown_gradients + (place.offset + row) * w.padded + block * 16 + v);
          float *to = sums + cell + block * 16 + v;
          store(to, fma_(dn, normalized(x.next, kept_moments(kept, CELL_MOMENTS)), load(to)));
          store(to + w.padded, load(to + w.padded) + dn);
        }
      }
    }
  }
}
