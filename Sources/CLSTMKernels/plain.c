// Kernels without arithmetic that a path could change: copies, searches, integers, and the barrier.
#include <sched.h>
#include <string.h>

#include "CLSTMKernels.h"

void clstm_relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ __volatile__("yield");
#endif
}

void clstm_barrier_wait(clstm_barrier *barrier, int threads) {
  int32_t generation = __atomic_load_n(&barrier->generation, __ATOMIC_ACQUIRE);
  if (__atomic_add_fetch(&barrier->arrived, 1, __ATOMIC_ACQ_REL) == threads) {
    __atomic_store_n(&barrier->arrived, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&barrier->generation, generation + 1, __ATOMIC_RELEASE);
    return;
  }
  for (int spins = 0; __atomic_load_n(&barrier->generation, __ATOMIC_ACQUIRE) == generation; spins++) {
    clstm_relax();
    // A partner that lost its processor gets it back sooner when this thread lets go.
    if (spins > 2000) sched_yield();
  }
}

void clstm_fill(float *y, float value, ptrdiff_t count) {
  for (ptrdiff_t j = 0; j < count; j++) y[j] = value;
}

void clstm_add_to_rows(const float *x, const float *bias, float *y, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++)
    for (ptrdiff_t j = 0; j < columns; j++) y[r * columns + j] = x[r * columns + j] + bias[j];
}

ptrdiff_t clstm_first_nonfinite(const float *x, ptrdiff_t count) {
  for (ptrdiff_t j = 0; j < count; j++)
    if (!(__builtin_fabsf(x[j]) <= 3.402823466e+38f)) return j;
  return -1;
}

void clstm_gather_rows(
    const float *table, const int32_t *ids, float *result, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++)
    memcpy(result + r * columns, table + (ptrdiff_t)ids[r] * columns, (size_t)columns * sizeof(float));
}

void clstm_scatter_add_rows(
    float *table, const int32_t *ids, const float *x, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *to = table + (ptrdiff_t)ids[r] * columns;
    for (ptrdiff_t j = 0; j < columns; j++) to[j] += x[r * columns + j];
  }
}

void clstm_copy_rows(
    float *restrict to, ptrdiff_t to_row_stride, const float *restrict from, ptrdiff_t from_row_stride, ptrdiff_t rows,
    ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++)
    memcpy(to + r * to_row_stride, from + r * from_row_stride, (size_t)columns * sizeof(float));
}

uint64_t clstm_random(uint64_t key, uint64_t index) {
  uint64_t z = key + (index + 1) * 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

void clstm_dropout(
    const float *x, float *y, ptrdiff_t rows, ptrdiff_t columns, uint64_t key, uint64_t first_row,
    uint64_t rows_per_mask, float rate) {
  // Two columns share one random number; each half is compared with the rate as a 32-bit fraction.
  uint64_t pairs = ((uint64_t)columns + 1) / 2;
  double scaled = (double)rate * 4294967296.0;
  uint64_t threshold = scaled >= 4294967296.0 ? 4294967296u : (uint64_t)scaled;
  float scale = rate < 1 ? 1.0f / (1.0f - rate) : 0;
  for (ptrdiff_t r = 0; r < rows; r++) {
    uint64_t row = first_row + (uint64_t)r;
    if (rows_per_mask) row %= rows_per_mask;
    for (ptrdiff_t j = 0; j < columns; j += 2) {
      uint64_t number = clstm_random(key, row * pairs + (uint64_t)j / 2);
      ptrdiff_t at = r * columns + j;
      y[at] = (number & 0xffffffffu) >= threshold ? x[at] * scale : 0;
      if (j + 1 < columns) y[at + 1] = (number >> 32) >= threshold ? x[at + 1] * scale : 0;
    }
  }
}
