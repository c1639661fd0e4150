// The reference path: one lane, C's own fmaf. Every other path gives the same bits.
#include "table.h"

#define CLSTM_TABLE clstm_table_scalar
#define CLSTM_LANES 1
#define CLSTM_TILE_ROWS 6
#define CLSTM_PANELS_TOGETHER 1
#include "kernels.h"
