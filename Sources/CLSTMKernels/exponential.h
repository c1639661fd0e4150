// Exponential gating (Beck and others 2024): its numbers, and the equations of the sLSTM over one block of 16 units. Needs
// vector.h and functions.h.
//
// The input gate is e^i and the forget gate sigmoid(f), both held as logarithms; the stabiliser m, the larger of the two on
// their way, is taken off before the exponential, which changes no output.

typedef struct forget_logarithm {
  vf value;  // log(sigmoid(f))
  vf slope;  // its derivative, sigmoid(-f)
} forget_logarithm;

INLINE vf magnitude_of(vf x) { return from_bits(bits(x) & 0x7fffffff); }

INLINE forget_logarithm log_sigmoid(vf f) {
  const vf one = splat(1.0f), zero = splat(0.0f);
  vf e = exp_full(-magnitude_of(f)), sum = one + e;
  // What the addition rounded away of a small e is put back behind the logarithm.
  vf rest = log_(sum) + (e - (sum - one));
  return (forget_logarithm){choose(f < zero, f, zero) - rest, choose(f < zero, one, e) / sum};
}

typedef struct exponential_gates {
  vf input, forget;  // e^(i - m), e^(log f + m' - m): one of them is 1
  vf stabilizer;     // m
  vi keeps;          // where log f + m' >= i decides m
} exponential_gates;

// `carried` is log f + m', minus infinity where nothing is carried.
INLINE exponential_gates gates_from(vf input, vf carried) {
  vf distance = carried - input, e = exp_full(-magnitude_of(distance));
  vi keeps = distance >= splat(0.0f);
  return (exponential_gates){
      choose(keeps, e, splat(1.0f)), choose(keeps, splat(1.0f), e), choose(keeps, carried, input), keeps};
}

// Units whose normaliser is zero begin: whatever m' is then does not count.
INLINE vf carried_from(vf forget, vf normalizer, vf stabilizer) {
  return choose(normalizer == splat(0.0f), splat(-__builtin_inff()), forget + stabilizer);
}

// `previous` and `state` hold C, n and m, `stride` apart; they may be one place.
INLINE void slstm_block_forward(
    const float *g, float *kept, const float *previous, float *state, ptrdiff_t stride, float *hidden) {
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    vf input = load(g + 16 * CLSTM_GATE_INPUT + v), forget = load(g + 16 * CLSTM_GATE_FORGET + v);
    vf candidate = tanh_(load(g + 16 * CLSTM_GATE_CANDIDATE + v)), output = sigmoid(load(g + 16 * CLSTM_GATE_OUTPUT + v));
    vf n = load(previous + stride + v);
    exponential_gates e = gates_from(input, carried_from(log_sigmoid(forget).value, n, load(previous + 2 * stride + v)));
    vf c = fma_(e.input, candidate, e.forget * load(previous + v));
    n = fma_(e.forget, n, e.input);
    store(kept + 16 * CLSTM_GATE_INPUT + v, input);
    store(kept + 16 * CLSTM_GATE_FORGET + v, forget);
    store(kept + 16 * CLSTM_GATE_CANDIDATE + v, candidate);
    store(kept + 16 * CLSTM_GATE_OUTPUT + v, output);
    store(state + v, c);
    store(state + stride + v, n);
    store(state + 2 * stride + v, e.stabilizer);
    store(hidden + v, output * (c / n));
  }
}

// As lstm_block_backward; `state_carry` holds the gradients of C, n and m.
INLINE void slstm_block_backward(
    const float *g, const float *state, const float *previous, ptrdiff_t stride, const float *upstream, float *d,
    float *carry, float *state_carry) {
  const vf one = splat(1.0f), zero = splat(0.0f);
  for (int v = 0; v < 16; v += CLSTM_LANES) {
    vf candidate = load(g + 16 * CLSTM_GATE_CANDIDATE + v), output = load(g + 16 * CLSTM_GATE_OUTPUT + v);
    vf c = load(previous + v), n = load(previous + stride + v), sum = load(state + stride + v);
    forget_logarithm forget = log_sigmoid(load(g + 16 * CLSTM_GATE_FORGET + v));
    exponential_gates e = gates_from(
        load(g + 16 * CLSTM_GATE_INPUT + v), carried_from(forget.value, n, load(previous + 2 * stride + v)));
    vf mean = load(state + v) / sum, dh = load(upstream + v) + load(carry + v), part = dh * output / sum;
    vf dc = load(state_carry + v) + part, dn = fma_(-part, mean, load(state_carry + stride + v));
    vf d_forget = e.forget * fma_(dc, c, dn * n), d_input = e.input * fma_(dc, candidate, dn);
    // What remains goes to whichever of the two decided m.
    vf rest = load(state_carry + 2 * stride + v) - d_forget - d_input;
    d_forget += choose(e.keeps, rest, zero);
    d_input += choose(e.keeps, zero, rest);
    store(d + 16 * CLSTM_GATE_INPUT + v, d_input);
    store(d + 16 * CLSTM_GATE_FORGET + v, d_forget * forget.slope);
    store(d + 16 * CLSTM_GATE_CANDIDATE + v, dc * e.input * fma_(-candidate, candidate, one));
    store(d + 16 * CLSTM_GATE_OUTPUT + v, dh * mean * output * (one - output));
    store(state_carry + v, dc * e.forget);
    store(state_carry + stride + v, dn * e.forget);
    store(state_carry + 2 * stride + v, d_forget);
    store(carry + v, zero);
  }
}
