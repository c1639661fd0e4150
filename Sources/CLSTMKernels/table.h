// What a path provides; dispatch.c chooses one table for the process.
#ifndef CLSTM_TABLE_H
#define CLSTM_TABLE_H

#include "CLSTMKernels.h"

typedef struct clstm_table {
  ptrdiff_t (*product_scratch)(const clstm_product *);
  void (*multiply)(const clstm_product *, float *, int, int);
  void (*pack)(float *restrict, const float *restrict, ptrdiff_t, ptrdiff_t, ptrdiff_t, ptrdiff_t);
  ptrdiff_t (*sequence_scratch)(const clstm_sequence *, int, int);
  void (*recurrent_forward)(const clstm_sequence *, int, int);
  void (*recurrent_backward)(const clstm_sequence *, const clstm_sequence_gradient *, int, int);
  void (*peephole_gradient)(const clstm_sequence *, const float *, float *, int, int);
  void (*normalization_input_gradient)(const clstm_sequence *, const float *, float *, ptrdiff_t, ptrdiff_t);
  void (*normalization_gain_gradient)(const clstm_sequence *, const clstm_sequence_gradient *, float *, int, int);
  void (*normalize_projections)(
      clstm_cell, ptrdiff_t, const clstm_normalization *, const float *, float *, ptrdiff_t);
  void (*cross_entropy)(const float *, const int32_t *, float *, ptrdiff_t, ptrdiff_t, ptrdiff_t);
  void (*cross_entropy_recorded)(
      const float *, const int32_t *, float *, float *, float *, float, ptrdiff_t, ptrdiff_t, ptrdiff_t);
  void (*softmax)(const float *, float *, ptrdiff_t, ptrdiff_t);
  void (*softmax_backward)(const float *, const float *, float *, ptrdiff_t, ptrdiff_t);
  ptrdiff_t (*ctc_scratch)(const clstm_ctc *, ptrdiff_t, ptrdiff_t);
  void (*ctc_sequences)(const clstm_ctc *, float *, ptrdiff_t, ptrdiff_t);
  void (*griffin_lim)(const clstm_griffin_lim *, float *);
  void (*attention_forward)(const clstm_attention *, ptrdiff_t, ptrdiff_t);
  void (*attention_backward)(const clstm_attention *, const clstm_attention_gradient *, ptrdiff_t, ptrdiff_t);
  void (*layer_norm_forward)(
      const float *, const float *, const float *, float *, float *, float *, float, ptrdiff_t, ptrdiff_t);
  void (*layer_norm_backward)(
      const float *, const float *, const float *, const float *, const float *, float *, float *, float *, ptrdiff_t,
      ptrdiff_t);
  void (*apply)(clstm_function, const float *, float *, ptrdiff_t);
  void (*apply_backward)(clstm_function, const float *, const float *, const float *, float *, ptrdiff_t);
  void (*combine)(clstm_operator, const float *, const float *, float *, ptrdiff_t);
  void (*scale)(const float *, float, float, float *, ptrdiff_t);
  void (*add_scaled)(float *, const float *, float, ptrdiff_t);
  void (*add_column_sums)(float *, const float *, const float *, ptrdiff_t, ptrdiff_t, ptrdiff_t);
  float (*sum)(const float *, ptrdiff_t);
  float (*sum_of_squares)(const float *, ptrdiff_t);
  void (*adam_step)(const clstm_adam *, float *, const float *, float *, float *, ptrdiff_t);
  void (*sgd_step)(const clstm_sgd *, float *, const float *, float *, ptrdiff_t);
  void (*rmsprop_step)(const clstm_rmsprop *, float *, const float *, float *, float *, float *, ptrdiff_t);
} clstm_table;

extern const clstm_table clstm_table_scalar;
#if defined(__x86_64__)
extern const clstm_table clstm_table_avx2, clstm_table_avx512;
#elif defined(__aarch64__)
extern const clstm_table clstm_table_neon;
#endif

#endif
