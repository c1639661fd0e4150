// Sound from the magnitudes of its short-time spectra: the fast Griffin-Lim algorithm (Perraudin, Balazs and Sondergaard
// 2013). Needs vector.h.
//
// Sixteen pieces of the sound, one a lane, are computed side by side: lane l has frames [l * steps, (l + 1) * steps), and
// every value is a panel of sixteen. So a transform is plain code over panels, and no lane knows of another but where a
// frame crosses the border to the next piece.

enum { SPECTRUM_LANES = 16 };

typedef struct spectrum_work {
  float *x, *y;              // [size / 2] panels being transformed
  float *real, *imaginary;   // [size / 2 + 1] panels of one spectrum
} spectrum_work;

#define EACH_PART(OFFSET) \
  for (ptrdiff_t part = 0, at = (OFFSET) * SPECTRUM_LANES; part < VECTORS; part++, at += CLSTM_LANES)

// The transform of N / 2 complex numbers that lie in bit-reversed order (Cooley and Tukey 1965, radix two).
static void spectrum_butterflies(const clstm_griffin_lim *g, float *x, float *y) {
  const ptrdiff_t half = g->size / 2;
  const float *turn = g->turns;
  for (ptrdiff_t reach = 1; reach < half; turn += 2 * reach, reach *= 2)
    for (ptrdiff_t start = 0; start < half; start += 2 * reach)
      for (ptrdiff_t k = 0; k < reach; k++) {
        const vf c = splat(turn[2 * k]), s = splat(turn[2 * k + 1]);
        EACH_PART(start + k) {
          const ptrdiff_t low = at + reach * SPECTRUM_LANES;
          const vf a = load(x + low), b = load(y + low), u = load(x + at), w = load(y + at);
          const vf turned_x = fma_(-b, s, a * c), turned_y = fma_(a, s, b * c);
          store(x + at, u + turned_x);
          store(y + at, w + turned_y);
          store(x + low, u - turned_x);
          store(y + low, w - turned_y);
        }
      }
}

// The spectra of the frames that begin at a sample.
static void spectrum_analyze(const clstm_griffin_lim *g, const spectrum_work *work, const float *samples) {
  const ptrdiff_t half = g->size / 2;
  for (ptrdiff_t k = 0; k < half; k++) {
    const ptrdiff_t even = 2 * g->order[k];
    const vf first = splat(g->window[even]), second = splat(g->window[even + 1]);
    ptrdiff_t to = k * SPECTRUM_LANES;
    EACH_PART(even) {
      store(work->x + to, load(samples + at) * first);
      store(work->y + to, load(samples + at + SPECTRUM_LANES) * second);
      to += CLSTM_LANES;
    }
  }
  spectrum_butterflies(g, work->x, work->y);
  const vf one_half = splat(0.5f);
  for (ptrdiff_t k = 0; k <= half; k++) {
    const ptrdiff_t a = k % half * SPECTRUM_LANES, b = (half - k) % half * SPECTRUM_LANES;
    const vf c = splat(g->splits[2 * k]), s = splat(g->splits[2 * k + 1]);
    ptrdiff_t part_at = 0;
    EACH_PART(k) {
      const vf xa = load(work->x + a + part_at), xb = load(work->x + b + part_at);
      const vf ya = load(work->y + a + part_at), yb = load(work->y + b + part_at);
      const vf odd_x = ya + yb, odd_y = xb - xa;
      store(work->real + at, one_half * (xa + xb + fma_(-odd_y, s, odd_x * c)));
      store(work->imaginary + at, one_half * (ya - yb + fma_(odd_x, s, odd_y * c)));
      part_at += CLSTM_LANES;
    }
  }
}

