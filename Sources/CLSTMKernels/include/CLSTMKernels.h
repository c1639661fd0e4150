// The contract of the kernels: shapes, ownership and order of operations.
//
// House rule ("same bits everywhere"): every output element is one fixed sequence of IEEE 754 operations. Vectors run
// across outputs, sums over k go in order with fused multiply-add, reductions use a fixed tree of 16 lanes. No result
// depends on the instruction set, on the number of threads, or on how work is cut into tiles.
//
// Nothing here allocates and nothing is kept between calls. All matrices are row-major `float`.
// Work that threads share takes (`thread`, `threads`): every one of `threads` callers makes the same call with its own
// `thread`; the pieces they write are disjoint.
#ifndef CLSTM_KERNELS_H
#define CLSTM_KERNELS_H

#include "clstm_attention.h"
#include "clstm_elementwise.h"
#include "clstm_execution.h"
#include "clstm_layout.h"
#include "clstm_loss.h"
#include "clstm_optimizers.h"
#include "clstm_product.h"
#include "clstm_recurrent.h"
#include "clstm_spectrum.h"

#endif
