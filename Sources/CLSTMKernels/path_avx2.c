// x86-64 with AVX2 and FMA: 8 lanes, 16 registers, 6 rows of one panel are 12 accumulators.
#if defined(__x86_64__)
#include "table.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define CLSTM_TABLE clstm_table_avx2
#define CLSTM_LANES 8
#define CLSTM_TILE_ROWS 6
#define CLSTM_PANELS_TOGETHER 1
#include "kernels.h"
#pragma clang attribute pop
#endif
