// The variants of the LSTM over one block of 16 units: the equations of cells.h with each part that a variant changes.
// Needs cells.h.

// Where one block of one row finds what a variant needs; masks are NULL where it has none.
typedef struct variant_block {
  const clstm_variant *variant;
  int has_input_gate, has_forget_gate, has_output_gate;
  ptrdiff_t unit;
  const float *previous_cell, *previous_hidden;
  const float *candidate_mask, *cell_mask, *hidden_mask;
  float *fed[4];  // backward: the gradients of gates by way of the next step, taken when they are read; NULL where there are none
} variant_block;

INLINE vf with_peephole(vf gate, const float *peephole, ptrdiff_t unit, vf cell) {
  return peephole ? fma_(load(peephole + unit), cell, gate) : gate;
}

INLINE vf cell_of(const variant_block *b, int v, vf input, vf forget, vf candidate, vf before) {
  if (b->candidate_mask) candidate *= load(b->candidate_mask + v);
  return fma_(input, candidate, forget * before);
}

INLINE vf clipped(const clstm_variant *variant, vf cell) {
  return variant->cell_clip > 0 ? clamp(cell, -variant->cell_clip, variant->cell_clip) : cell;
}

// How much of the step before stays.
INLINE vf zone(const float *mask, int v, float rate) {
  return mask ? choose(load(mask + v) == splat(0.0f), splat(1.0f), splat(0.0f)) : splat(rate);
}

INLINE vf zoned_out(vf value, vf before, vf zone) { return fma_(zone, before, (splat(1.0f) - zone) * value); }

// Sixteen units' gates, in parts of a vector: cell state before and after, the latter free and within its clip.
typedef struct variant_values {
  vf before, input, forget, candidate, output, free, next;
} variant_values;

// From the pre-activations of the four slots.
INLINE variant_values values_from(const variant_block *b, int v, const vf sums[4]) {
  const clstm_variant *variant = b->variant;
  const vf one = splat(1.0f);
  ptrdiff_t unit = b->unit + v;
  vf before = load(b->previous_cell + v), input = one, forget = one, output = one;
  if (b->has_input_gate) input = sigmoid(with_peephole(sums[CLSTM_GATE_INPUT], variant->input_peephole, unit, before));
  if (variant->couples_forget_gate)
    forget = one - input;
  else if (b->has_forget_gate)
    forget = sigmoid(with_peephole(sums[CLSTM_GATE_FORGET], variant->forget_peephole, unit, before));
  vf candidate = sums[CLSTM_GATE_CANDIDATE];
  if (!variant->has_linear_candidate) candidate = tanh_(candidate);
  vf free = cell_of(b, v, input, forget, candidate, before), next = clipped(variant, free);
  if (b->has_output_gate) output = sigmoid(with_peephole(sums[CLSTM_GATE_OUTPUT], variant->output_peephole, unit, next));
  return (variant_values){before, input, forget, candidate, output, free, next};
}

INLINE void keep(const variant_values *x, float *kept) {
  store(kept + 16 * CLSTM_GATE_INPUT, x->input);
  store(kept + 16 * CLSTM_GATE_FORGET, x->forget);
  store(kept + 16 * CLSTM_GATE_CANDIDATE, x->candidate);
  store(kept + 16 * CLSTM_GATE_OUTPUT, x->output);
}

// The same from kept gates, for the way back.
INLINE variant_values kept_values(const variant_block *b, int v, const float *g) {
  vf before = load(b->previous_cell + v);
  vf input = load(g + 16 * CLSTM_GATE_INPUT + v), forget = load(g + 16 * CLSTM_GATE_FORGET + v);
  vf candidate = load(g + 16 * CLSTM_GATE_CANDIDATE + v), output = load(g + 16 * CLSTM_GATE_OUTPUT + v);
  vf free = cell_of(b, v, input, forget, candidate, before);
  return (variant_values){before, input, forget, candidate, output, free, clipped(b->variant, free)};
}

INLINE vf squashed(const clstm_variant *variant, vf cell) { return variant->has_linear_output ? cell : tanh_(cell); }

INLINE vf slope_of(const clstm_variant *variant, vf shown) {
  return variant->has_linear_output ? splat(1.0f) : fma_(-shown, shown, splat(1.0f));
}

// Cell state and hidden state of a step, after zoneout.
INLINE void show(const variant_block *b, int v, vf before, vf next, vf shown, float *cell, float *hidden) {
  const clstm_variant *variant = b->variant;
  if (b->cell_mask || variant->cell_rate > 0) next = zoned_out(next, before, zone(b->cell_mask, v, variant->cell_rate));
  if (b->hidden_mask || variant->hidden_rate > 0)
    shown = zoned_out(shown, load(b->previous_hidden + v), zone(b->hidden_mask, v, variant->hidden_rate));
  store(cell + v, next);
  store(hidden + v, shown);
}

