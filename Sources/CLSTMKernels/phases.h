// A recurrent layer whose units need the whole row of the step so far: each step runs in phases, and where threads share
// units they meet between them. Where they do not, a row goes through all phases after the product while it is in cache.
// Needs recurrent.h.

// Rows that go through the phases together.
INLINE ptrdiff_t rows_at_once(const walk *w, step_place place) { return w->threads > 1 ? place.rows : 1; }

// MARK: Forward

// The recurrent projections of a step.
static void phase_projections(const walk *w, step_place place, const float *previous) {
  static const float zeros[64] = {0};
  const clstm_sequence *s = w->s;
  ptrdiff_t all = w->row1 - w->row0, panel_stride = w->carried * 16, width = w->slots * 16;
  float *to = recurrent_projections_at(w, place.offset);
  for (ptrdiff_t block = w->block0; block < w->block1; block++)
    multiply_panels(
        place.rows, all, w->slots, w->carried, previous, s->packed_recurrent + block * w->slots * panel_stride,
        panel_stride, (w->block1 - w->block0) * w->slots * panel_stride, to + block * width, w->gate_row, zeros);
}

// A row's gates and its cell state before zoneout.
static void phase_gates(const walk *w, step_place place, ptrdiff_t i) {
  const clstm_sequence *s = w->s;
  const clstm_normalization *normalization = &s->variant->normalization;
  const float *projection = recurrent_projections_at(w, place.offset) + i * w->gate_row;
  float *gates = gates_at(w, place.offset) + i * w->gate_row, *next = w->phases.next + i * w->padded, before[16];
  moments m = gate_moments(s, projection);
  if (s->keeps_gates && w->block0 == 0) store_moments(moments_at(w, place.offset + w->row0 + i), RECURRENT_MOMENTS, m);
  for (ptrdiff_t block = w->block0; block < w->block1; block++) {
    variant_block b = variant_block_of(w, place, w->row0 + i, block * 16, before);
    for (int v = 0; v < 16; v += CLSTM_LANES) {
      vf sums[4];
      for (int slot = 0; slot < 4; slot++) {
        ptrdiff_t at = block * 64 + slot * 16 + v;
        sums[slot] = fma_(normalized(load(projection + at), m), load(normalization->recurrent_gain + at), load(gates + at));
      }
      variant_values x = values_from(&b, v, sums);
      keep(&x, gates + block * 64 + v);
      store(next + block * 16 + v, x.next);
    }
  }
}

// What a row shows, and its states after zoneout.
static void phase_hidden(const walk *w, step_place place, ptrdiff_t i) {
  const clstm_sequence *s = w->s;
  const clstm_normalization *normalization = &s->variant->normalization;
  const float *gates = gates_at(w, place.offset) + i * w->gate_row, *next = w->phases.next + i * w->padded;
  ptrdiff_t row = w->row0 + i;
  moments m = cell_moments(s, next);
  if (s->keeps_gates && w->block0 == 0) store_moments(moments_at(w, place.offset + row), CELL_MOMENTS, m);
  for (ptrdiff_t block = w->block0; block < w->block1; block++) {
    ptrdiff_t unit = block * 16, width = block_width(w, unit);
    float *to = units_at(w, place, row) + unit, buffer[16], before[16];
    float *hidden = width == 16 ? to : buffer;
    variant_block b = variant_block_of(w, place, row, unit, before);
    for (int v = 0; v < 16; v += CLSTM_LANES) {
      vf cell = load(next + unit + v), output = load(gates + block * 64 + 16 * CLSTM_GATE_OUTPUT + v);
      vf seen = fma_(normalized(cell, m), load(normalization->cell_gain + unit + v), load(normalization->cell_shift + unit + v));
      show(
          &b, v, load(b.previous_cell + v), cell, output * squashed(s->variant, seen), cell_row(w, place, row) + unit,
          hidden);
    }
    if (width < 16) memcpy(to, buffer, (size_t)width * sizeof(float));
  }
}

static void phased_step_forward(const walk *w, ptrdiff_t index) {
  const clstm_sequence *s = w->s;
  step_place place = place_of(w, index);
  if (place.rows <= 0) return;
  int is_single = w->row1 - w->row0 == 1;
  phase_projections(w, place, is_single ? previous_hidden_row(s, place, w->row0) : w->packed[index & 1]);
  meet(w);
  ptrdiff_t together = rows_at_once(w, place);
  for (ptrdiff_t first = 0; first < place.rows; first += together) {
    for (ptrdiff_t i = first; i < first + together; i++) phase_gates(w, place, i);
    meet(w);
    for (ptrdiff_t i = first; i < first + together; i++) phase_hidden(w, place, i);
  }
  ptrdiff_t unit = w->block0 * 16, width = (fed_slots(s) ? w->block1 * 16 : smaller(w->hidden, w->block1 * 16)) - unit;
  for (ptrdiff_t block = w->block0; fed_slots(s) && block < w->block1; block++)
    feed_gates(w, place, index, block, block_gates_of(w, place, block));
  if (s->projection) {
    if (!is_single && width > 0) pack_units(w, place, unit, width);
    project_units(w, place, index);
  } else if (!is_single && index + 1 < s->steps && width > 0) {
    pack_hidden(w, w->packed[(index + 1) & 1], place, place.rows, unit, width);
  }
}

// MARK: Backward

