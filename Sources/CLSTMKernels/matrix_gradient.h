// The gradient of the mLSTM: each head of each row goes back through the whole sequence alone. Memories are kept once in a
// stretch of steps only, and found again from there. Needs matrix.h.

// Working memory of a head backward: the memories of a stretch before and after each step, as [value][key]; the gradient of
// the memory in both orders; vectors.
typedef struct matrix_work {
  float *history, *by_value, *by_key, *normalizer_gradient;
  float *query, *key, *value, *output, *read, *before, *after, *products;
  float *d_query, *d_key, *d_value, *d_read, *d_output;
} matrix_work;

INLINE matrix_work matrix_work_of(const matrix_head *h, float *scratch) {
  ptrdiff_t area = h->size * h->padded;
  float *next = scratch + (CLSTM_STRETCH + 3) * area;
  float *vectors[BACKWARD_VECTORS];
  for (int i = 0; i < BACKWARD_VECTORS; i++) vectors[i] = next + i * h->padded;
  return (matrix_work){
      scratch, scratch + (CLSTM_STRETCH + 1) * area, scratch + (CLSTM_STRETCH + 2) * area, vectors[0], vectors[1],
      vectors[2], vectors[3], vectors[4], vectors[5], vectors[6], vectors[7], vectors[8], vectors[9], vectors[10],
      vectors[11], vectors[12], vectors[13]};
}

// The row that a step of this head stands in, and what it started from.
typedef struct matrix_place {
  ptrdiff_t at;
  const float *normalizer;
  float stabilizer;
} matrix_place;

INLINE int takes_part(const matrix_head *h, ptrdiff_t index) { return h->row < h->s->rows[time_of(h->s, index)]; }

INLINE matrix_place matrix_place_of(const matrix_head *h, ptrdiff_t index) {
  const clstm_sequence *s = h->s;
  ptrdiff_t at = s->offsets[time_of(s, index)] + h->row;
  if (index > 0 && takes_part(h, index - 1)) {
    const float *kept = s->cells + (s->offsets[time_of(s, index - 1)] + h->row) * h->kept_row;
    return (matrix_place){at, kept + h->head * h->size, kept[kept_stabilizer_at(h)]};
  }
  const float *initial = s->initial_cell + h->row * h->cell_row;
  return (matrix_place){at, initial + normalizer_at(h), initial[stabilizer_at(h)]};
}

// The memories after each step of a stretch again, from the one before it.
static void recall_stretch(const matrix_head *h, const matrix_work *w, ptrdiff_t first, ptrdiff_t last) {
  const clstm_sequence *s = h->s;
  ptrdiff_t area = h->size * h->padded;
  transpose_memory(h, w->history, memory_kept(h, first / CLSTM_STRETCH));
  for (ptrdiff_t index = first; index < last; index++) {
    const float *before = w->history + (index - first) * area;
    float *after = w->history + (index - first + 1) * area;
    if (!takes_part(h, index)) {
      memcpy(after, before, (size_t)area * sizeof(float));
      continue;
    }
    matrix_place place = matrix_place_of(h, index);
    const float *g = s->gates + place.at * h->gate_row;
    head_gates gates = head_gates_of(h, g, place.stabilizer);
    load_part(h, w->key, g + part_at(h, KEY), h->scale);
    for (ptrdiff_t j = 0; j < h->padded; j++) w->key[j] *= gates.input;
    const float *value = g + part_at(h, VALUE);
    for (ptrdiff_t d = 0; d < h->size; d++)
      for (ptrdiff_t e = 0; e < h->padded; e += CLSTM_LANES) {
        ptrdiff_t at = d * h->padded + e;
        store(after + at, fma_(load(w->key + e), splat(value[d]), splat(gates.forget) * load(before + at)));
      }
  }
}

// Through what was read, for some key columns: the gradients of query and key, and the products of the memory's gradient
// with what it was, for the forget gate.
INLINE void give_back_keys(
    const int vectors, const matrix_head *h, const matrix_work *w, const float *before, const float *after, float forget,
    ptrdiff_t first) {
  vf query[2], d_query[2], d_key[2], product[2];
  for (int v = 0; v < vectors; v++) {
    query[v] = load(w->query + first + v * CLSTM_LANES);
    d_query[v] = load(w->d_query + first + v * CLSTM_LANES);
    d_key[v] = product[v] = splat(0.0f);
  }
  for (ptrdiff_t d = 0; d < h->size; d++)
    for (int v = 0; v < vectors; v++) {
      ptrdiff_t at = d * h->padded + first + v * CLSTM_LANES;
      vf read = splat(w->d_read[d]), dc = fma_(read, query[v], load(w->by_value + at));
      d_query[v] = fma_(read, load(after + at), d_query[v]);
      d_key[v] = fma_(splat(w->value[d]), dc, d_key[v]);
      product[v] = fma_(dc, load(before + at), product[v]);
      store(w->by_value + at, dc * splat(forget));
    }
  for (int v = 0; v < vectors; v++) {
    store(w->d_query + first + v * CLSTM_LANES, d_query[v]);
    store(w->d_key + first + v * CLSTM_LANES, d_key[v]);
    store(w->products + first + v * CLSTM_LANES, product[v]);
  }
}

