// The mLSTM (Beck and others 2024) over a whole sequence. A head's memory C takes up key x value at every step and is read
// with a query: nothing of a step depends on what the step before showed, so that each head of each row goes through the
// whole sequence alone, its memory in the first-level cache. Needs exponential.h and walk.h.
//
// Memories stand as [key][value]: what is read is one sum a value over the keys in order, with vectors across values. Their
// rows are padded to whole blocks of 16 here.

INLINE int is_matrix_memory(const clstm_sequence *s) { return ((int)s->cell & CLSTM_CELL_KINDS) == CLSTM_CELL_MLSTM; }

typedef struct matrix_head {
  const clstm_sequence *s;
  ptrdiff_t row, head, heads, hidden, size, padded, gate_row, cell_row, kept_row;
  float scale;  // of keys, 1 / sqrt(D)
} matrix_head;

INLINE matrix_head head_of(const clstm_sequence *s, ptrdiff_t pair) {
  ptrdiff_t heads = clstm_heads(s->cell), size = s->hidden / heads;
  return (matrix_head){
      .s = s, .row = pair / heads, .head = pair % heads, .heads = heads, .hidden = s->hidden, .size = size,
      .padded = clstm_padded(size), .gate_row = clstm_gate_row(s->cell, s->hidden),
      .cell_row = clstm_cell_row(s->cell, s->hidden), .kept_row = clstm_kept_row(s->cell, s->hidden),
      .scale = 1.0f / __builtin_sqrtf((float)size)};
}

// Parts of a gate row and of its gradient.
enum { QUERY = 0, KEY = 1, VALUE = 2, OUTPUT = 3 };

INLINE ptrdiff_t part_at(const matrix_head *h, int part) { return part * h->hidden + h->head * h->size; }
INLINE ptrdiff_t input_at(const matrix_head *h) { return 4 * h->hidden + h->head; }
INLINE ptrdiff_t forget_at(const matrix_head *h) { return 4 * h->hidden + h->heads + h->head; }

// Parts of a cell row, and of a kept row, which begins with the normaliser.
INLINE ptrdiff_t memory_at(const matrix_head *h) { return h->head * h->size * h->size; }
INLINE ptrdiff_t normalizer_at(const matrix_head *h) { return h->hidden * h->size + h->head * h->size; }
INLINE ptrdiff_t stabilizer_at(const matrix_head *h) { return h->hidden * h->size + h->hidden + h->head; }
INLINE ptrdiff_t kept_read_at(const matrix_head *h) { return h->hidden + h->head * h->size; }
INLINE ptrdiff_t kept_stabilizer_at(const matrix_head *h) { return 2 * h->hidden + h->head; }
INLINE ptrdiff_t kept_overlap_at(const matrix_head *h) { return 2 * h->hidden + h->heads + h->head; }

INLINE float *memory_kept(const matrix_head *h, ptrdiff_t stretch) {
  return h->s->memories + ((stretch * h->s->batch + h->row) * h->heads + h->head) * h->size * h->padded;
}

INLINE void load_part(const matrix_head *h, float *to, const float *from, float factor) {
  for (ptrdiff_t j = 0; j < h->size; j++) to[j] = from[j] * factor;
  for (ptrdiff_t j = h->size; j < h->padded; j++) to[j] = 0;
}

INLINE void copy_part(const matrix_head *h, float *to, const float *from) {
  memcpy(to, from, (size_t)h->size * sizeof(float));
}

// Memories between rows of `size` and of `padded` values.
static void pad_memory(const matrix_head *h, float *to, const float *from) {
  for (ptrdiff_t e = 0; e < h->size; e++) load_part(h, to + e * h->padded, from + e * h->size, 1.0f);
}

static void strip_memory(const matrix_head *h, float *to, const float *from) {
  for (ptrdiff_t e = 0; e < h->size; e++) copy_part(h, to + e * h->size, from + e * h->padded);
}

static void transpose_memory(const matrix_head *h, float *to, const float *from) {
  memset(to, 0, (size_t)(h->size * h->padded) * sizeof(float));
  for (ptrdiff_t e = 0; e < h->size; e++)
    for (ptrdiff_t d = 0; d < h->size; d++) to[d * h->padded + e] = from[e * h->padded + d];
}

