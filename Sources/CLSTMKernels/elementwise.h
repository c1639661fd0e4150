// One value in, one value out, sums over whole buffers, and the steps of the optimisers. Needs vector.h and functions.h.

// The last, incomplete vector goes through buffers, so that every element sees the same operations.
#define EACH_OF(LOADS, VALUE, TO) \
  for (ptrdiff_t j = 0; j < count; j += CLSTM_LANES) { \
    if (j + CLSTM_LANES <= count) { \
      LOADS(load) \
      store(TO + j, VALUE); \
    } else { \
      float part[CLSTM_LANES]; \
      int width = (int)(count - j); \
      LOADS(load_part) \
      store(part, VALUE); \
      memcpy(TO + j, part, (size_t)width * sizeof(float)); \
    } \
  }

INLINE vf load_first(const float *p, ptrdiff_t width) {
  float part[CLSTM_LANES] = {0};
  memcpy(part, p, (size_t)width * sizeof(float));
  return load(part);
}
#define load_part(P) load_first(P, width)

#define FROM_X(L) vf a = L(x + j);
#define FROM_XY(L) vf a = L(x + j), b = L(y + j);
#define FROM_AB(L) vf u = L(a + j), w = L(b + j);
#define FROM_XYU(L) vf a = L(x + j), b = L(y + j), u = L(upstream + j); (void)a; (void)b;

static void apply(clstm_function function, const float *x, float *y, ptrdiff_t count) {
  const vf zero = splat(0.0f);
  switch (function) {
    case CLSTM_TANH: EACH_OF(FROM_X, tanh_(a), y) return;
    case CLSTM_SIGMOID: EACH_OF(FROM_X, sigmoid(a), y) return;
    case CLSTM_EXP: EACH_OF(FROM_X, exp_full(a), y) return;
    case CLSTM_LOG: EACH_OF(FROM_X, log_(a), y) return;
    case CLSTM_RELU: EACH_OF(FROM_X, choose(a < zero, zero, a), y) return;
    case CLSTM_SQUARE: EACH_OF(FROM_X, a * a, y) return;
  }
}

static void apply_backward(
    clstm_function function, const float *x, const float *y, const float *upstream, float *x_gradient, ptrdiff_t count) {
  const vf zero = splat(0.0f), one = splat(1.0f);
  switch (function) {
    case CLSTM_TANH: EACH_OF(FROM_XYU, u * fma_(-b, b, one), x_gradient) return;
    case CLSTM_SIGMOID: EACH_OF(FROM_XYU, u * b * (one - b), x_gradient) return;
    case CLSTM_EXP: EACH_OF(FROM_XYU, u * b, x_gradient) return;
    case CLSTM_LOG: EACH_OF(FROM_XYU, u / a, x_gradient) return;
    case CLSTM_RELU: EACH_OF(FROM_XYU, choose(a > zero, u, zero), x_gradient) return;
    case CLSTM_SQUARE: EACH_OF(FROM_XYU, u * (a + a), x_gradient) return;
  }
}

static void combine(clstm_operator operation, const float *a, const float *b, float *result, ptrdiff_t count) {
  switch (operation) {
    case CLSTM_ADD: EACH_OF(FROM_AB, u + w, result) return;
    case CLSTM_SUBTRACT: EACH_OF(FROM_AB, u - w, result) return;
    case CLSTM_MULTIPLY: EACH_OF(FROM_AB, u * w, result) return;
  }
}

static void scale_by(const float *x, float scale, float offset, float *result, ptrdiff_t count) {
  EACH_OF(FROM_X, fma_(splat(scale), a, splat(offset)), result)
}

static void add_scaled(float *y, const float *x, float scale, ptrdiff_t count) {
  EACH_OF(FROM_XY, fma_(splat(scale), a, b), y)
}

static void add_column_sums(
    float *sums, const float *x, const float *factors, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t row_stride) {
  for (ptrdiff_t r = 0; r < rows; r++) add_scaled(sums, x + r * row_stride, factors ? factors[r] : 1, columns);
}

static float sum(const float *x, ptrdiff_t count) { return sum_of_values(x, x, 0, count); }
static float sum_of_squares(const float *x, ptrdiff_t count) { return sum_of_products(x, x, 0, count); }

// MARK: Optimisers

#define ADAM_LOADS(L) vf p = L(parameter + j), g = L(gradient + j), m = L(first + j), v = L(second + j);

static void adam_step(
    const clstm_adam *o, float *parameter, const float *gradient, float *first, float *second, ptrdiff_t count) {
  const vf keep1 = splat(o->beta1), add1 = splat(1.0f - o->beta1), keep2 = splat(o->beta2), add2 = splat(1.0f - o->beta2);
  const vf step = splat(o->learning_rate / o->correction1), root = splat(__builtin_sqrtf(o->correction2));
  const vf shrink = splat(1.0f - o->learning_rate * o->decay), epsilon = splat(o->epsilon), penalty = splat(o->penalty);
  for (ptrdiff_t j = 0; j < count; j += CLSTM_LANES) {
    ptrdiff_t width = count - j < CLSTM_LANES ? count - j : CLSTM_LANES;
    ADAM_LOADS(load_part)
    g = fma_(penalty, p, g);
    m = fma_(keep1, m, add1 * g);
    v = fma_(keep2, v, add2 * (g * g));
    p = fma_(-step, m / (square_root(v) / root + epsilon), p * shrink);
    float part[CLSTM_LANES];
    store(part, p);
    memcpy(parameter + j, part, (size_t)width * sizeof(float));
    store(part, m);
    memcpy(first + j, part, (size_t)width * sizeof(float));
    store(part, v);
    memcpy(second + j, part, (size_t)width * sizeof(float));
  }
}
#undef ADAM_LOADS

// Element by element: every element is independent, so the compiler may widen the loop without changing a bit.
static void sgd_step(
    const clstm_sgd *o, float *parameter, const float *gradient, float *velocity, ptrdiff_t count) {
  for (ptrdiff_t j = 0; j < count; j++) {
    float g = __builtin_fmaf(o->penalty, parameter[j], gradient[j]);
    if (velocity) {
      velocity[j] = o->first_step ? g : __builtin_fmaf(o->momentum, velocity[j], (1.0f - o->dampening) * g);
      g = o->nesterov ? __builtin_fmaf(o->momentum, velocity[j], g) : velocity[j];
    }
    parameter[j] = __builtin_fmaf(-o->learning_rate, g, parameter[j]);
  }
}

static void rmsprop_step(
    const clstm_rmsprop *o, float *parameter, const float *gradient, float *square, float *mean, float *velocity,
    ptrdiff_t count) {
  for (ptrdiff_t j = 0; j < count; j++) {
    float g = __builtin_fmaf(o->penalty, parameter[j], gradient[j]);
    square[j] = __builtin_fmaf(o->smoothing, square[j], (1.0f - o->smoothing) * (g * g));
    float variance = square[j];
    if (o->centered) {
      mean[j] = __builtin_fmaf(o->smoothing, mean[j], (1.0f - o->smoothing) * g);
      variance = __builtin_fmaf(-mean[j], mean[j], variance);
    }
    float step = g / (__builtin_sqrtf(variance) + o->epsilon);
    if (velocity) {
      velocity[j] = __builtin_fmaf(o->momentum, velocity[j], step);
      step = velocity[j];
    }
    parameter[j] = __builtin_fmaf(-o->learning_rate, step, parameter[j]);
  }
}
