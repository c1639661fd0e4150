// A small vector type, the same source for every instruction set. The including file defines CLSTM_LANES (1, 4, 8 or
// 16) and the target attribute. Sixteen values (one panel) are VECTORS vectors.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))
#define VECTORS (16 / CLSTM_LANES)

#if CLSTM_LANES == 1
typedef float vf;
typedef int32_t vi;
typedef uint32_t vu;
INLINE vf load(const float *p) { return *p; }
INLINE void store(float *p, vf v) { *p = v; }
INLINE vf fma_(vf a, vf b, vf c) { return __builtin_fmaf(a, b, c); }
INLINE vf choose(vi condition, vf yes, vf no) { return condition ? yes : no; }
INLINE vi bits(vf v) {
  vi i;
  memcpy(&i, &v, sizeof i);
  return i;
}
INLINE vf from_bits(vi i) {
  vf v;
  memcpy(&v, &i, sizeof v);
  return v;
}
INLINE vf to_float(vi i) { return (float)i; }
INLINE vf square_root(vf v) { return __builtin_sqrtf(v); }
#else
typedef float vf __attribute__((ext_vector_type(CLSTM_LANES)));
typedef int32_t vi __attribute__((ext_vector_type(CLSTM_LANES)));
typedef uint32_t vu __attribute__((ext_vector_type(CLSTM_LANES)));
typedef vf vfu __attribute__((aligned(4)));
INLINE vf load(const float *p) { return *(const vfu *)p; }
INLINE void store(float *p, vf v) { *(vfu *)p = v; }
INLINE vf fma_(vf a, vf b, vf c) { return __builtin_elementwise_fma(a, b, c); }
INLINE vf choose(vi condition, vf yes, vf no) { return condition ? yes : no; }
INLINE vi bits(vf v) { return (vi)v; }
INLINE vf from_bits(vi i) { return (vf)i; }
INLINE vf to_float(vi i) { return __builtin_convertvector(i, vf); }
INLINE vf square_root(vf v) { return __builtin_elementwise_sqrt(v); }
#endif

INLINE vf splat(float x) { return (vf)x; }

// On the bits of any float, where C leaves overflow of signed integers undefined: these wrap around.
INLINE vi minus(vi a, vi b) { return (vi)((vu)a - (vu)b); }
INLINE vi to_exponent(vi n) { return (vi)((vu)n << 23); }

// Reductions run in 16 lanes whatever the width of a vector, and fold as one tree: 8, 4, 2, 1.
typedef struct lanes16 {
  vf part[VECTORS];
} lanes16;

INLINE lanes16 lanes_of(float x) {
  lanes16 all;
  for (int v = 0; v < VECTORS; v++) all.part[v] = splat(x);
  return all;
}

INLINE float fold(const lanes16 *all) {
  float lane[16];
  for (int v = 0; v < VECTORS; v++) store(lane + v * CLSTM_LANES, all->part[v]);
  for (int half = 8; half > 0; half /= 2)
    for (int j = 0; j < half; j++) lane[j] += lane[j + half];
  return lane[0];
}

INLINE float fold_max(const lanes16 *all) {
  float lane[16];
  for (int v = 0; v < VECTORS; v++) store(lane + v * CLSTM_LANES, all->part[v]);
  float most = lane[0];
  for (int j = 1; j < 16; j++) most = lane[j] > most ? lane[j] : most;
  return most;
}

INLINE vf larger(vf a, vf b) { return choose(a > b, a, b); }