static void give_back_by_value(
    const matrix_head *h, const matrix_work *w, const float *before, const float *after, float forget) {
  for (ptrdiff_t e = 0; e < h->padded; e += 2 * CLSTM_LANES)
    if (e + 2 * CLSTM_LANES <= h->padded)
      give_back_keys(2, h, w, before, after, forget, e);
    else
      give_back_keys(1, h, w, before, after, forget, e);
}

// The same for some value columns: the gradient of the value.
INLINE void give_back_values(
    const int vectors, const matrix_head *h, const matrix_work *w, head_gates gates, ptrdiff_t first) {
  vf read[4], sum[4];
  for (int v = 0; v < vectors; v++) {
    read[v] = load(w->d_read + first + v * CLSTM_LANES);
    sum[v] = splat(0.0f);
  }
  for (ptrdiff_t e = 0; e < h->size; e++)
    for (int v = 0; v < vectors; v++) {
      float *at = w->by_key + e * h->padded + first + v * CLSTM_LANES;
      vf dc = fma_(splat(w->query[e]), read[v], load(at));
      sum[v] = fma_(splat(w->key[e]), dc, sum[v]);
      store(at, dc * splat(gates.forget));
    }
  for (int v = 0; v < vectors; v++) store(w->d_value + first + v * CLSTM_LANES, sum[v] * splat(gates.input));
}

static void give_back_by_key(const matrix_head *h, const matrix_work *w, head_gates gates) {
  ptrdiff_t d = 0;
  for (; d + 4 * CLSTM_LANES <= h->padded; d += 4 * CLSTM_LANES) give_back_values(4, h, w, gates, d);
  for (; d < h->padded; d += CLSTM_LANES) give_back_values(1, h, w, gates, d);
}

// From the gradient of what is shown (in `d_read`) to that of what the memory gave, and to the output gate's; the gradient
// of n q is returned.
static float give_back_read(
    const matrix_head *h, const matrix_work *w, float overlap, float stabilizer, float *stabilizer_gradient) {
  lanes16 sum = lanes_of(0);
  int is_overlap;
  vf divisor = splat(divisor_of(overlap, stabilizer, &is_overlap));
  for (ptrdiff_t j = 0; j < h->padded; j += 16)
    for (int v = 0; v < VECTORS; v++) {
      ptrdiff_t at = j + v * CLSTM_LANES;
      vf dh = load(w->d_read + at), output = load(w->output + at), read = load(w->read + at), part = dh * output;
      store(w->d_output + at, dh * read * output * (splat(1.0f) - output));
      sum.part[v] = fma_(part, read, sum.part[v]);
      store(w->d_read + at, part / divisor);
    }
  float total = fold(&sum);
  if (is_overlap) return -total / overlap;
  *stabilizer_gradient += total;
  return 0;
}

static void load_step(
    const matrix_head *h, const matrix_work *w, matrix_place place, const clstm_sequence_gradient *gradient,
    const float *carry) {
  const float *g = h->s->gates + place.at * h->gate_row, *kept = h->s->cells + place.at * h->kept_row;
  load_part(h, w->query, g + part_at(h, QUERY), 1.0f);
  load_part(h, w->key, g + part_at(h, KEY), h->scale);
  load_part(h, w->value, g + part_at(h, VALUE), 1.0f);
  load_part(h, w->output, g + part_at(h, OUTPUT), 1.0f);
  load_part(h, w->read, kept + kept_read_at(h), 1.0f);
  load_part(h, w->after, kept + h->head * h->size, 1.0f);
  load_part(h, w->before, place.normalizer, 1.0f);
  const float *upstream =
      gradient->output_gradient + place.at * gradient->output_gradient_row_stride + h->head * h->size;
  load_part(h, w->d_read, upstream, 1.0f);
  for (ptrdiff_t j = 0; j < h->size; j++) w->d_read[j] += carry[j];
}

