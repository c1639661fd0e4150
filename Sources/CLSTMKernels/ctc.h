// Connectionist temporal classification (Graves and others 2006, "Connectionist temporal classification: labelling
// unsegmented sequence data with recurrent neural networks", section 4): the probability of a target, summed over all
// alignments, and its gradient. Needs vector.h, functions.h and rows.h.
//
// A target of L labels has 2 L + 1 states: a blank, its first label, a blank, ... Forward and backward variables are
// numbers with an exponent of their own, significand * 2^exponent: they have the range of logarithms without the
// rounding of logarithms, and adding two takes no function. Loops run over states, each of which is one fixed sequence of
// operations, so that the compiler may use vectors of any width.

enum { CTC_PAD = 2 };  // states of probability zero on both sides of a row
// The exponent of zero, and what an exponent is lowered by to make it that of a value which counts for nothing.
static const int64_t ctc_zero = -((int64_t)1 << 50), ctc_never = -((int64_t)1 << 51);
// Beyond this distance from the largest logit a probability is zero; up to it, the exponent is exact.
static const float ctc_farthest = -2e6f;

typedef struct ctc_row {
  double *significand;
  int64_t *exponent;
} ctc_row;

typedef struct ctc_work {
  ptrdiff_t states, width;    // 2 L + 1, and with the pads
  ctc_row forward, backward;  // forward: [T] rows, or two
  ctc_row emission, label;    // of the states, and of the blank and the labels, in one step
  int64_t *skip;              // [width]: 0 where a state can be reached from the last but one, else ctc_never
  float *most, *sum;          // [T]: the largest logit of each step, and the sum of the exponentials below it
  float *gathered, *rest;     // [labels + 1, rounded up to 16]
  int32_t *power;
} ctc_work;

INLINE ptrdiff_t ctc_up(ptrdiff_t x) { return (x + 15) / 16 * 16; }

// Divides scratch memory, if there is any; returns how many floats that takes.
static ptrdiff_t ctc_divide(ctc_work *work, float *scratch, ptrdiff_t steps, ptrdiff_t labels, int keeps_all) {
  ptrdiff_t states = 2 * labels + 1, width = ctc_up(states + 2 * CTC_PAD), room = ctc_up(labels + 1);
  ptrdiff_t rows = keeps_all ? steps : 2, done = 0;
#define TAKE(TYPE, COUNT) \
  scratch ? (TYPE *)(scratch + done) : NULL; \
  done += ctc_up((COUNT) * (ptrdiff_t)(sizeof(TYPE) / sizeof(float)))
  *work = (ctc_work){.states = states, .width = width};
  work->forward.significand = TAKE(double, rows * width);
  work->forward.exponent = TAKE(int64_t, rows * width);
  work->backward.significand = TAKE(double, 2 * width);
  work->backward.exponent = TAKE(int64_t, 2 * width);
  work->emission.significand = TAKE(double, width);
  work->emission.exponent = TAKE(int64_t, width);
  work->label.significand = TAKE(double, room);
  work->label.exponent = TAKE(int64_t, room);
  work->skip = TAKE(int64_t, width);
  work->most = TAKE(float, steps);
  work->sum = TAKE(float, steps);
  work->gathered = TAKE(float, room);
  work->rest = TAKE(float, room);
  work->power = TAKE(int32_t, room);
#undef TAKE
  return done;
}

INLINE ctc_row ctc_row_at(ctc_row rows, ptrdiff_t index) {
  return (ctc_row){rows.significand + index, rows.exponent + index};
}

static void ctc_clear(ctc_row row, ptrdiff_t count) {
  for (ptrdiff_t s = 0; s < count; s++) row.significand[s] = 0, row.exponent[s] = ctc_zero;
}

// 2^exponent for an exponent of zero or less; zero where a double has no such number.
INLINE double ctc_power(int64_t exponent) {
  int64_t biased = (exponent < -1023 ? -1023 : exponent) + 1023;
  uint64_t raw = (uint64_t)biased << 52;
  double value;
  memcpy(&value, &raw, sizeof value);
  return value;
}

// Brings a significand, which is zero or a normal number, into [1, 2).
INLINE void ctc_store(ctc_row row, ptrdiff_t at, double significand, int64_t exponent) {
  uint64_t raw;
  memcpy(&raw, &significand, sizeof raw);
  int64_t own = (int64_t)(raw >> 52 & 0x7ff);
  uint64_t scaled = (raw & 0xfffffffffffffull) | (uint64_t)1023 << 52;
  double value;
  memcpy(&value, &scaled, sizeof value);
  row.significand[at] = own == 0 ? 0 : value;
  row.exponent[at] = own == 0 ? ctc_zero : exponent + own - 1023;
}

