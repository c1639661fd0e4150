// The variants of the LSTM over one block of 16 units: the equations of cells.h with each part that a variant changes.
// Needs cells.h.

// Where one block of one row finds what a variant needs; masks are NULL where it has none.
typedef struct variant_block {
  const clstm_variant *variant;
  int has_input_gate, has_forget_gate, has_output_gate;
  ptrdiff_t unit;
  const float *previous_cell, *previous_hidden;
  const float *candidate_mask, *cell_mask, *hidden_mask;
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

static void variant_block_forward(const variant_block *b, const float *g, float *kept, float *cell, float *hidden) {
  const clstm_variant *variant = b->variant;
  const vf one = splat(1.0f);
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    ptrdiff_t unit = b->unit + v;
    vf before = load(b->previous_cell + v), input = one, forget = one, output = one;
    if (b->has_input_gate)
      input = sigmoid(with_peephole(load(g + 16 * CLSTM_GATE_INPUT + v), variant->input_peephole, unit, before));
    if (variant->couples_forget_gate)
      forget = one - input;
    else if (b->has_forget_gate)
      forget = sigmoid(with_peephole(load(g + 16 * CLSTM_GATE_FORGET + v), variant->forget_peephole, unit, before));
    vf candidate = load(g + 16 * CLSTM_GATE_CANDIDATE + v);
    if (!variant->has_linear_candidate) candidate = tanh_(candidate);
    vf next = clipped(variant, cell_of(b, v, input, forget, candidate, before));
    if (b->has_output_gate)
      output = sigmoid(with_peephole(load(g + 16 * CLSTM_GATE_OUTPUT + v), variant->output_peephole, unit, next));
    vf shown = output * (variant->has_linear_output ? next : tanh_(next));
    if (b->cell_mask || variant->cell_rate > 0) next = zoned_out(next, before, zone(b->cell_mask, v, variant->cell_rate));
    if (b->hidden_mask || variant->hidden_rate > 0)
      shown = zoned_out(shown, load(b->previous_hidden + v), zone(b->hidden_mask, v, variant->hidden_rate));
    store(kept + 16 * CLSTM_GATE_INPUT + v, input);
    store(kept + 16 * CLSTM_GATE_FORGET + v, forget);
    store(kept + 16 * CLSTM_GATE_CANDIDATE + v, candidate);
    store(kept + 16 * CLSTM_GATE_OUTPUT + v, output);
    store(cell + v, next);
    store(hidden + v, shown);
  }
}

// As lstm_block_backward.
static void variant_block_backward(
    const variant_block *b, const float *g, const float *upstream, float *d, float *carry, float *cell_carry) {
  const clstm_variant *variant = b->variant;
  const vf one = splat(1.0f), nothing = splat(0.0f);
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    ptrdiff_t unit = b->unit + v;
    vf input = load(g + 16 * CLSTM_GATE_INPUT + v), forget = load(g + 16 * CLSTM_GATE_FORGET + v);
    vf candidate = load(g + 16 * CLSTM_GATE_CANDIDATE + v), output = load(g + 16 * CLSTM_GATE_OUTPUT + v);
    vf before = load(b->previous_cell + v);
    vf free = cell_of(b, v, input, forget, candidate, before), next = clipped(variant, free);
    vf shown = variant->has_linear_output ? next : tanh_(next);
    vf hidden_zone = zone(b->hidden_mask, v, variant->hidden_rate), cell_zone = zone(b->cell_mask, v, variant->cell_rate);
    vf all = load(upstream + v) + load(carry + v), dh = all * (one - hidden_zone), later = load(cell_carry + v);
    vf d_output = b->has_output_gate ? dh * shown * output * (one - output) : nothing;
    vf slope = variant->has_linear_output ? one : fma_(-shown, shown, one);
    vf dc = with_peephole(fma_(dh * output, slope, later * (one - cell_zone)), variant->output_peephole, unit, d_output);
    dc = choose(free == next, dc, nothing);
    vf offered = b->candidate_mask ? candidate * load(b->candidate_mask + v) : candidate;
    vf d_forget = dc * before, d_input = dc * offered, d_candidate = dc * input;
    if (variant->couples_forget_gate) d_input = d_input - d_forget;
    d_input = b->has_input_gate ? d_input * input * (one - input) : nothing;
    d_forget = b->has_forget_gate ? d_forget * forget * (one - forget) : nothing;
    if (b->candidate_mask) d_candidate = d_candidate * load(b->candidate_mask + v);
    if (!variant->has_linear_candidate) d_candidate = d_candidate * fma_(-candidate, candidate, one);
    vf d_before = fma_(dc, forget, later * cell_zone);
    d_before = with_peephole(d_before, variant->input_peephole, unit, d_input);
    d_before = with_peephole(d_before, variant->forget_peephole, unit, d_forget);
    store(d + 16 * CLSTM_GATE_INPUT + v, d_input);
    store(d + 16 * CLSTM_GATE_FORGET + v, d_forget);
    store(d + 16 * CLSTM_GATE_CANDIDATE + v, d_candidate);
    store(d + 16 * CLSTM_GATE_OUTPUT + v, d_output);
    store(cell_carry + v, d_before);
    store(carry + v, all * hidden_zone);
  }
}

// Adds one row's part to the gradients of the peepholes of a block, [3][padded].
INLINE void variant_block_peepholes(const variant_block *b, const float *g, const float *d, float *sums, ptrdiff_t padded) {
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    vf before = load(b->previous_cell + v);
    vf input = load(g + 16 * CLSTM_GATE_INPUT + v), forget = load(g + 16 * CLSTM_GATE_FORGET + v);
    vf next = clipped(b->variant, cell_of(b, v, input, forget, load(g + 16 * CLSTM_GATE_CANDIDATE + v), before));
    float *to = sums + b->unit + v;
    store(to, fma_(load(d + 16 * CLSTM_GATE_INPUT + v), before, load(to)));
    store(to + padded, fma_(load(d + 16 * CLSTM_GATE_FORGET + v), before, load(to + padded)));
    store(to + 2 * padded, fma_(load(d + 16 * CLSTM_GATE_OUTPUT + v), next, load(to + 2 * padded)));
  }
}
