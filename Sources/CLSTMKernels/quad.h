// Four by four values at a time, for packing: copies without arithmetic, the same on every path.
#ifndef CLSTM_QUAD_H
#define CLSTM_QUAD_H

#include <stddef.h>
#include <string.h>

typedef float quad __attribute__((ext_vector_type(4)));
typedef quad loose_quad __attribute__((aligned(4)));

// Four values of each of four rows become four rows, `stride` apart, of one value from each.
static inline __attribute__((always_inline)) void turn_quad(
    float *restrict to, ptrdiff_t stride, const float *const rows[4], ptrdiff_t at) {
  quad a = *(const loose_quad *)(rows[0] + at), b = *(const loose_quad *)(rows[1] + at);
  quad c = *(const loose_quad *)(rows[2] + at), d = *(const loose_quad *)(rows[3] + at);
  quad ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  quad cd = __builtin_shufflevector(c, d, 0, 4, 1, 5), cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  *(loose_quad *)to = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
  *(loose_quad *)(to + stride) = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
  *(loose_quad *)(to + 2 * stride) = __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5);
  *(loose_quad *)(to + 3 * stride) = __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7);
}

// Sixteen rows of a weight, `stride` apart, into one panel [columns][16]; fewer rows leave zeros.
static inline void pack_panel(
    float *restrict panel, const float *restrict rows, ptrdiff_t stride, ptrdiff_t width, ptrdiff_t columns) {
  if (width < 16) {
    memset(panel, 0, (size_t)columns * 16 * sizeof(float));
    for (ptrdiff_t k = 0; k < columns; k++)
      for (ptrdiff_t j = 0; j < width; j++) panel[k * 16 + j] = rows[j * stride + k];
    return;
  }
  ptrdiff_t k = 0;
  for (; k + 4 <= columns; k += 4)
    for (ptrdiff_t j = 0; j < 16; j += 4) {
      const float *four[4] = {rows + j * stride, rows + (j + 1) * stride, rows + (j + 2) * stride, rows + (j + 3) * stride};
      turn_quad(panel + k * 16 + j, 16, four, k);
    }
  for (; k < columns; k++)
    for (ptrdiff_t j = 0; j < 16; j++) panel[k * 16 + j] = rows[j * stride + k];
}

#endif
