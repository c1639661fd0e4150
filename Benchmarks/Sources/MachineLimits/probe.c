#include "MachineLimits.h"

#if defined(__x86_64__)
#define WIDE __attribute__((target("avx512f,avx2,fma")))
#define USUAL __attribute__((target("avx2,fma")))
#else
#define USUAL
#endif

// Ten chains hide a latency of four or five cycles on two units. `asm` keeps the compiler from folding the chains.
#define CHAINS 10
#define MULTIPLY_ADDS(NAME, TARGET, LANES)                                                     \
  TARGET static double NAME(ptrdiff_t rounds) {                                                \
    typedef float vector __attribute__((ext_vector_type(LANES)));                              \
    vector sum[CHAINS], x = 0.999f, y = 0.001f;                                                \
    for (int i = 0; i < CHAINS; i++) sum[i] = (vector)(float)i;                                \
    for (ptrdiff_t round = 0; round < rounds; round++) {                                       \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++)                      \
          sum[i] = __builtin_elementwise_fma(sum[i], x, y);                                    \
    }                                                                                          \
    vector all = 0;                                                                            \
    for (int i = 0; i < CHAINS; i++) all += sum[i];                                            \
    volatile float kept = all[0];                                                              \
    (void)kept;                                                                                \
    return 2.0 * LANES * CHAINS * (double)rounds;                                              \
  }

#define READS(NAME, TARGET, LANES)                                                             \
  TARGET static void NAME(const float *values, ptrdiff_t count, ptrdiff_t rounds) {            \
    typedef float vector __attribute__((ext_vector_type(LANES)));                              \
    typedef vector loose __attribute__((aligned(4)));                                          \
    vector sum[8];                                                                             \
    for (int i = 0; i < 8; i++) sum[i] = 0;                                                    \
    for (ptrdiff_t round = 0; round < rounds; round++)                                         \
      for (ptrdiff_t at = 0; at + 8 * LANES <= count; at += 8 * LANES) {                       \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < 8; i++)                         \
            sum[i] += *(const loose *)(values + at + i * LANES);                               \
      }                                                                                        \
    vector all = 0;                                                                            \
    for (int i = 0; i < 8; i++) all += sum[i];                                                 \
    volatile float kept = all[0];                                                              \
    (void)kept;                                                                                \
  }

#if defined(__x86_64__)
MULTIPLY_ADDS(multiply_adds_16, WIDE, 16)
MULTIPLY_ADDS(multiply_adds_8, USUAL, 8)
READS(read_16, WIDE, 16)
READS(read_8, USUAL, 8)
static int is_wide(void) { return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw"); }
double machine_multiply_adds(ptrdiff_t rounds) { return is_wide() ? multiply_adds_16(rounds) : multiply_adds_8(rounds); }
void machine_read(const float *values, ptrdiff_t count, ptrdiff_t rounds) {
  is_wide() ? read_16(values, count, rounds) : read_8(values, count, rounds);
}
#else
MULTIPLY_ADDS(multiply_adds_4, USUAL, 4)
READS(read_4, USUAL, 4)
double machine_multiply_adds(ptrdiff_t rounds) { return multiply_adds_4(rounds); }
void machine_read(const float *values, ptrdiff_t count, ptrdiff_t rounds) { read_4(values, count, rounds); }
#endif
