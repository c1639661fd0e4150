// Products of matrices. The rules of all kernels stand in CLSTMKernels.h.
#ifndef CLSTM_PRODUCT_H
#define CLSTM_PRODUCT_H

#include <stddef.h>

#include "clstm_layout.h"

typedef enum clstm_start {
  CLSTM_START_ZERO = 0,        // C = A B
  CLSTM_START_ACCUMULATE = 1,  // C = C + A B
  CLSTM_START_BIAS = 2,        // C = bias + A B, one bias a column
} clstm_start;

typedef struct clstm_product {
  ptrdiff_t m, n, k;
  const float *a;  // element (row, k) is a[row * a_row_stride + k * a_k_stride]
  ptrdiff_t a_row_stride, a_k_stride;
  const float *b;  // packed when b_is_packed, else element (k, column) is b[k * b_k_stride + column * b_column_stride]
  ptrdiff_t b_k_stride, b_column_stride;
  int b_is_packed;
  float *c;  // row-major, c_row_stride >= n
  ptrdiff_t c_row_stride;
  clstm_start start;
  const float *bias;
  // 1: A's rows are the positions of a gate row, and C is a stacked weight: each sixteen rows go to their place by
  // clstm_weight_group. Only with CLSTM_START_ZERO.
  int by_gates;
  clstm_cell cell;
  clstm_weight weight;
  ptrdiff_t hidden;
} clstm_product;

// Floats of scratch that each thread of a product needs.
ptrdiff_t clstm_product_scratch_size(const clstm_product *product);
void clstm_multiply(const clstm_product *product, float *scratch, int thread, int threads);

#endif
