// Attention: each query weighs the steps of its source by how well their keys fit, and reads their values so weighted.
// Needs vector.h, functions.h and rows.h.

// y += factor * x
INLINE void add_row(float *y, const float *x, float factor, ptrdiff_t count) {
  ptrdiff_t j = 0;
  for (; j + CLSTM_LANES <= count; j += CLSTM_LANES) store(y + j, fma_(splat(factor), load(x + j), load(y + j)));
  for (; j < count; j++) y[j] = __builtin_fmaf(factor, x[j], y[j]);
}

// energy . tanh(query + key), in the 16 lanes of every reduction.
static float additive_score(const float *energy, const float *query, const float *key, ptrdiff_t count) {
  lanes16 sum = lanes_of(0);
  float e[16], q[16], k[16];
  for (ptrdiff_t j = 0; j < count; j += 16) {
    int whole = j + 16 <= count;
    const float *from_e = whole ? energy + j : tail_of(energy, j, count, 0, e);
    const float *from_q = whole ? query + j : tail_of(query, j, count, 0, q);
    const float *from_k = whole ? key + j : tail_of(key, j, count, 0, k);
    for (int v = 0; v < VECTORS; v++) {
      ptrdiff_t at = v * CLSTM_LANES;
      sum.part[v] = fma_(load(from_e + at), tanh_(load(from_q + at) + load(from_k + at)), sum.part[v]);
    }
  }
  return fold(&sum);
}

INLINE float attention_score(const clstm_attention *a, const float *query, const float *key) {
  return a->energy ? additive_score(a->energy, query, key, a->features)
                   : sum_of_products(query, key, 0, a->features);
}

INLINE ptrdiff_t attention_row(const clstm_attention *a, ptrdiff_t source, ptrdiff_t query) {
  return source * a->source_stride + query * a->query_stride;
}
INLINE ptrdiff_t attention_step(const clstm_attention *a, ptrdiff_t step, ptrdiff_t source) {
  return step * a->sources + source;
}

static void attention_forward(const clstm_attention *a, ptrdiff_t first, ptrdiff_t last) {
  for (ptrdiff_t source = first; source < last; source++) {
    for (ptrdiff_t number = 0; number < a->queries; number++) {
      ptrdiff_t row = attention_row(a, source, number), length = a->lengths[source];
      const float *query = a->query + row * a->features;
      float *weights = a->weights + row * a->steps, *context = a->context + row * a->values;
      for (ptrdiff_t s = 0; s < length; s++)
        weights[s] = attention_score(a, query, a->keys + attention_step(a, s, source) * a->features);
      softmax(weights, weights, 1, length);
      memset(weights + length, 0, (size_t)(a->steps - length) * sizeof(float));
      memset(context, 0, (size_t)a->values * sizeof(float));
      for (ptrdiff_t s = 0; s < length; s++)
        add_row(context, a->memory + attention_step(a, s, source) * a->values, weights[s], a->values);
    }
  }
}

// Through the score of one step: adds to the gradients of query, key and energy.
INLINE void additive_score_backward(
    const float *energy, const float *query, const float *key, float upstream, float *query_gradient, float *key_gradient,
    float *energy_gradient, ptrdiff_t count) {
  float parts[6][CLSTM_LANES];
  for (ptrdiff_t j = 0; j < count; j += CLSTM_LANES) {
    ptrdiff_t width = count - j < CLSTM_LANES ? count - j : CLSTM_LANES;
    const float *const from[6] = {energy + j, query + j, key + j, query_gradient + j, key_gradient + j, energy_gradient + j};
    vf x[6];
    for (int p = 0; p < 6; p++) {
      if (width < CLSTM_LANES) {
        memset(parts[p], 0, sizeof parts[p]);
        memcpy(parts[p], from[p], (size_t)width * sizeof(float));
      }
      x[p] = load(width < CLSTM_LANES ? parts[p] : from[p]);
    }
    vf t = tanh_(x[1] + x[2]), through = splat(upstream) * x[0] * fma_(-t, t, splat(1.0f));
    const vf sums[3] = {x[3] + through, x[4] + through, fma_(splat(upstream), t, x[5])};
    float *const to[3] = {query_gradient + j, key_gradient + j, energy_gradient + j};
    for (int p = 0; p < 3; p++) {
      store(parts[p], sums[p]);
      memcpy(to[p], parts[p], (size_t)width * sizeof(float));
    }
  }
}

static void attention_backward(
    const clstm_attention *a, const clstm_attention_gradient *g, ptrdiff_t first, ptrdiff_t last) {
  for (ptrdiff_t source = first; source < last; source++) {
    // Queries from the last to the first, as a decoder goes back through them.
    for (ptrdiff_t number = a->queries - 1; number >= 0; number--) {
      ptrdiff_t row = attention_row(a, source, number), length = a->lengths[source];
      const float *query = a->query + row * a->features, *weights = a->weights + row * a->steps;
      const float *upstream = g->context_gradient + row * a->values;
      float *scores = g->score_gradient + row * a->steps, *query_gradient = g->query_gradient + row * a->features;
      for (ptrdiff_t s = 0; s < length; s++) {
        ptrdiff_t at = attention_step(a, s, source) * a->values;
        scores[s] = sum_of_products(upstream, a->memory + at, 0, a->values);
        add_row(g->memory_gradient + at, upstream, weights[s], a->values);
      }
      softmax_backward(weights, scores, scores, 1, length);
      memset(query_gradient, 0, (size_t)a->features * sizeof(float));
      for (ptrdiff_t s = 0; s < length; s++) {
        ptrdiff_t at = attention_step(a, s, source) * a->features;
        if (a->energy) {
          additive_score_backward(
              a->energy, query, a->keys + at, scores[s], query_gradient, g->key_gradient + at,
              g->energy_gradient + source * a->features, a->features);
        } else {
          add_row(query_gradient, a->keys + at, scores[s], a->features);
          add_row(g->key_gradient + at, query, scores[s], a->features);
        }
      }
    }
  }
}
