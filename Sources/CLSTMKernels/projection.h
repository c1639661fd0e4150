// A hidden state that is a projection of what the units show, h = W (o * tanh(C)) (LSTMP, Sak and others 2014): each step
// ends with a product over the whole row, and on the way back begins with one. Threads that share units meet before it.
// Needs recurrent.h.

// MARK: Forward

// Packs units [unit, unit + width) of what the walk's rows show.
static void pack_units(const walk *w, step_place place, ptrdiff_t unit, ptrdiff_t width) {
  ptrdiff_t all = w->row1 - w->row0, tiles = tile_count(all);
  for (ptrdiff_t t = 0; t < tiles; t++) {
    ptrdiff_t begin = tile_begin(all, tiles, t), height = tile_begin(all, tiles, t + 1) - begin;
    if (begin >= place.rows) break;
    const float *from[CLSTM_TILE_ROWS];
    // Rows that take no part leave what the product does not read.
    for (ptrdiff_t i = 0; i < height; i++)
      from[i] = units_at(w, place, w->row0 + smaller(begin + i, place.rows - 1)) + unit;
    pack_tile(w->phases.packed + begin * w->hidden + unit * height, from, height, width);
  }
}

// The hidden states of a step, packed for the next one.
static void project_units(const walk *w, step_place place, ptrdiff_t index) {
  static const float zeros[64] = {0};
  const clstm_sequence *s = w->s;
  ptrdiff_t all = w->row1 - w->row0, panel_stride = w->hidden * 16, stride = clstm_padded(w->carried);
  ptrdiff_t width = w->last - w->first;
  const float *units = all > 1 ? w->phases.packed : units_at(w, place, w->row0);
  meet(w);
  // Four panels start from the same zeros.
  for (ptrdiff_t column = w->first; column < w->last; column += 64)
    multiply_panels(
        place.rows, all, smaller(4, (w->last - column + 15) / 16), w->hidden, units,
        s->packed_projection + column * w->hidden, panel_stride, width * w->hidden, w->phases.projected + column, stride,
        zeros);
  for (ptrdiff_t i = 0; width > 0 && i < place.rows; i++)
    memcpy(
        s->output + (place.offset + w->row0 + i) * s->output_row_stride + w->first,
        w->phases.projected + i * stride + w->first, (size_t)width * sizeof(float));
  if (all > 1 && index + 1 < s->steps && width > 0)
    pack_hidden(w, w->packed[(index + 1) & 1], place, place.rows, w->first, width);
}

// MARK: Backward

// No gradient of what units show is carried into the last step.
static void clear_units(const walk *w) {
  for (ptrdiff_t i = 0; i < w->row1 - w->row0; i++)
    memset(
        w->phases.units + i * w->padded + w->block0 * 16, 0, (size_t)(w->block1 - w->block0) * 16 * sizeof(float));
}

// The gradients of a step's hidden states, kept for that of the projection's weight, and what follows for the units.
static void project_backward(const walk *w, const clstm_sequence_gradient *gradient, step_place place) {
  const clstm_sequence *s = w->s;
  ptrdiff_t all = w->row1 - w->row0, tiles = tile_count(all), columns = w->carried, width = w->last - w->first;
  for (ptrdiff_t t = 0; width > 0 && t < tiles; t++) {
    ptrdiff_t begin = tile_begin(all, tiles, t), end = smaller(place.rows, tile_begin(all, tiles, t + 1));
    ptrdiff_t height = tile_begin(all, tiles, t + 1) - begin;
    if (begin >= end) break;
    const float *from[CLSTM_TILE_ROWS];
    for (ptrdiff_t i = 0; i < height; i++) {
      ptrdiff_t row = w->row0 + smaller(begin + i, end - 1), in_memory = place.offset + row;
      float *d = gradient->projection_gradients + in_memory * columns;
      from[i] = d + w->first;
      if (begin + i >= end) continue;
      const float *upstream = gradient->output_gradient + in_memory * gradient->output_gradient_row_stride;
      float *carry = gradient->hidden_gradient + row * clstm_padded(columns);
      for (ptrdiff_t j = w->first; j < w->last; j++) d[j] = upstream[j] + carry[j];
      memset(carry + w->first, 0, (size_t)width * sizeof(float));
    }
    if (all > 1) pack_tile(w->phases.packed + begin * columns + w->first * height, from, height, width);
  }
  meet(w);
  ptrdiff_t panels = w->block1 - w->block0, panel_stride = columns * 16;
  if (place.rows <= 0 || panels <= 0) return;
  const float *a =
      all > 1 ? w->phases.packed : gradient->projection_gradients + (place.offset + w->row0) * columns;
  multiply_panels(
      place.rows, all, panels, columns, a, s->packed_projection + w->block0 * panel_stride, panel_stride,
      panels * panel_stride, w->phases.units + w->block0 * 16, w->padded, NULL);
}
