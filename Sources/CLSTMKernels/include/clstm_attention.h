// Attention. The rules of all kernels stand in CLSTMKernels.h.
#ifndef CLSTM_ATTENTION_H
#define CLSTM_ATTENTION_H

#include <stddef.h>

// Queries over the steps of sources: score of query and key, softmax over a source's steps, and the values so weighted
// (Bahdanau and others 2015, equations 5 and 6; Luong and others 2015, equations 7 and 8).
typedef struct clstm_attention {
  ptrdiff_t sources, queries;  // N, and how many queries each source has
  // Query k of source n is row n * source_stride + k * query_stride of `query`, `weights` and `context`.
  ptrdiff_t source_stride, query_stride;
  ptrdiff_t steps, features, values;  // S, A, C
  const ptrdiff_t *lengths;           // [N]: the steps that a source has, 1...S
  const float *query;                 // [rows, A]
  const float *keys;                  // [S, N, A]
  const float *memory;                // [S, N, C]
  const float *energy;                // [A]: score = energy . tanh(query + key); NULL: score = query . key
  float *weights;                     // [rows, S], zero beyond a source's length
  float *context;                     // [rows, C]
} clstm_attention;

void clstm_attention_forward(const clstm_attention *attention, ptrdiff_t first_source, ptrdiff_t last_source);

typedef struct clstm_attention_gradient {
  const float *context_gradient;  // [rows, C]
  float *query_gradient;          // [rows, A]
  float *score_gradient;          // [rows, S]
  float *key_gradient, *memory_gradient;  // [S, N, A], [S, N, C]: added to
  float *energy_gradient;                 // [N, A], by source: added to
} clstm_attention_gradient;

// The queries of a source are gone through from the last to the first.
void clstm_attention_backward(
    const clstm_attention *attention, const clstm_attention_gradient *gradient, ptrdiff_t first_source,
    ptrdiff_t last_source);

#endif
