// x86-64 with AVX-512: 16 lanes, 32 registers, 12 rows of two panels are 24 accumulators.
#if defined(__x86_64__)
#include "table.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#define CLSTM_TABLE clstm_table_avx512
#define CLSTM_LANES 16
#define CLSTM_TILE_ROWS 12
#define CLSTM_PANELS_TOGETHER 2
#include "kernels.h"
#pragma clang attribute pop
#endif