INLINE float first_lane(vf x) {
  float lane[16];
  store(lane, x);
  return lane[0];
}

// The two gates of a head, which are numbers.
typedef struct head_gates {
  float input, forget, stabilizer, slope;
  int keeps;
} head_gates;

INLINE head_gates head_gates_of(const matrix_head *h, const float *g, float stabilizer) {
  forget_logarithm forget = log_sigmoid(splat(g[forget_at(h)]));
  float carried = first_lane(forget.value) + stabilizer;
  exponential_gates e = gates_from(splat(g[input_at(h)]), splat(carried));
  return (head_gates){
      first_lane(e.input), first_lane(e.forget), first_lane(e.stabilizer), first_lane(forget.slope),
      carried - g[input_at(h)] >= 0};
}

// |n q|, or e^-m where that is larger: 1 before the stabiliser was taken off.
INLINE float divisor_of(float overlap, float stabilizer, int *is_overlap) {
  float least = first_lane(exp_full(splat(-stabilizer))), most = __builtin_fabsf(overlap);
  *is_overlap = most >= least;
  return *is_overlap ? most : least;
}

// MARK: Forward

// C = forget C + key x value for some columns, and what a query reads of it.
INLINE void take_up_columns(
    const int vectors, const matrix_head *h, float *memory, float forget, const float *key, const float *value,
    const float *query, float *read) {
  vf offered[4], sum[4];
  for (int v = 0; v < vectors; v++) {
    offered[v] = load(value + v * CLSTM_LANES);
    sum[v] = splat(0.0f);
  }
  for (ptrdiff_t e = 0; e < h->size; e++)
    for (int v = 0; v < vectors; v++) {
      float *at = memory + e * h->padded + v * CLSTM_LANES;
      vf c = fma_(splat(key[e]), offered[v], splat(forget) * load(at));
      store(at, c);
      sum[v] = fma_(splat(query[e]), c, sum[v]);
    }
  for (int v = 0; v < vectors; v++) store(read + v * CLSTM_LANES, sum[v]);
}

static void take_up(
    const matrix_head *h, float *memory, float forget, const float *key, const float *value, const float *query,
    float *read) {
  ptrdiff_t at = 0;
  for (; at + 4 * CLSTM_LANES <= h->padded; at += 4 * CLSTM_LANES)
    take_up_columns(4, h, memory + at, forget, key, value + at, query, read + at);
  for (; at < h->padded; at += CLSTM_LANES)
    take_up_columns(1, h, memory + at, forget, key, value + at, query, read + at);
}

// n = forget n + input key; returns n q.
INLINE float normalize(
    const matrix_head *h, float *normalizer, head_gates gates, const float *key, const float *query) {
  lanes16 overlap = lanes_of(0);
  for (ptrdiff_t j = 0; j < h->padded; j += 16)
    for (int v = 0; v < VECTORS; v++) {
      ptrdiff_t at = j + v * CLSTM_LANES;
      vf n = fma_(splat(gates.input), load(key + at), splat(gates.forget) * load(normalizer + at));
      store(normalizer + at, n);
      overlap.part[v] = fma_(n, load(query + at), overlap.part[v]);
    }
  return fold(&overlap);
}

// The vectors of a step in working memory, each [padded].
typedef struct matrix_vectors {
  float *memory, *normalizer, *query, *key, *value, *output, *read;
} matrix_vectors;

static void matrix_step(const matrix_head *h, const matrix_vectors *w, ptrdiff_t at, float *stabilizer) {
  const clstm_sequence *s = h->s;
  float *g = s->gates + at * h->gate_row;
  load_part(h, w->query, g + part_at(h, QUERY), 1.0f);
  load_part(h, w->key, g + part_at(h, KEY), h->scale);
  load_part(h, w->value, g + part_at(h, VALUE), 1.0f);
  load_part(h, w->output, g + part_at(h, OUTPUT), 1.0f);
  head_gates gates = head_gates_of(h, g, *stabilizer);
  *stabilizer = gates.stabilizer;
  float overlap = normalize(h, w->normalizer, gates, w->key, w->query);
  for (ptrdiff_t j = 0; j < h->padded; j++) w->key[j] *= gates.input;
  take_up(h, w->memory, gates.forget, w->key, w->value, w->query, w->read);
  int is_overlap;
  vf divisor = splat(divisor_of(overlap, *stabilizer, &is_overlap));
  for (ptrdiff_t j = 0; j < h->padded; j += CLSTM_LANES) {
    vf output = sigmoid(load(w->output + j)), read = load(w->read + j) / divisor;
    store(w->output + j, output);
    store(w->read + j, read);
    store(w->value + j, output * read);
  }
  copy_part(h, s->output + at * s->output_row_stride + h->head * h->size, w->value);
  if (!s->keeps_gates) return;
  float *kept = s->cells + at * h->kept_row;
  copy_part(h, g + part_at(h, OUTPUT), w->output);
  copy_part(h, kept + h->head * h->size, w->normalizer);
  copy_part(h, kept + kept_read_at(h), w->read);
  kept[kept_stabilizer_at(h)] = *stabilizer;
  kept[kept_overlap_at(h)] = overlap;
}