// to[s] = (from[s] + from[s + by] + from[s + 2 by], the last where `skip` lets it) times[s]; without `times`, times one.
INLINE void ctc_advance(
    ctc_row to, ctc_row from, ptrdiff_t by, const int64_t *skip, const ctc_row *times, ptrdiff_t states) {
  for (ptrdiff_t s = 0; s < states; s++) {
    int64_t a = from.exponent[s], b = from.exponent[s + by], c = from.exponent[s + 2 * by] + skip[s];
    int64_t most = a > b ? a : b;
    most = most > c ? most : c;
    double sum = from.significand[s] * ctc_power(a - most) + from.significand[s + by] * ctc_power(b - most) +
                 from.significand[s + 2 * by] * ctc_power(c - most);
    if (times)
      ctc_store(to, s, sum * times->significand[s], most + times->exponent[s]);
    else
      ctc_store(to, s, sum, most);
  }
}

// The probabilities of the states in one step.
static void ctc_emit(const ctc_work *work, const float *logits, const int32_t *labels, int32_t blank, ptrdiff_t step) {
  ptrdiff_t count = (work->states + 1) / 2, room = ctc_up(count);
  float *x = work->gathered;
  x[0] = logits[blank];
  for (ptrdiff_t i = 1; i < count; i++) x[i] = logits[labels[i - 1]];
  for (ptrdiff_t i = count; i < room; i++) x[i] = x[0];
  for (ptrdiff_t i = 0; i < room; i += CLSTM_LANES) {
    vf q, below = load(x + i) - splat(work->most[step]);
    store(x + i, below);
    vi n = split_exp(clamp(below, ctc_farthest, 0), &q);
    store(work->rest + i, q);
    memcpy(work->power + i, &n, sizeof n);
  }
  double inverse = 1.0 / (double)work->sum[step];
  for (ptrdiff_t i = 0; i < count; i++) {
    work->label.significand[i] = x[i] < ctc_farthest ? 0 : (1.0 + (double)work->rest[i]) * inverse;
    work->label.exponent[i] = work->power[i];
  }
  for (ptrdiff_t s = 0; s < work->states; s++) {
    ptrdiff_t i = s % 2 ? (s + 1) / 2 : 0;
    work->emission.significand[s] = work->label.significand[i];
    work->emission.exponent[s] = work->label.exponent[i];
  }
}

// The forward variables of all steps; returns the sum of the last two states, the target's probability, as a row of one.
static void ctc_forward(
    const clstm_ctc *ctc, const ctc_work *work, ptrdiff_t sequence, const int32_t *labels, double *significand,
    int64_t *exponent) {
  ptrdiff_t steps = ctc->lengths[sequence], states = work->states;
  // Before the first step all is in the first blank, from which its own and the first label's state are reached.
  ctc_row from = ctc_row_at(work->backward, 0);
  ctc_clear(from, work->width);
  from.significand[CTC_PAD] = 1;
  from.exponent[CTC_PAD] = 0;
  float sums_are_numbers = 0;
  for (ptrdiff_t t = 0; t < steps; t++) {
    ptrdiff_t at = (t * ctc->batch + sequence) * ctc->classes;
    work->most[t] = row_max(ctc->logits + at, ctc->classes);
    work->sum[t] = row_exp_sum(ctc->logits + at, work->most[t], ctc->gradient ? ctc->gradient + at : NULL, ctc->classes);
    sums_are_numbers += work->sum[t] * 0.0f;
    ctc_emit(work, ctc->logits + at, labels, ctc->blank, t);
    ctc_row to = ctc_row_at(work->forward, (ctc->gradient ? t : t % 2) * work->width);
    ctc_clear(to, work->width);
    ctc_advance(
        ctc_row_at(to, CTC_PAD), ctc_row_at(from, CTC_PAD), -1, work->skip + CTC_PAD, &work->emission, states);
    from = to;
  }
  ctc_row last = ctc_row_at(from, CTC_PAD + states - 1), result = {significand, exponent};
  // The state before the last one, or the pad before the only one.
  int64_t a = last.exponent[0], b = last.exponent[-1], most = a > b ? a : b;
  double sum = last.significand[0] * ctc_power(a - most) + last.significand[-1] * ctc_power(b - most);
  ctc_store(result, 0, sum, most);
  // A logit that is not a number, or infinite, makes the probability none either.
  if (sums_are_numbers != 0) *significand = __builtin_nan("");
}