static void matrix_step_backward(
    const matrix_head *h, const matrix_work *w, const clstm_sequence_gradient *gradient, ptrdiff_t index,
    const float *before, float *carry, float *stabilizer_gradient) {
  matrix_place place = matrix_place_of(h, index);
  const float *g = h->s->gates + place.at * h->gate_row, *kept = h->s->cells + place.at * h->kept_row;
  float *d = gradient->gate_gradients + place.at * h->gate_row;
  load_step(h, w, place, gradient, carry);
  memset(carry, 0, (size_t)h->size * sizeof(float));
  head_gates gates = head_gates_of(h, g, place.stabilizer);
  float d_overlap = give_back_read(h, w, kept[kept_overlap_at(h)], gates.stabilizer, stabilizer_gradient);
  for (ptrdiff_t j = 0; j < h->padded; j++) {
    w->normalizer_gradient[j] = __builtin_fmaf(w->query[j], d_overlap, w->normalizer_gradient[j]);
    w->d_query[j] = w->after[j] * d_overlap;
  }
  give_back_by_value(h, w, before, before + h->size * h->padded, gates.forget);
  give_back_by_key(h, w, gates);
  lanes16 forget = lanes_of(0), input = lanes_of(0);
  for (ptrdiff_t j = 0; j < h->padded; j += 16)
    for (int v = 0; v < VECTORS; v++) {
      ptrdiff_t at = j + v * CLSTM_LANES;
      vf dn = load(w->normalizer_gradient + at), d_key = (load(w->d_key + at) + dn) * splat(gates.input);
      forget.part[v] = fma_(dn, load(w->before + at), forget.part[v]) + load(w->products + at);
      input.part[v] = fma_(d_key, load(w->key + at), input.part[v]);
      store(w->d_key + at, d_key * splat(h->scale));
      store(w->normalizer_gradient + at, dn * splat(gates.forget));
    }
  float d_forget = gates.forget * fold(&forget), d_input = fold(&input);
  float rest = *stabilizer_gradient - d_forget - d_input;
  if (gates.keeps)
    d_forget += rest;
  else
    d_input += rest;
  *stabilizer_gradient = d_forget;
  copy_part(h, d + part_at(h, QUERY), w->d_query);
  copy_part(h, d + part_at(h, KEY), w->d_key);
  copy_part(h, d + part_at(h, VALUE), w->d_value);
  copy_part(h, d + part_at(h, OUTPUT), w->d_output);
  d[input_at(h)] = d_input;
  d[forget_at(h)] = d_forget * gates.slope;
  ptrdiff_t used = 4 * h->hidden + 2 * h->heads;
  if (h->head == 0) memset(d + used, 0, (size_t)(h->gate_row - used) * sizeof(float));
}

static void matrix_head_backward(const matrix_head *h, const clstm_sequence_gradient *gradient, float *scratch) {
  const clstm_sequence *s = h->s;
  matrix_work w = matrix_work_of(h, scratch);
  ptrdiff_t area = h->size * h->padded;
  float *cell = gradient->cell_gradient + h->row * h->cell_row;
  float *carry = gradient->hidden_gradient + h->row * clstm_padded(h->hidden) + h->head * h->size;
  pad_memory(h, w.by_key, cell + memory_at(h));
  transpose_memory(h, w.by_value, w.by_key);
  load_part(h, w.normalizer_gradient, cell + normalizer_at(h), 1.0f);
  float stabilizer_gradient = cell[stabilizer_at(h)];
  ptrdiff_t stretches = (s->steps + CLSTM_STRETCH - 1) / CLSTM_STRETCH;
  for (ptrdiff_t stretch = stretches - 1; stretch >= 0; stretch--) {
    ptrdiff_t first = stretch * CLSTM_STRETCH, last = smaller(s->steps, first + CLSTM_STRETCH);
    if (!takes_part(h, first) && !takes_part(h, last - 1)) continue;
    recall_stretch(h, &w, first, last);
    for (ptrdiff_t index = last - 1; index >= first; index--)
      if (takes_part(h, index))
        matrix_step_backward(
            h, &w, gradient, index, w.history + (index - first) * area, carry, &stabilizer_gradient);
  }
  strip_memory(h, cell + memory_at(h), w.by_key);
  copy_part(h, cell + normalizer_at(h), w.normalizer_gradient);
  cell[stabilizer_at(h)] = stabilizer_gradient;
}

static void matrix_backward(
    const clstm_sequence *s, const clstm_sequence_gradient *gradient, int thread, int threads) {
  float *scratch = s->scratch + matrix_scratch(s, 1, 1) * thread;
  for (ptrdiff_t pair = thread; pair < s->batch * clstm_heads(s->cell); pair += threads) {
    matrix_head h = head_of(s, pair);
    matrix_head_backward(&h, gradient, scratch);
  }
}
