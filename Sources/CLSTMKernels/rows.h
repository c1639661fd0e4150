// Operations on the rows of a matrix: softmax, cross-entropy, layer normalisation. Sums over a row use the fixed tree of
// 16 lanes; the rest of a row beyond whole groups of 16 is added lane by lane. Needs vector.h and functions.h.

// The last, incomplete group of 16 values, filled up with `fill`.
INLINE const float *tail_of(const float *x, ptrdiff_t done, ptrdiff_t count, float fill, float *buffer) {
  for (ptrdiff_t j = 0; j < 16; j++) buffer[j] = done + j < count ? x[done + j] : fill;
  return buffer;
}

static float row_max(const float *x, ptrdiff_t count) {
  float buffer[16];
  lanes16 most = lanes_of(-__builtin_inff());
  for (ptrdiff_t j = 0; j < count; j += 16) {
    const float *from = j + 16 <= count ? x + j : tail_of(x, j, count, -__builtin_inff(), buffer);
    for (int v = 0; v < VECTORS; v++) most.part[v] = larger(load(from + v * CLSTM_LANES), most.part[v]);
  }
  return fold_max(&most);
}

// Sum of exp(x - shift); the terms go to `terms`, which may be x, where it is given.
INLINE float row_exp_sum(const float *x, float shift, float *terms, ptrdiff_t count) {
  float buffer[16];
  lanes16 sum = lanes_of(0);
  for (ptrdiff_t j = 0; j < count; j += 16) {
    int whole = j + 16 <= count;
    const float *from = whole ? x + j : tail_of(x, j, count, -__builtin_inff(), buffer);
    float *to = whole && terms ? terms + j : buffer;
    for (int v = 0; v < VECTORS; v++) {
      vf term = exp_full(load(from + v * CLSTM_LANES) - splat(shift));
      sum.part[v] += term;
      if (terms) store(to + v * CLSTM_LANES, term);
    }
    if (terms && !whole) memcpy(terms + j, buffer, (size_t)(count - j) * sizeof(float));
  }
  return fold(&sum);
}

INLINE float log_of(float x) {
  float lane[16];
  store(lane, log_(splat(x)));
  return lane[0];
}

static void softmax(const float *logits, float *probabilities, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *x = logits + r * columns;
    float *p = probabilities + r * columns, buffer[16];
    float sum = row_exp_sum(x, row_max(x, columns), p, columns);
    for (ptrdiff_t j = 0; j < columns; j += 16) {
      int whole = j + 16 <= columns;
      const float *from = whole ? p + j : tail_of(p, j, columns, 0, buffer);
      float *to = whole ? p + j : buffer;
      for (int v = 0; v < 16; v += CLSTM_LANES) store(to + v, load(from + v) / splat(sum));
      if (!whole) memcpy(p + j, buffer, (size_t)(columns - j) * sizeof(float));
    }
  }
}

// Sum of f(a, b) over a row in the tree of 16 lanes.
#define ROW_SUM(NAME, EXPRESSION) \
  static float NAME(const float *a, const float *b, float shift, ptrdiff_t count) { \
    float buffer_a[16], buffer_b[16]; \
    lanes16 sum = lanes_of(0); \
    for (ptrdiff_t j = 0; j < count; j += 16) { \
      int whole = j + 16 <= count; \
      const float *from_a = whole ? a + j : tail_of(a, j, count, shift, buffer_a); \
      const float *from_b = whole ? b + j : tail_of(b, j, count, 0, buffer_b); \
      for (int v = 0; v < VECTORS; v++) { \
        vf x = load(from_a + v * CLSTM_LANES), y = load(from_b + v * CLSTM_LANES); \
        (void)y; \
        sum.part[v] = EXPRESSION; \
      } \
    } \
    return fold(&sum); \
  }
ROW_SUM(sum_of_values, (sum.part[v] + x))
ROW_SUM(sum_of_products, fma_(x, y, sum.part[v]))
ROW_SUM(sum_of_squared_differences, fma_(x - splat(shift), x - splat(shift), sum.part[v]))
#undef ROW_SUM