static void matrix_head_forward(const matrix_head *h, float *scratch) {
  const clstm_sequence *s = h->s;
  ptrdiff_t area = h->size * h->padded, width = h->padded;
  const float *from = (s->keeps_gates ? s->initial_cell : s->cells) + h->row * h->cell_row;
  float *to = (s->keeps_gates ? s->final_cell : s->cells) + h->row * h->cell_row;
  int is_in_place = !s->keeps_gates && h->size == h->padded;
  float *vectors = scratch + area;
  matrix_vectors w = {
      is_in_place ? to + memory_at(h) : scratch, vectors, vectors + width, vectors + 2 * width, vectors + 3 * width,
      vectors + 4 * width, vectors + 5 * width};
  if (!is_in_place) pad_memory(h, w.memory, from + memory_at(h));
  load_part(h, w.normalizer, from + normalizer_at(h), 1.0f);
  float stabilizer = from[stabilizer_at(h)];
  for (ptrdiff_t index = 0; index < s->steps; index++) {
    if (s->keeps_gates && index % CLSTM_STRETCH == 0)
      memcpy(memory_kept(h, index / CLSTM_STRETCH), w.memory, (size_t)area * sizeof(float));
    ptrdiff_t t = time_of(s, index);
    if (h->row < s->rows[t]) matrix_step(h, &w, s->offsets[t] + h->row, &stabilizer);
  }
  if (!is_in_place) strip_memory(h, to + memory_at(h), w.memory);
  copy_part(h, to + normalizer_at(h), w.normalizer);
  to[stabilizer_at(h)] = stabilizer;
}

// MARK: Backward

// Working memory of a head backward: the memories of a stretch before and after each step, as [value][key]; the gradient of
// the memory in both orders; vectors.
typedef struct matrix_work {
  float *history, *by_value, *by_key, *normalizer_gradient;
  float *query, *key, *value, *output, *read, *before, *after, *products;
  float *d_query, *d_key, *d_value, *d_read, *d_output;
} matrix_work;

enum { BACKWARD_VECTORS = 14, FORWARD_VECTORS = 6 };

INLINE ptrdiff_t matrix_scratch(const clstm_sequence *s, int threads, int backward) {
  matrix_head h = head_of(s, 0);
  ptrdiff_t area = h.size * h.padded;
  return threads * whole_lines(
                       backward ? (CLSTM_STRETCH + 3) * area + BACKWARD_VECTORS * h.padded
                                : area + FORWARD_VECTORS * h.padded);
}

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

// MARK: Threads

// Threads take heads in turn: in a ragged batch the first rows are the longest.
static void matrix_forward(const clstm_sequence *s, int thread, int threads) {
  float *scratch = s->scratch + matrix_scratch(s, 1, 0) * thread;
  for (ptrdiff_t pair = thread; pair < s->batch * clstm_heads(s->cell); pair += threads) {
    matrix_head h = head_of(s, pair);
    matrix_head_forward(&h, scratch);
  }
}

static void matrix_backward(
    const clstm_sequence *s, const clstm_sequence_gradient *gradient, int thread, int threads) {
  float *scratch = s->scratch + matrix_scratch(s, 1, 1) * thread;
  for (ptrdiff_t pair = thread; pair < s->batch * clstm_heads(s->cell); pair += threads) {
    matrix_head h = head_of(s, pair);
    matrix_head_backward(&h, gradient, scratch);
  }
}
