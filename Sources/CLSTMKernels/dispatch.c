// Chooses the path once and forwards every call of the public header to its table.
#include <stdlib.h>
#include <string.h>

#include "table.h"

static const clstm_table *const tables[] = {
    [CLSTM_PATH_SCALAR] = &clstm_table_scalar,
#if defined(__x86_64__)
    [CLSTM_PATH_AVX2] = &clstm_table_avx2,
    [CLSTM_PATH_AVX512] = &clstm_table_avx512,
#elif defined(__aarch64__)
    [CLSTM_PATH_NEON] = &clstm_table_neon,
#endif
};
static const char *const names[] = {"scalar", "avx2", "avx512", "neon"};
enum { PATHS = 4, UNDECIDED = -1 };

static int chosen = UNDECIDED;

int clstm_path_available(clstm_path path) {
  if (path == CLSTM_PATH_SCALAR) return 1;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (path == CLSTM_PATH_AVX2) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (path == CLSTM_PATH_AVX512)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#elif defined(__aarch64__)
  if (path == CLSTM_PATH_NEON) return 1;
#endif
  return 0;
}

static clstm_path best_path(void) {
  const char *wanted = getenv("LSTM_INSTRUCTION_SET");
  for (int path = 0; wanted && path < PATHS; path++)
    if (strcmp(wanted, names[path]) == 0 && clstm_path_available((clstm_path)path)) return (clstm_path)path;
  const clstm_path widest[] = {CLSTM_PATH_AVX512, CLSTM_PATH_AVX2, CLSTM_PATH_NEON};
  for (int i = 0; i < 3; i++)
    if (clstm_path_available(widest[i])) return widest[i];
  return CLSTM_PATH_SCALAR;
}

clstm_path clstm_current_path(void) {
  int path = __atomic_load_n(&chosen, __ATOMIC_RELAXED);
  if (path == UNDECIDED) {
    // Two threads that decide at once decide the same.
    path = best_path();
    __atomic_store_n(&chosen, path, __ATOMIC_RELAXED);
  }
  return (clstm_path)path;
}

int clstm_select_path(clstm_path path) {
  if ((int)path < 0 || path >= PATHS || !clstm_path_available(path)) return 0;
  __atomic_store_n(&chosen, (int)path, __ATOMIC_RELAXED);
  return 1;
}

static const clstm_table *table(void) { return tables[clstm_current_path()]; }

// MARK: Forwarding

ptrdiff_t clstm_product_scratch_size(const clstm_product *product) { return table()->product_scratch(product); }

void clstm_multiply(const clstm_product *product, float *scratch, int thread, int threads) {
  table()->multiply(product, scratch, thread, threads);
}

void clstm_pack(
    float *restrict packed, const float *restrict b, ptrdiff_t k, ptrdiff_t columns, ptrdiff_t k_stride,
    ptrdiff_t column_stride) {
  table()->pack(packed, b, k, columns, k_stride, column_stride);
}

ptrdiff_t clstm_sequence_scratch_size(const clstm_sequence *sequence, int threads, int backward) {
  return table()->sequence_scratch(sequence, threads, backward);
}

void clstm_recurrent_forward(const clstm_sequence *sequence, int thread, int threads) {
  table()->recurrent_forward(sequence, thread, threads);
}

void clstm_recurrent_backward(
    const clstm_sequence *sequence, const clstm_sequence_gradient *gradient, int thread, int threads) {
  table()->recurrent_backward(sequence, gradient, thread, threads);
}

void clstm_peephole_gradient(
    const clstm_sequence *sequence, const float *gate_gradients, float *peephole_gradients, int thread, int threads) {
  table()->peephole_gradient(sequence, gate_gradients, peephole_gradients, thread, threads);
}

void clstm_normalization_input_gradient(
    const clstm_sequence *sequence, const float *gate_gradients, float *input_gradients, ptrdiff_t first_row,
    ptrdiff_t last_row) {
  table()->normalization_input_gradient(sequence, gate_gradients, input_gradients, first_row, last_row);
}

void clstm_normalization_gain_gradient(
    const clstm_sequence *sequence, const clstm_sequence_gradient *gradient, float *gain_gradients, int thread,
    int threads) {
  table()->normalization_gain_gradient(sequence, gradient, gain_gradients, thread, threads);
}

void clstm_normalize_projections(
    clstm_cell cell, ptrdiff_t hidden, const clstm_normalization *normalization, const float *packed_bias, float *values,
    ptrdiff_t rows) {
  table()->normalize_projections(cell, hidden, normalization, packed_bias, values, rows);
}