// From the gradient of what a row shows to that of its normalised cell state.
static void phase_shown_backward(
    const walk *w, const clstm_sequence_gradient *gradient, step_place place, ptrdiff_t i) {
  const clstm_sequence *s = w->s;
  const clstm_variant *variant = s->variant;
  const clstm_normalization *normalization = &variant->normalization;
  ptrdiff_t row = w->row0 + i, in_memory = place.offset + row;
  moments m = kept_moments(moments_at(w, in_memory), CELL_MOMENTS);
  float *parts = w->phases.shown + i * SHOWN_PARTS * w->padded;
  for (ptrdiff_t block = w->block0; block < w->block1; block++) {
    ptrdiff_t unit = block * 16;
    float buffer[16], before[16];
    const float *upstream = upstream_block(w, gradient, place, row, unit, buffer), *carry = carry_row(w, gradient, row) + unit;
    variant_block b = variant_block_of(w, place, row, unit, before);
    for (int v = 0; v < 16; v += CLSTM_LANES) {
      ptrdiff_t at = unit + v;
      variant_values x = kept_values(&b, v, s->gates + in_memory * w->gate_row + block * 64);
      vf gain = load(normalization->cell_gain + at);
      vf shown = squashed(variant, fma_(normalized(x.next, m), gain, load(normalization->cell_shift + at)));
      vf all = load(upstream + v) + load(carry + v);
      vf dh = all * (splat(1.0f) - zone(b.hidden_mask, v, variant->hidden_rate));
      vf d = dh * x.output * slope_of(variant, shown);
      store(gradient->shown_gradients + in_memory * w->padded + at, d);
      store(parts + SHOWN_GRADIENT * w->padded + at, d);
      store(parts + SHOWN_CELL * w->padded + at, x.next);
      store(parts + SHOWN_VALUE * w->padded + at, shown);
    }
  }
}

// To the gradients of the pre-activations.
static void phase_gates_backward(
    const walk *w, const clstm_sequence_gradient *gradient, step_place place, ptrdiff_t i) {
  const clstm_sequence *s = w->s;
  const clstm_variant *variant = s->variant;
  const float *gain = variant->normalization.cell_gain, *parts = w->phases.shown + i * SHOWN_PARTS * w->padded;
  const float *d_shown = parts + SHOWN_GRADIENT * w->padded, *cells = parts + SHOWN_CELL * w->padded;
  ptrdiff_t row = w->row0 + i, in_memory = place.offset + row;
  moments m = kept_moments(moments_at(w, in_memory), CELL_MOMENTS);
  gradient_means means = means_of(d_shown, gain, cells, m, 1, w->padded / 16, (float)w->hidden);
  for (ptrdiff_t block = w->block0; block < w->block1; block++) {
    ptrdiff_t unit = block * 16, at = in_memory * w->gate_row + block * 64;
    float buffer[16], before[16], *carry = carry_row(w, gradient, row) + unit;
    float *cell_carry = gradient->cell_gradient + row * w->padded + unit;
    const float *upstream = upstream_block(w, gradient, place, row, unit, buffer);
    variant_block b = variant_block_of(w, place, row, unit, before);
    find_fed(w, gradient, row, unit, &b);
    for (int v = 0; v < 16; v += CLSTM_LANES) {
      variant_values x = kept_values(&b, v, s->gates + at);
      vf hidden_zone = zone(b.hidden_mask, v, variant->hidden_rate), later = load(cell_carry + v);
      vf all = load(upstream + v) + load(carry + v), dh = all * (splat(1.0f) - hidden_zone);
      vf seen = before_normalization(load(d_shown + unit + v), load(gain + unit + v), x.next, m, means);
      vf dc = fma_(later, splat(1.0f) - zone(b.cell_mask, v, variant->cell_rate), seen);
      values_backward(
          &b, v, &x, dh, load(parts + SHOWN_VALUE * w->padded + unit + v), dc, later, gradient->gate_gradients + at,
          cell_carry);
      store(carry + v, all * hidden_zone);
    }
  }
}

// To the gradients of the recurrent projections.
static void phase_projections_backward(
    const walk *w, const clstm_sequence_gradient *gradient, step_place place, ptrdiff_t i) {
  const clstm_sequence *s = w->s;
  const float *gain = s->variant->normalization.recurrent_gain;
  ptrdiff_t in_memory = place.offset + w->row0 + i, at = w->block0 * w->slots * 16;
  const float *from = recurrent_projections_at(w, place.offset) + i * w->gate_row;
  const float *d = gradient->gate_gradients + in_memory * w->gate_row;
  moments m = kept_moments(moments_at(w, in_memory), RECURRENT_MOMENTS);
  gradient_means means = gate_gradient_means(s, d, gain, from, m);
  blocks_before_normalization(
      gradient->recurrent_gradients + in_memory * w->gate_row + at, d + at, gain + at, from + at, m, means,
      (w->block1 - w->block0) * w->slots * 16);
}

static void phased_step_backward(const walk *w, const clstm_sequence_gradient *gradient, step_place place) {
  ptrdiff_t together = rows_at_once(w, place);
  for (ptrdiff_t first = 0; first < place.rows; first += together) {
    for (ptrdiff_t i = first; i < first + together; i++) phase_shown_backward(w, gradient, place, i);
    meet(w);
    for (ptrdiff_t i = first; i < first + together; i++) phase_gates_backward(w, gradient, place, i);
    meet(w);
    for (ptrdiff_t i = first; i < first + together; i++) phase_projections_backward(w, gradient, place, i);
  }
}
