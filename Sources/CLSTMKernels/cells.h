// The equations of the cells over blocks of 16 units (DESIGN section 2): slots hold pre-activations on entry of the
// forward functions; gate values go to `kept`, which may be the same place. Needs vector.h and functions.h.

// MARK: Forward

// Up to the cell state; the hidden state follows in a pass of its own, so that neither waits for the other's results.
INLINE void lstm_block_gates(const float *g, float *kept, const float *previous_cell, float *cell) {
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    vf input = sigmoid(load(g + 16 * CLSTM_GATE_INPUT + v));
    vf forget = sigmoid(load(g + 16 * CLSTM_GATE_FORGET + v));
    vf candidate = tanh_(load(g + 16 * CLSTM_GATE_CANDIDATE + v));
    store(kept + 16 * CLSTM_GATE_INPUT + v, input);
    store(kept + 16 * CLSTM_GATE_FORGET + v, forget);
    store(kept + 16 * CLSTM_GATE_CANDIDATE + v, candidate);
    store(cell + v, fma_(input, candidate, forget * load(previous_cell + v)));
    store(kept + 16 * CLSTM_GATE_OUTPUT + v, sigmoid(load(g + 16 * CLSTM_GATE_OUTPUT + v)));
  }
}

INLINE void lstm_block_hidden(const float *kept, const float *cell, float *hidden) {
  for (int v = 0; v < 16; v += CLSTM_LANES)
    store(hidden + v, load(kept + 16 * CLSTM_GATE_OUTPUT + v) * tanh_(load(cell + v)));
}

// r, z = sigmoid; n = tanh(n_x + r q), q the recurrent part with its own bias; h = (1 - z) n + z h'.
INLINE void gru_block_forward(const float *g, float *kept, const float *previous_hidden, float *hidden) {
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    vf reset = sigmoid(load(g + v)), update = sigmoid(load(g + 16 + v));
    vf from_state = load(g + 48 + v);
    vf candidate = tanh_(fma_(reset, from_state, load(g + 32 + v)));
    store(kept + v, reset);
    store(kept + 16 + v, update);
    store(kept + 32 + v, candidate);
    store(kept + 48 + v, from_state);
    store(hidden + v, fma_(update, load(previous_hidden + v) - candidate, candidate));
  }
}

INLINE void rnn_block_forward(const float *g, float *kept, float *hidden) {
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    vf h = tanh_(load(g + v));
    store(kept + v, h);
    store(hidden + v, h);
  }
}

// MARK: Backward

// `carry` holds dL/dh on entry (recurrent part), and on return what of it does not pass through the product.
INLINE void lstm_block_backward(
    const float *g, const float *cell, const float *previous_cell, const float *upstream, float *d, float *carry,
    float *cell_carry) {
  const vf one = splat(1.0f);
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    vf input = load(g + 16 * CLSTM_GATE_INPUT + v), forget = load(g + 16 * CLSTM_GATE_FORGET + v);
    vf candidate = load(g + 16 * CLSTM_GATE_CANDIDATE + v), output = load(g + 16 * CLSTM_GATE_OUTPUT + v);
    vf squashed = tanh_(load(cell + v));
    vf dh = load(upstream + v) + load(carry + v);
    vf dc = fma_(dh * output, fma_(-squashed, squashed, one), load(cell_carry + v));
    store(d + 16 * CLSTM_GATE_INPUT + v, dc * candidate * input * (one - input));
    store(d + 16 * CLSTM_GATE_FORGET + v, dc * load(previous_cell + v) * forget * (one - forget));
    store(d + 16 * CLSTM_GATE_CANDIDATE + v, dc * input * fma_(-candidate, candidate, one));
    store(d + 16 * CLSTM_GATE_OUTPUT + v, dh * squashed * output * (one - output));
    store(cell_carry + v, dc * forget);
    store(carry + v, splat(0.0f));
  }
}

INLINE void gru_block_backward(
    const float *g, const float *previous_hidden, const float *upstream, float *d, float *carry) {
  const vf one = splat(1.0f);
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    vf reset = load(g + v), update = load(g + 16 + v), candidate = load(g + 32 + v);
    vf dh = load(upstream + v) + load(carry + v);
    vf dn = dh * (one - update) * fma_(-candidate, candidate, one);
    store(d + v, dn * load(g + 48 + v) * reset * (one - reset));
    store(d + 16 + v, dh * (load(previous_hidden + v) - candidate) * update * (one - update));
    store(d + 32 + v, dn);
    store(d + 48 + v, dn * reset);
    store(carry + v, dh * update);
  }
}

INLINE void rnn_block_backward(const float *g, const float *upstream, float *d, float *carry) {
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    vf h = load(g + v);
    store(d + v, (load(upstream + v) + load(carry + v)) * fma_(-h, h, splat(1.0f)));
    store(carry + v, splat(0.0f));
  }
}
