// exp, tanh, sigmoid and log from our own polynomials, so that every system and every vector width gives the same bits.
// Coefficients: Reference/fit_polynomials.py. Needs vector.h.

// e^r for |r| <= ln(2)/2 from its Taylor-like form 1 + r + r^2 q(r).
INLINE vf exp_reduced(vf r) {
  vf q = splat(0x1.6a2430p-10f);
  q = fma_(q, r, splat(0x1.1239e4p-7f));
  q = fma_(q, r, splat(0x1.5558f2p-5f));
  q = fma_(q, r, splat(0x1.555492p-3f));
  q = fma_(q, r, splat(0x1.fffffcp-2f));
  return fma_(q, r * r, r) + splat(1.0f);
}

// n = round(x / ln 2) and r = x - n ln 2; adding 1.5 * 2^23 rounds to the nearest integer in every IEEE arithmetic.
INLINE vi reduce_exp(vf x, vf *r) {
  const vf magic = splat(0x1.8p23f);
  vf shifted = fma_(x, splat(0x1.715476p0f), magic);
  vf n = shifted - magic;
  vf rest = fma_(n, splat(-0x1.62e400p-1f), x);
  *r = fma_(n, splat(-0x1.7f7d1cp-20f), rest);
  return minus(bits(shifted), bits(magic));
}

INLINE vf power_of_two(vi n) { return from_bits(to_exponent(n + 127)); }

// e^x for |x| <= 87, where one scale factor is enough.
INLINE vf exp_bounded(vf x) {
  vf r;
  vi n = reduce_exp(x, &r);
  return exp_reduced(r) * power_of_two(n);
}

INLINE vf clamp(vf x, float low, float high) {
  x = choose(x > splat(high), splat(high), x);
  return choose(x < splat(low), splat(low), x);
}

// e^x over the whole range, gradual underflow and infinity included. A NaN stays one.
INLINE vf exp_full(vf x) {
  vf r;
  vi n = reduce_exp(clamp(x, -110.0f, 100.0f), &r);
  vi half = n >> 1;
  return exp_reduced(r) * power_of_two(half) * power_of_two(n - half);
}

INLINE vf sigmoid(vf x) {
  vf bounded = clamp(x, -87.0f, 87.0f);
  return splat(1.0f) / (splat(1.0f) + exp_bounded(-bounded));
}

INLINE vf tanh_(vf x) {
  vf magnitude = from_bits(bits(x) & 0x7fffffff);
  vi sign = bits(x) & (vi)(int32_t)0x80000000;
  vf z = x * x;
  vf p = splat(-0x1.7809eep-8f);
  p = fma_(p, z, splat(0x1.52b052p-6f));
  p = fma_(p, z, splat(-0x1.b85478p-5f));
  p = fma_(p, z, splat(0x1.110802p-3f));
  p = fma_(p, z, splat(-0x1.555538p-2f));
  vf small = fma_(p * z, x, x);
  vf bounded = choose(magnitude > splat(10.0f), splat(10.0f), magnitude);
  vf large = splat(1.0f) - splat(2.0f) / (exp_bounded(bounded + bounded) + splat(1.0f));
  large = from_bits(bits(large) | sign);
  return choose(magnitude < splat(0.625f), small, large);
}

// The natural logarithm. Zero gives -infinity, a negative number NaN.
INLINE vf log_(vf x) {
  // Subnormal numbers are scaled into the normal range first.
  vi tiny = x < splat(0x1p-126f);
  vf scaled = choose(tiny, x * splat(0x1p25f), x);
  // The exponent is taken relative to sqrt(1/2), which leaves a mantissa in [sqrt(1/2), sqrt(2)).
  vi exponent = minus(bits(scaled), (vi)0x3f3504f3) >> 23;
  vf f = from_bits(minus(bits(scaled), to_exponent(exponent))) - splat(1.0f);
  vf e = to_float(exponent) - choose(tiny, splat(25.0f), splat(0.0f));
  vf p = splat(0x1.1b4102p-4f);
  p = fma_(p, f, splat(-0x1.e2e948p-4f));
  p = fma_(p, f, splat(0x1.e65140p-4f));
  p = fma_(p, f, splat(-0x1.fb4346p-4f));
  p = fma_(p, f, splat(0x1.2332b6p-3f));
  p = fma_(p, f, splat(-0x1.5562e2p-3f));
  p = fma_(p, f, splat(0x1.99a546p-3f));
  p = fma_(p, f, splat(-0x1.ffffeep-3f));
  p = fma_(p, f, splat(0x1.555546p-2f));
  vf z = f * f;
  vf y = fma_(z, splat(-0.5f), p * (z * f));
  y = fma_(e, splat(-0x1.bd0106p-13f), y);
  vf result = fma_(e, splat(0x1.63p-1f), f + y);
  result = choose(x == splat(0.0f), splat(-__builtin_inff()), result);
  result = choose(x < splat(0.0f), splat(__builtin_nanf("")), result);
  // Infinity and NaN pass through.
  return choose(x < splat(__builtin_inff()), result, x + x);
}
