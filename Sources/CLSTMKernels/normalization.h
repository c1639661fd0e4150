// Layer normalisation inside a step of the LSTM: moments of a whole row of a block layout [block][slot][16], and what
// follows from them block by block. Whoever has all of a row finds the same sums: in 16 lanes for each slot, block after
// block, folded as one tree. Needs variants.h.

typedef struct moments {
  float mean, inverse;  // 1 / deviation
} moments;

// Places of moments in a row of clstm_normalization.
enum { INPUT_MOMENTS, RECURRENT_MOMENTS, CELL_MOMENTS, MOMENTS };

INLINE int normalizes(const clstm_sequence *s) { return s->variant && s->variant->normalization.input_gain; }

INLINE vf normalized(vf x, moments m) { return (x - splat(m.mean)) * splat(m.inverse); }

// A bit for each slot whose gate has weights.
INLINE unsigned weighted_slots(clstm_cell cell) { return ~((unsigned)cell >> 4) & 15; }

typedef struct slot_sums {
  lanes16 slot[4];
} slot_sums;

INLINE float fold_slots(const slot_sums *sums) {
  lanes16 all;
  for (int v = 0; v < VECTORS; v++)
    all.part[v] = (sums->slot[0].part[v] + sums->slot[1].part[v]) + (sums->slot[2].part[v] + sums->slot[3].part[v]);
  return fold(&all);
}

INLINE slot_sums no_sums(void) { return (slot_sums){{lanes_of(0), lanes_of(0), lanes_of(0), lanes_of(0)}}; }

// Of the values of `hidden` units in the slots with weights; those beyond are zero and do not count.
INLINE moments moments_of(const float *row, const int slots, unsigned weighted, ptrdiff_t hidden, float epsilon) {
  ptrdiff_t blocks = (hidden + 15) / 16, whole = hidden / 16;
  slot_sums sums = no_sums();
  for (ptrdiff_t block = 0; block < blocks; block++)
    for (int slot = 0; slot < slots; slot++)
      if (weighted >> slot & 1)
        for (int v = 0; v < VECTORS; v++)
          sums.slot[slot].part[v] += load(row + (block * slots + slot) * 16 + v * CLSTM_LANES);
  float count = (float)(hidden * __builtin_popcount(weighted & ((1u << slots) - 1)));
  float mean = fold_slots(&sums) / count, inside[16];
  for (ptrdiff_t j = 0; j < 16; j++) inside[j] = j < hidden % 16;
  sums = no_sums();
  for (ptrdiff_t block = 0; block < blocks; block++)
    for (int slot = 0; slot < slots; slot++)
      if (weighted >> slot & 1)
        for (int v = 0; v < VECTORS; v++) {
          vf off = load(row + (block * slots + slot) * 16 + v * CLSTM_LANES) - splat(mean);
          if (block == whole) off *= load(inside + v * CLSTM_LANES);
          sums.slot[slot].part[v] = fma_(off, off, sums.slot[slot].part[v]);
        }
  return (moments){mean, 1.0f / __builtin_sqrtf(fold_slots(&sums) / count + epsilon)};
}

INLINE moments gate_moments(const clstm_sequence *s, const float *row) {
  return moments_of(row, 4, weighted_slots(s->cell), s->hidden, s->variant->normalization.epsilon);
}

INLINE moments cell_moments(const clstm_sequence *s, const float *row) {
  return moments_of(row, 1, 1, s->hidden, s->variant->normalization.epsilon);
}

INLINE void store_moments(float *to, int place, moments m) {
  to[2 * place] = m.mean;
  to[2 * place + 1] = m.inverse;
}

INLINE moments kept_moments(const float *from, int place) { return (moments){from[2 * place], from[2 * place + 1]}; }

// to = gain * normalised + shift.
INLINE void normalize_values(
    float *to, const float *from, moments m, const float *gain, const float *shift, ptrdiff_t count) {
  for (ptrdiff_t j = 0; j < count; j += CLSTM_LANES)
    store(to + j, fma_(normalized(load(from + j), m), load(gain + j), load(shift + j)));
}

// Rows of input projections [rows, gate row] in place.
static void normalize_projections(
    clstm_cell cell, ptrdiff_t hidden, const clstm_normalization *normalization, const float *bias, float *rows,
    ptrdiff_t count) {
  ptrdiff_t gate_row = clstm_gate_row(cell, hidden);
  for (ptrdiff_t r = 0; r < count; r++) {
    float *row = rows + r * gate_row;
    moments m = moments_of(row, 4, weighted_slots(cell), hidden, normalization->epsilon);
    normalize_values(row, row, m, normalization->input_gain, bias, gate_row);
  }
}

// MARK: Backward

// Of a row: mean of the gradients of normalised values, and of their product with those.
typedef struct gradient_means {
  float gradient, product;
} gradient_means;

// From the gradients of scaled values. What has no weight has a gradient of zero.
INLINE gradient_means means_of(
    const float *gradient, const float *gain, const float *from, moments m, const int slots, ptrdiff_t blocks, float count) {
  slot_sums sums = no_sums(), products = no_sums();
  for (ptrdiff_t block = 0; block < blocks; block++)
    for (int slot = 0; slot < slots; slot++)
      for (int v = 0; v < VECTORS; v++) {
        ptrdiff_t at = (block * slots + slot) * 16 + v * CLSTM_LANES;
        vf d = load(gradient + at) * load(gain + at);
        sums.slot[slot].part[v] += d;
        products.slot[slot].part[v] = fma_(d, normalized(load(from + at), m), products.slot[slot].part[v]);
      }
  return (gradient_means){fold_slots(&sums) / count, fold_slots(&products) / count};
}

INLINE gradient_means gate_gradient_means(
    const clstm_sequence *s, const float *gradient, const float *gain, const float *from, moments m) {
  float count = (float)(s->hidden * __builtin_popcount(weighted_slots(s->cell)));
  return means_of(gradient, gain, from, m, 4, clstm_padded(s->hidden) / 16, count);
}

// The gradient of a value before normalisation from that of its normalised and scaled one.
INLINE vf before_normalization(vf gradient, vf gain, vf value, moments m, gradient_means means) {
  vf off = normalized(value, m);
  return splat(m.inverse) * fma_(-off, splat(means.product), fma_(gradient, gain, -splat(means.gradient)));
}

// The same for whole blocks. Places without weight get some number: the weights there are zero.
INLINE void blocks_before_normalization(
    float *to, const float *gradient, const float *gain, const float *from, moments m, gradient_means means,
    ptrdiff_t count) {
  for (ptrdiff_t j = 0; j < count; j += CLSTM_LANES)
    store(to + j, before_normalization(load(gradient + j), load(gain + j), load(from + j), m, means));
}

// The gradients of input projections [R, gate row], rows [first, last) in memory.
static void normalization_input_gradient(
    const clstm_sequence *s, const float *gate_gradients, float *input_gradients, ptrdiff_t first, ptrdiff_t last) {
  const clstm_normalization *normalization = &s->variant->normalization;
  ptrdiff_t gate_row = clstm_gate_row(s->cell, s->hidden);
  for (ptrdiff_t r = first; r < last; r++) {
    const float *d = gate_gradients + r * gate_row, *from = normalization->input + r * gate_row;
    moments m = kept_moments(normalization->moments + r * 2 * MOMENTS, INPUT_MOMENTS);
    gradient_means means = gate_gradient_means(s, d, normalization->input_gain, from, m);
    blocks_before_normalization(
        input_gradients + r * gate_row, d, normalization->input_gain, from, m, means, gate_row);
  }
}
