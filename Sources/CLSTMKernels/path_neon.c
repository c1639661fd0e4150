// 64-bit Arm: 4 lanes, 32 registers, 6 rows of one panel are 24 accumulators.
#if defined(__aarch64__)
#include "table.h"

#define CLSTM_TABLE clstm_table_neon
#define CLSTM_LANES 4
#define CLSTM_TILE_ROWS 6
#define CLSTM_PANELS_TOGETHER 1
#include "kernels.h"
#endif