// Adds the frames of spectra to the samples from one on.
static void spectrum_add(const clstm_griffin_lim *g, const spectrum_work *work, float *samples) {
  const ptrdiff_t half = g->size / 2;
  for (ptrdiff_t to = 0; to < half; to++) {
    const ptrdiff_t k = g->order[to], mirrored = (half - 2 * k) * SPECTRUM_LANES;
    const vf c = splat(g->splits[2 * k]), s = splat(g->splits[2 * k + 1]);
    ptrdiff_t target = to * SPECTRUM_LANES;
    EACH_PART(k) {
      const vf a = load(work->real + at), b = load(work->real + at + mirrored);
      const vf d = load(work->imaginary + at), e = load(work->imaginary + at + mirrored);
      const vf turned_x = a - b, turned_y = d + e;
      // The parts are exchanged, which turns the direction.
      store(work->y + target, a + b - fma_(turned_y, c, -(turned_x * s)));
      store(work->x + target, d - e + fma_(turned_x, c, turned_y * s));
      target += CLSTM_LANES;
    }
  }
  spectrum_butterflies(g, work->x, work->y);
  const float scale = 1.0f / (float)g->size;
  for (ptrdiff_t k = 0; k < half; k++) {
    const vf first = splat(scale * g->window[2 * k]), second = splat(scale * g->window[2 * k + 1]);
    ptrdiff_t from = k * SPECTRUM_LANES;
    EACH_PART(2 * k) {
      store(samples + at, fma_(load(work->y + from), first, load(samples + at)));
      const ptrdiff_t odd = at + SPECTRUM_LANES;
      store(samples + odd, fma_(load(work->x + from), second, load(samples + odd)));
      from += CLSTM_LANES;
    }
  }
}

// The sound whose frames are nearest to the magnitudes with the phases (Griffin and Lim 1984, equation 6).
static void spectrum_synthesize(const clstm_griffin_lim *g, const spectrum_work *work) {
  const ptrdiff_t bins = g->size / 2 + 1, length = g->steps * g->hop, count = length + g->size;
  memset(g->samples, 0, (size_t)(count * SPECTRUM_LANES) * sizeof(float));
  for (ptrdiff_t step = 0; step < g->steps; step++) {
    const ptrdiff_t first = step * bins * SPECTRUM_LANES;
    EACH_PART(0) {
      for (ptrdiff_t k = 0; k < bins; k++) {
        const ptrdiff_t to = at + k * SPECTRUM_LANES;
        const vf magnitude = load(g->magnitudes + first + to);
        store(work->real + to, magnitude * load(g->cosines + first + to));
        store(work->imaginary + to, magnitude * load(g->sines + first + to));
      }
    }
    spectrum_add(g, work, g->samples + step * g->hop * SPECTRUM_LANES);
  }
  // What two neighbours say about the samples that both hold.
  for (ptrdiff_t n = 0; n < g->size; n++) {
    float *head = g->samples + n * SPECTRUM_LANES, *tail = head + length * SPECTRUM_LANES;
    for (int lane = 0; lane + 1 < SPECTRUM_LANES; lane++) tail[lane] = head[lane + 1] = tail[lane] + head[lane + 1];
  }
  for (ptrdiff_t n = 0; n < count; n++) EACH_PART(n)
      store(g->samples + at, load(g->samples + at) * load(g->normalizers + at));
}

// Phases that agree better: those of the sound's own spectra, moved on beyond them.
static void spectrum_agree(const clstm_griffin_lim *g, const spectrum_work *work) {
  const ptrdiff_t bins = g->size / 2 + 1;
  const vf share = splat(g->share), least = splat(1e-30f);
  for (ptrdiff_t step = 0; step < g->steps; step++) {
    const ptrdiff_t first = step * bins * SPECTRUM_LANES;
    spectrum_analyze(g, work, g->samples + step * g->hop * SPECTRUM_LANES);
    for (ptrdiff_t k = 0; k < bins; k++) EACH_PART(k) {
        const vf real = load(work->real + at), imaginary = load(work->imaginary + at);
        const vf x = fma_(-share, load(g->previous_real + first + at), real);
        const vf y = fma_(-share, load(g->previous_imaginary + first + at), imaginary);
        // What is silent has no phase, and needs none.
        const vf size = square_root(fma_(x, x, fma_(y, y, least)));
        store(g->cosines + first + at, x / size);
        store(g->sines + first + at, y / size);
        store(g->previous_real + first + at, real);
        store(g->previous_imaginary + first + at, imaginary);
      }
  }
}

static void griffin_lim(const clstm_griffin_lim *g, float *scratch) {
  const ptrdiff_t half = g->size / 2 * SPECTRUM_LANES;
  const spectrum_work work = {
      .x = scratch, .y = scratch + half, .real = scratch + 2 * half, .imaginary = scratch + 3 * half + SPECTRUM_LANES};
  for (ptrdiff_t i = 0; i < g->iterations; i++) {
    spectrum_synthesize(g, &work);
    spectrum_agree(g, &work);
  }
  spectrum_synthesize(g, &work);
}
#undef EACH_PART
