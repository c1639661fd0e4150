// exp, tanh, sigmoid and log from our own polynomials, so that every system and every vector width gives the same bits.
// Coefficients: Reference/fit_polynomials.py. Needs vector.h.

// p(r) in e^r = 1 + r + r^2 p(r) for |r| <= ln(2)/2.
INLINE vf exp_polynomial(vf r) {
  vf q = splat(0x1.6a2430p-10f);
  q = fma_(q, r, splat(0x1.1239e4p-7f));
  q = fma_(q, r, splat(0x1.5558f2p-5f));
  q = fma_(q, r, splat(0x1.555492p-3f));
  return fma_(q, r, splat(0x1.fffffcp-2f));
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

INLINE vf clamp(vf x, float low, float high) {
  x = choose(x > splat(high), splat(high), x);
  return choose(x < splat(low), splat(low), x);
}

// e^x = 2^n (1 + q), the one exponential that all functions share: n is returned.
INLINE vi split_exp(vf x, vf *q) {
  vf r;
  vi n = reduce_exp(x, &r);
  *q = fma_(exp_polynomial(r), r * r, r);
  return n;
}

// e^x over the whole range, gradual underflow and infinity included. A NaN stays one.
INLINE vf exp_full(vf x) {
  vf q;
  vi n = split_exp(clamp(x, -110.0f, 100.0f), &q);
  vi half = n >> 1;
  return (q + splat(1.0f)) * power_of_two(half) * power_of_two(n - half);
}

INLINE vf sigmoid(vf x) {
  vf q;
  vi n = split_exp(-clamp(x, -87.0f, 87.0f), &q);
  // 2^n goes into the exponent at once: n has no other way to change 1 + q, which lies between 0.7 and 1.5.
  vf e = from_bits(bits(q + splat(1.0f)) + to_exponent(n));
  return splat(1.0f) / (e + splat(1.0f));
}

// With m = e^2x - 1, tanh x = m / (m + 2) for x >= 0: close to zero m is nearly q, which keeps its relative accuracy,
// and no value passes 1. The sign is put back afterwards, so that the function is odd to the bit.
INLINE vf tanh_(vf x) {
  vi magnitude = bits(x) & 0x7fffffff;
  vf q, bounded = choose(from_bits(magnitude) > splat(10.0f), splat(10.0f), from_bits(magnitude));
  vf scale = power_of_two(split_exp(bounded + bounded, &q));
  vf m = fma_(scale, q, scale - splat(1.0f));
  return from_bits(bits(m / (m + splat(2.0f))) | (bits(x) ^ magnitude));
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
