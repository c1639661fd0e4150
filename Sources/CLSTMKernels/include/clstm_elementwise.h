// Numbers one by one, and row by row. The rules of all kernels stand in CLSTMKernels.h.
#ifndef CLSTM_ELEMENTWISE_H
#define CLSTM_ELEMENTWISE_H

#include <stddef.h>
#include <stdint.h>

// MARK: Layer normalisation

void clstm_layer_norm_forward(
    const float *x, const float *scale, const float *shift, float *y, float *means, float *inverse_deviations,
    float epsilon, ptrdiff_t rows, ptrdiff_t columns);
// scale_gradient and shift_gradient [columns] are added to, over rows in order.
void clstm_layer_norm_backward(
    const float *x, const float *scale, const float *means, const float *inverse_deviations, const float *upstream,
    float *x_gradient, float *scale_gradient, float *shift_gradient, ptrdiff_t rows, ptrdiff_t columns);

// MARK: Elementwise

typedef enum clstm_function {
  CLSTM_TANH = 0,
  CLSTM_SIGMOID = 1,
  CLSTM_EXP = 2,
  CLSTM_LOG = 3,
  CLSTM_RELU = 4,
  CLSTM_SQUARE = 5,
} clstm_function;

void clstm_apply(clstm_function function, const float *x, float *y, ptrdiff_t count);
// x_gradient = upstream * derivative, from x and y = f(x).
void clstm_apply_backward(
    clstm_function function, const float *x, const float *y, const float *upstream, float *x_gradient, ptrdiff_t count);

typedef enum clstm_operator {
  CLSTM_ADD = 0,
  CLSTM_SUBTRACT = 1,
  CLSTM_MULTIPLY = 2,
} clstm_operator;

void clstm_combine(clstm_operator operation, const float *a, const float *b, float *result, ptrdiff_t count);
// result = scale * x + offset
void clstm_scale(const float *x, float scale, float offset, float *result, ptrdiff_t count);
// y += scale * x
void clstm_add_scaled(float *y, const float *x, float scale, ptrdiff_t count);
void clstm_fill(float *y, float value, ptrdiff_t count);
// sums[column] += sum over rows in order, each row times its factor (NULL: 1).
void clstm_add_column_sums(
    float *sums, const float *x, const float *factors, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t row_stride);
// y[row] = x[row] + bias for every row.
void clstm_add_to_rows(const float *x, const float *bias, float *y, ptrdiff_t rows, ptrdiff_t columns);
float clstm_sum(const float *x, ptrdiff_t count);
float clstm_sum_of_squares(const float *x, ptrdiff_t count);
// Index of the first value that is infinite or not a number, -1 if there is none.
ptrdiff_t clstm_first_nonfinite(const float *x, ptrdiff_t count);

// MARK: Rows

// result[r] = table[ids[r]]; the caller has checked the ids.
void clstm_gather_rows(
    const float *table, const int32_t *ids, float *result, ptrdiff_t rows, ptrdiff_t columns);
// table[ids[r]] += x[r], r in order.
void clstm_scatter_add_rows(
    float *table, const int32_t *ids, const float *x, ptrdiff_t rows, ptrdiff_t columns);
// Copies `rows` rows of `columns` floats between matrices of different row strides.
void clstm_copy_rows(
    float *restrict to, ptrdiff_t to_row_stride, const float *restrict from, ptrdiff_t from_row_stride, ptrdiff_t rows,
    ptrdiff_t columns);

// MARK: Random numbers

// Value number `index` of the sequence with this key: SplitMix64 (Steele, Lea, Flood 2014) at any position.
uint64_t clstm_random(uint64_t key, uint64_t index);
// y = x / (1 - rate) where the number of (row, column) keeps it, else 0. Row r is global row first_row + r, so that a
// mask does not depend on how rows are batched. `rows_per_mask` > 0 shares one mask: global row modulo rows_per_mask.
void clstm_dropout(
    const float *x, float *y, ptrdiff_t rows, ptrdiff_t columns, uint64_t key, uint64_t first_row,
    uint64_t rows_per_mask, float rate);

#endif