static void cross_entropy(
    const float *logits, const int32_t *targets, float *losses, ptrdiff_t first_row, ptrdiff_t last_row, ptrdiff_t columns) {
  for (ptrdiff_t r = first_row; r < last_row; r++) {
    const float *x = logits + r * columns;
    float most = row_max(x, columns), sum = log_of(row_exp_sum(x, most, NULL, columns));
    // The largest logit apart: added to the rest, it would round away the digits that tell large logits from each other.
    losses[r] = targets[r] < 0 ? 0 : sum - (x[targets[r]] - most);
  }
}

static void cross_entropy_recorded(
    const float *logits, const int32_t *targets, float *losses, float *unscaled, float *sums, float smoothing,
    ptrdiff_t first_row, ptrdiff_t last_row, ptrdiff_t columns) {
  for (ptrdiff_t r = first_row; r < last_row; r++) {
    const float *x = logits + r * columns;
    float *to = unscaled + r * columns;
    losses[r] = 0;
    sums[r] = 1;
    if (targets[r] < 0) {
      memset(to, 0, (size_t)columns * sizeof(float));
      continue;
    }
    float most = row_max(x, columns), target = x[targets[r]];
    float mean = smoothing > 0 ? sum_of_values(x, x, 0, columns) / (float)columns : 0;
    sums[r] = row_exp_sum(x, most, to, columns);
    losses[r] = log_of(sums[r]) - (target - most);
    to[targets[r]] -= (1 - smoothing) * sums[r];
    if (smoothing > 0) {
      losses[r] += smoothing * (target - mean);
      float share = smoothing / (float)columns * sums[r];
      for (ptrdiff_t j = 0; j < columns; j++) to[j] -= share;
    }
  }
}

static void softmax_backward(
    const float *probabilities, const float *upstream, float *gradient, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *p = probabilities + r * columns, *u = upstream + r * columns;
    float inner = sum_of_products(p, u, 0, columns);
    for (ptrdiff_t j = 0; j < columns; j++) gradient[r * columns + j] = p[j] * (u[j] - inner);
  }
}

static void layer_norm_forward(
    const float *x, const float *scale, const float *shift, float *y, float *means, float *inverse_deviations,
    float epsilon, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *from = x + r * columns;
    float mean = sum_of_values(from, from, 0, columns) / (float)columns;
    float variance = sum_of_squared_differences(from, from, mean, columns) / (float)columns;
    float inverse = 1.0f / __builtin_sqrtf(variance + epsilon);
    means[r] = mean;
    inverse_deviations[r] = inverse;
    for (ptrdiff_t j = 0; j < columns; j++)
      y[r * columns + j] = __builtin_fmaf((from[j] - mean) * inverse, scale[j], shift[j]);
  }
}

static void layer_norm_backward(
    const float *x, const float *scale, const float *means, const float *inverse_deviations, const float *upstream,
    float *x_gradient, float *scale_gradient, float *shift_gradient, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *from = x + r * columns, *u = upstream + r * columns;
    float *d = x_gradient + r * columns, mean = means[r], inverse = inverse_deviations[r];
    // d holds the gradient of the normalised row, then becomes the gradient of the row.
    float buffer[16], centred[16];
    lanes16 sum = lanes_of(0), product = lanes_of(0);
    for (ptrdiff_t j = 0; j < columns; j += 16) {
      for (ptrdiff_t lane = 0; lane < 16; lane++) {
        int inside = j + lane < columns;
        ptrdiff_t at = inside ? j + lane : 0;
        float normalised = (from[at] - mean) * inverse;
        if (inside) {
          d[at] = u[at] * scale[at];
          scale_gradient[at] = __builtin_fmaf(u[at], normalised, scale_gradient[at]);
          shift_gradient[at] += u[at];
        }
        buffer[lane] = inside ? d[at] : 0;
        centred[lane] = inside ? normalised : 0;
      }
      for (int v = 0; v < VECTORS; v++) {
        vf g = load(buffer + v * CLSTM_LANES);
        sum.part[v] += g;
        product.part[v] = fma_(g, load(centred + v * CLSTM_LANES), product.part[v]);
      }
    }
    float mean_gradient = fold(&sum) / (float)columns, mean_product = fold(&product) / (float)columns;
    for (ptrdiff_t j = 0; j < columns; j++) {
      float normalised = (from[j] - mean) * inverse;
      d[j] = inverse * __builtin_fmaf(-normalised, mean_product, d[j] - mean_gradient);
    }
  }
}