// What each state's share of the target's probability takes from the step's gradient.
static void ctc_subtract(
    const ctc_work *work, float *row, const int32_t *labels, int32_t blank, ctc_row forward, ctc_row backward,
    double inverse, int64_t exponent, double factor) {
  double blanks = 0;
  for (ptrdiff_t s = 0; s < work->states; s++) {
    int64_t power = forward.exponent[s] + backward.exponent[s] - exponent;
    // A share is one at most; rounding leaves its power of two no room to pass three.
    double share = forward.significand[s] * backward.significand[s] * inverse * 8 * ctc_power(power < 3 ? power - 3 : 0);
    if (s % 2)
      row[labels[s / 2]] -= (float)(share * factor);
    else
      blanks += share;
  }
  row[blank] -= (float)(blanks * factor);
}

// The gradient of -log p(target), times the sequence's factor; `gradient` holds exponentials of the logits on entry.
static void ctc_backward(
    const clstm_ctc *ctc, const ctc_work *work, ptrdiff_t sequence, const int32_t *labels, double significand,
    int64_t exponent) {
  ptrdiff_t steps = ctc->lengths[sequence], states = work->states;
  double factor = ctc->factors[sequence], inverse = 1 / significand;
  ctc_row beta = ctc_row_at(work->backward, CTC_PAD), passed = ctc_row_at(work->backward, work->width + CTC_PAD);
  ctc_clear(work->backward, 2 * work->width);
  for (ptrdiff_t s = states - 1; s >= 0 && s >= states - 2; s--) beta.significand[s] = 1, beta.exponent[s] = 0;
  for (ptrdiff_t t = steps - 1; t >= 0; t--) {
    ptrdiff_t at = (t * ctc->batch + sequence) * ctc->classes;
    float *row = ctc->gradient + at, scale = (float)(factor / (double)work->sum[t]);
    for (ptrdiff_t k = 0; k < ctc->classes; k++) row[k] *= scale;
    ctc_row alpha = ctc_row_at(work->forward, t * work->width + CTC_PAD);
    ctc_subtract(work, row, labels, ctc->blank, alpha, beta, inverse, exponent, factor);
    ctc_emit(work, ctc->logits + at, labels, ctc->blank, t);
    for (ptrdiff_t s = 0; s < states; s++)
      ctc_store(
          passed, s, beta.significand[s] * work->emission.significand[s], beta.exponent[s] + work->emission.exponent[s]);
    // Seen from where a path comes from, the state two further on says whether it may be jumped to.
    ctc_advance(beta, passed, 1, work->skip + CTC_PAD + 2, NULL, states);
  }
}

static ptrdiff_t ctc_scratch(const clstm_ctc *ctc, ptrdiff_t first, ptrdiff_t last) {
  ptrdiff_t most = 0;
  for (ptrdiff_t n = first; n < last; n++) {
    ctc_work work;
    ptrdiff_t size =
        ctc_divide(&work, NULL, ctc->lengths[n], ctc->offsets[n + 1] - ctc->offsets[n], ctc->gradient != NULL);
    most = size > most ? size : most;
  }
  return most;
}

static void ctc_sequences(const clstm_ctc *ctc, float *scratch, ptrdiff_t first, ptrdiff_t last) {
  for (ptrdiff_t n = first; n < last; n++) {
    const int32_t *labels = ctc->labels + ctc->offsets[n];
    ctc_work work;
    ctc_divide(&work, scratch, ctc->lengths[n], ctc->offsets[n + 1] - ctc->offsets[n], ctc->gradient != NULL);
    for (ptrdiff_t s = 0; s < work.width; s++) {
      ptrdiff_t state = s - CTC_PAD, label = state / 2;
      int skips = state > 2 && state < work.states && state % 2 && labels[label] != labels[label - 1];
      work.skip[s] = skips ? 0 : ctc_never;
    }
    ctc_forward(ctc, &work, n, labels, ctc->significands + n, ctc->exponents + n);
    if (!ctc->gradient) continue;
    double found = ctc->significands[n];
    if (found > 0) ctc_backward(ctc, &work, n, labels, found, ctc->exponents[n]);
    for (ptrdiff_t t = found > 0 ? ctc->lengths[n] : 0; t < ctc->steps; t++) {
      float *row = ctc->gradient + (t * ctc->batch + n) * ctc->classes;
      // Of no probability there is no gradient; of one that is no number, none that is.
      float value = found == 0 || t >= ctc->lengths[n] ? 0.0f : __builtin_nanf("");
      for (ptrdiff_t k = 0; k < ctc->classes; k++) row[k] = value;
    }
  }
}