void clstm_cross_entropy(
    const float *logits, const int32_t *targets, float *losses, ptrdiff_t first_row, ptrdiff_t last_row, ptrdiff_t columns) {
  table()->cross_entropy(logits, targets, losses, first_row, last_row, columns);
}

void clstm_cross_entropy_recorded(
    const float *logits, const int32_t *targets, float *losses, float *unscaled, float *sums, float smoothing,
    ptrdiff_t first_row, ptrdiff_t last_row, ptrdiff_t columns) {
  table()->cross_entropy_recorded(
      logits, targets, losses, unscaled, sums, smoothing, first_row, last_row, columns);
}

void clstm_softmax(const float *logits, float *probabilities, ptrdiff_t rows, ptrdiff_t columns) {
  table()->softmax(logits, probabilities, rows, columns);
}

void clstm_softmax_backward(
    const float *probabilities, const float *upstream, float *gradient, ptrdiff_t rows, ptrdiff_t columns) {
  table()->softmax_backward(probabilities, upstream, gradient, rows, columns);
}

ptrdiff_t clstm_ctc_scratch_size(const clstm_ctc *ctc, ptrdiff_t first, ptrdiff_t last) {
  return table()->ctc_scratch(ctc, first, last);
}

void clstm_ctc_sequences(const clstm_ctc *ctc, float *scratch, ptrdiff_t first, ptrdiff_t last) {
  table()->ctc_sequences(ctc, scratch, first, last);
}

void clstm_find_phases(const clstm_griffin_lim *sound, float *scratch) { table()->griffin_lim(sound, scratch); }

void clstm_attention_forward(const clstm_attention *attention, ptrdiff_t first, ptrdiff_t last) {
  table()->attention_forward(attention, first, last);
}

void clstm_attention_backward(
    const clstm_attention *attention, const clstm_attention_gradient *gradient, ptrdiff_t first, ptrdiff_t last) {
  table()->attention_backward(attention, gradient, first, last);
}

void clstm_layer_norm_forward(
    const float *x, const float *scale, const float *shift, float *y, float *means, float *inverse_deviations,
    float epsilon, ptrdiff_t rows, ptrdiff_t columns) {
  table()->layer_norm_forward(x, scale, shift, y, means, inverse_deviations, epsilon, rows, columns);
}

void clstm_layer_norm_backward(
    const float *x, const float *scale, const float *means, const float *inverse_deviations, const float *upstream,
    float *x_gradient, float *scale_gradient, float *shift_gradient, ptrdiff_t rows, ptrdiff_t columns) {
  table()->layer_norm_backward(
      x, scale, means, inverse_deviations, upstream, x_gradient, scale_gradient, shift_gradient, rows, columns);
}

void clstm_apply(clstm_function function, const float *x, float *y, ptrdiff_t count) {
  table()->apply(function, x, y, count);
}

void clstm_apply_backward(
    clstm_function function, const float *x, const float *y, const float *upstream, float *x_gradient, ptrdiff_t count) {
  table()->apply_backward(function, x, y, upstream, x_gradient, count);
}

void clstm_combine(clstm_operator operation, const float *a, const float *b, float *result, ptrdiff_t count) {
  table()->combine(operation, a, b, result, count);
}

void clstm_scale(const float *x, float scale, float offset, float *result, ptrdiff_t count) {
  table()->scale(x, scale, offset, result, count);
}

void clstm_add_scaled(float *y, const float *x, float scale, ptrdiff_t count) {
  table()->add_scaled(y, x, scale, count);
}

void clstm_add_column_sums(
    float *sums, const float *x, const float *factors, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t row_stride) {
  table()->add_column_sums(sums, x, factors, rows, columns, row_stride);
}

float clstm_sum(const float *x, ptrdiff_t count) { return table()->sum(x, count); }
float clstm_sum_of_squares(const float *x, ptrdiff_t count) { return table()->sum_of_squares(x, count); }

void clstm_adam_step(
    const clstm_adam *options, float *parameter, const float *gradient, float *first, float *second, ptrdiff_t count) {
  table()->adam_step(options, parameter, gradient, first, second, count);
}

void clstm_sgd_step(
    const clstm_sgd *options, float *parameter, const float *gradient, float *velocity, ptrdiff_t count) {
  table()->sgd_step(options, parameter, gradient, velocity, count);
}

void clstm_rmsprop_step(
    const clstm_rmsprop *options, float *parameter, const float *gradient, float *square, float *mean, float *velocity,
    ptrdiff_t count) {
  table()->rmsprop_step(options, parameter, gradient, square, mean, velocity, count);
}
