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

// MARK: Threads

// Vectors of [padded] that a head works with.
enum { BACKWARD_VECTORS = 14, FORWARD_VECTORS = 6 };

INLINE ptrdiff_t matrix_scratch(const clstm_sequence *s, int threads, int backward) {
  matrix_head h = head_of(s, 0);
  ptrdiff_t area = h.size * h.padded;
  return threads * whole_lines(
                       backward ? (CLSTM_STRETCH + 3) * area + BACKWARD_VECTORS * h.padded
                                : area + FORWARD_VECTORS * h.padded);
}

// Threads take heads in turn: in a ragged batch the first rows are the longest.
static void matrix_forward(const clstm_sequence *s, int thread, int threads) {
  float *scratch = s->scratch + matrix_scratch(s, 1, 0) * thread;
  for (ptrdiff_t pair = thread; pair < s->batch * clstm_heads(s->cell); pair += threads) {
    matrix_head h = head_of(s, pair);
    matrix_head_forward(&h, scratch);
  }
}
