// Every kernel of one path. The including file names the table and sets CLSTM_LANES, CLSTM_TILE_ROWS and
// CLSTM_PANELS_TOGETHER before it, with the target attribute pushed.
#include "quad.h"
#include "vector.h"

#include "functions.h"

#include "tile.h"

#include "product.h"

#include "cells.h"

#include "variants.h"

#include "normalization.h"

#include "exponential.h"

#include "walk.h"

#include "matrix.h"
#include "matrix_gradient.h"

#include "recurrent.h"

#include "phases.h"

#include "projection.h"

#include "reset.h"

#include "layer.h"

#include "rows.h"

#include "ctc.h"

#include "spectrum.h"

#include "attention.h"

#include "elementwise.h"

const clstm_table CLSTM_TABLE = {
    .product_scratch = product_scratch,
    .multiply = multiply,
    .pack = pack_panels,
    .sequence_scratch = recurrent_scratch,
    .recurrent_forward = recurrent_forward,
    .recurrent_backward = recurrent_backward,
    .peephole_gradient = peephole_gradient,
    .normalization_input_gradient = normalization_input_gradient,
    .normalization_gain_gradient = normalization_gain_gradient,
    .normalize_projections = normalize_projections,
    .cross_entropy = cross_entropy,
    .cross_entropy_recorded = cross_entropy_recorded,
    .softmax = softmax,
    .softmax_backward = softmax_backward,
    .ctc_scratch = ctc_scratch,
    .ctc_sequences = ctc_sequences,
    .griffin_lim = griffin_lim,
    .attention_forward = attention_forward,
    .attention_backward = attention_backward,
    .layer_norm_forward = layer_norm_forward,
    .layer_norm_backward = layer_norm_backward,
    .apply = apply,
    .apply_backward = apply_backward,
    .combine = combine,
    .scale = scale_by,
    .add_scaled = add_scaled,
    .add_column_sums = add_column_sums,
    .sum = sum,
    .sum_of_squares = sum_of_squares,
    .adam_step = adam_step,
    .sgd_step = sgd_step,
    .rmsprop_step = rmsprop_step,
};