static void variant_block_forward(const variant_block *b, const float *g, float *kept, float *cell, float *hidden) {
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    const vf sums[4] = {load(g + v), load(g + 16 + v), load(g + 32 + v), load(g + 48 + v)};
    variant_values x = values_from(b, v, sums);
    keep(&x, kept + v);
    show(b, v, x.before, x.next, x.output * squashed(b->variant, x.next), cell, hidden);
  }
}

// With what comes back of a gate that is fed to the next step.
INLINE vf with_fed(const variant_block *b, int slot, int v, vf gradient) {
  if (!b->fed[slot]) return gradient;
  vf all = gradient + load(b->fed[slot] + v);
  store(b->fed[slot] + v, splat(0.0f));
  return all;
}

// From the gradient of what a block shows, `dh`, and of its cell state after the clip, `dc`, as far as it comes by way of
// the hidden state or later steps, to those of its pre-activations and of the cell state before. `later` is the gradient
// of the cell state after zoneout.
INLINE void values_backward(
    const variant_block *b, int v, const variant_values *x, vf dh, vf shown, vf dc, vf later, float *d, float *cell_carry) {
  const clstm_variant *variant = b->variant;
  const vf one = splat(1.0f), nothing = splat(0.0f);
  ptrdiff_t unit = b->unit + v;
  vf input = x->input, forget = x->forget, candidate = x->candidate;
  vf d_output = b->has_output_gate ? with_fed(b, CLSTM_GATE_OUTPUT, v, dh * shown) * x->output * (one - x->output) : nothing;
  dc = with_peephole(dc, variant->output_peephole, unit, d_output);
  dc = choose(x->free == x->next, dc, nothing);
  vf offered = b->candidate_mask ? candidate * load(b->candidate_mask + v) : candidate;
  vf d_forget = dc * x->before, d_input = dc * offered, d_candidate = dc * input;
  if (variant->couples_forget_gate) d_input = d_input - d_forget;
  d_input = b->has_input_gate ? with_fed(b, CLSTM_GATE_INPUT, v, d_input) * input * (one - input) : nothing;
  d_forget = b->has_forget_gate ? with_fed(b, CLSTM_GATE_FORGET, v, d_forget) * forget * (one - forget) : nothing;
  if (b->candidate_mask) d_candidate = d_candidate * load(b->candidate_mask + v);
  if (!variant->has_linear_candidate) d_candidate = d_candidate * fma_(-candidate, candidate, one);
  vf d_before = fma_(dc, forget, later * zone(b->cell_mask, v, variant->cell_rate));
  d_before = with_peephole(d_before, variant->input_peephole, unit, d_input);
  d_before = with_peephole(d_before, variant->forget_peephole, unit, d_forget);
  store(d + 16 * CLSTM_GATE_INPUT + v, d_input);
  store(d + 16 * CLSTM_GATE_FORGET + v, d_forget);
  store(d + 16 * CLSTM_GATE_CANDIDATE + v, d_candidate);
  store(d + 16 * CLSTM_GATE_OUTPUT + v, d_output);
  store(cell_carry + v, d_before);
}

// As lstm_block_backward.
static void variant_block_backward(
    const variant_block *b, const float *g, const float *upstream, float *d, float *carry, float *cell_carry) {
  const clstm_variant *variant = b->variant;
  const vf one = splat(1.0f);
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    variant_values x = kept_values(b, v, g);
    vf shown = squashed(variant, x.next), hidden_zone = zone(b->hidden_mask, v, variant->hidden_rate);
    vf all = load(upstream + v) + load(carry + v), dh = all * (one - hidden_zone), later = load(cell_carry + v);
    vf stays = one - zone(b->cell_mask, v, variant->cell_rate);
    vf dc = fma_(dh * x.output, slope_of(variant, shown), later * stays);
    values_backward(b, v, &x, dh, shown, dc, later, d, cell_carry);
    store(carry + v, all * hidden_zone);
  }
}

// Adds one row's part to the gradients of the peepholes of a block, [3][padded].
INLINE void variant_block_peepholes(const variant_block *b, const float *g, const float *d, float *sums, ptrdiff_t padded) {
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    variant_values x = kept_values(b, v, g);
    float *to = sums + b->unit + v;
    store(to, fma_(load(d + 16 * CLSTM_GATE_INPUT + v), x.before, load(to)));
    store(to + padded, fma_(load(d + 16 * CLSTM_GATE_FORGET + v), x.before, load(to + padded)));
    store(to + 2 * padded, fma_(load(d + 16 * CLSTM_GATE_OUTPUT + v), x.next, load(to + 2 * padded)));
  }
}
