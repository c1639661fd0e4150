// Register tiles: a few rows of A times panels of 16 columns of B. Every element of C is one chain of fused multiply-adds
// over k in order, whatever the tile. Needs vector.h.
//
// CLSTM_TILE_ROWS is the tallest tile whose accumulators stay in registers. Rows of A are packed by tiles, [k][rows of
// the tile], so that a tile reads one stream at fixed distances: rows that lie a power of two apart in memory would
// fight for the same lines of the first-level cache.

// Accumulators of the largest tile. A constant: an array sized by a parameter would live on the stack.
#define TILE_SUMS (CLSTM_TILE_ROWS * CLSTM_PANELS_TOGETHER * VECTORS)

// Lines of 16 weights that a tile fetches ahead while it takes four terms: tall tiles are few, and have time for more.
enum { FETCHES = CLSTM_LANES == 16 ? 4 : 1 };

INLINE ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }
INLINE ptrdiff_t larger_of(ptrdiff_t a, ptrdiff_t b) { return a > b ? a : b; }

// One term: whichever is fewer stays in registers, the columns of B or the row values of A.
#define TILE_STEP                                                                                        \
  {                                                                                                      \
    if (vectors <= rows) {                                                                               \
      vf column[TILE_SUMS];                                                                              \
      _Pragma("clang loop unroll(full)") for (int v = 0; v < vectors; v++) column[v] =                   \
          load(b + v / VECTORS * panel_stride + v % VECTORS * CLSTM_LANES);                              \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < rows; i++) {                                \
        vf x = splat(a[i]);                                                                              \
        _Pragma("clang loop unroll(full)") for (int v = 0; v < vectors; v++) sum[i * vectors + v] =      \
            fma_(x, column[v], sum[i * vectors + v]);                                                    \
      }                                                                                                  \
    } else {                                                                                             \
      vf x[CLSTM_TILE_ROWS];                                                                             \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < rows; i++) x[i] = splat(a[i]);              \
      _Pragma("clang loop unroll(full)") for (int v = 0; v < vectors; v++) {                             \
        vf column = load(b + v / VECTORS * panel_stride + v % VECTORS * CLSTM_LANES);                    \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < rows; i++) sum[i * vectors + v] =         \
            fma_(x[i], column, sum[i * vectors + v]);                                                    \
      }                                                                                                  \
    }                                                                                                    \
    b += CLSTM_PANEL;                                                                                    \
    a += a_stride;                                                                                       \
  }

// C[rows, panels * 16] += A[rows, k] B for whole panels; C is read first unless `bias` (one value a column) replaces it.
// A is packed, its terms `a_stride` apart: more than `rows` where only some of a tile's rows take part. With `fetches`,
// `ahead` is fetched meanwhile.
INLINE void tile(
    const int rows, const int panels, const int fetches, ptrdiff_t k, const float *a, ptrdiff_t a_stride, const float *b,
    ptrdiff_t panel_stride, float *c, ptrdiff_t c_row_stride, const float *bias, const float *ahead) {
  const int vectors = panels * VECTORS;
  vf sum[TILE_SUMS];
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++)
      sum[i * vectors + v] = load((bias ? bias : c + i * c_row_stride) + v * CLSTM_LANES);
  ptrdiff_t step = 0;
  for (; step + 4 <= k; step += 4) {
    // Weights that do not fit the second-level cache are on their way from farther off.
    if (fetches)
#pragma clang loop unroll(full)
      for (int line = 0; line < FETCHES; line++)
        __builtin_prefetch(ahead + (step / 4 * FETCHES + line) * CLSTM_PANEL, 0, 2);
#pragma clang loop unroll(full)
    for (int i = 0; i < 4; i++) TILE_STEP
  }
  for (; step < k; step++) TILE_STEP
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) store(c + i * c_row_stride + v * CLSTM_LANES, sum[i * vectors + v]);
}

#if CLSTM_TILE_ROWS > 6
#define TALL_TILES(PANELS) TILE(7, PANELS) TILE(8, PANELS) TILE(9, PANELS) TILE(10, PANELS) TILE(11, PANELS) TILE(12, PANELS)
#else
#define TALL_TILES(PANELS)
#endif
#define TILE(ROWS, PANELS)                                                                            \
  case ROWS:                                                                                          \
    if (ahead)                                                                                        \
      tile(ROWS, PANELS, 1, k, a, a_stride, b, panel_stride, c, c_row_stride, bias, ahead);      \
    else                                                                                              \
      tile(ROWS, PANELS, 0, k, a, a_stride, b, panel_stride, c, c_row_stride, bias, NULL);       \
    return;
#define TILE_ARGUMENTS \
  int rows, ptrdiff_t k, const float *a, ptrdiff_t a_stride, const float *b, ptrdiff_t panel_stride, float *c, \
      ptrdiff_t c_row_stride, const float *bias, const float *ahead

// One panel: up to CLSTM_TILE_ROWS rows.
static void tile_by_1(TILE_ARGUMENTS) {
  switch (rows) {
    TILE(1, 1) TILE(2, 1) TILE(3, 1) TILE(4, 1) TILE(5, 1) TILE(6, 1) TALL_TILES(1)
  }
}

#if CLSTM_LANES > 1
// Two and four panels at once: where few rows would leave the multiply-add units waiting for each other.
static void tile_by_2(TILE_ARGUMENTS) {
  switch (rows) {
    TILE(1, 2) TILE(2, 2) TILE(3, 2)
#if CLSTM_LANES == 16
    TILE(4, 2) TILE(5, 2) TILE(6, 2) TALL_TILES(2)
#endif
  }
}

static void tile_by_4(TILE_ARGUMENTS) {
  switch (rows) {
    TILE(1, 4)
#if CLSTM_LANES == 16
    TILE(2, 4) TILE(3, 4) TILE(4, 4)
#endif
  }
}
#endif
#undef TILE
#undef TALL_TILES
#undef TILE_ARGUMENTS

#if CLSTM_LANES == 16
#define ROWS_BY_4 4
#define ROWS_BY_2 CLSTM_TILE_ROWS
#elif CLSTM_LANES > 1
#define ROWS_BY_4 1
#define ROWS_BY_2 3
#endif

// `panels` neighbouring panels for a tile of rows.
INLINE void tile_panels(
    int rows, ptrdiff_t panels, ptrdiff_t k, const float *a, ptrdiff_t a_stride, const float *b,
    ptrdiff_t panel_stride, float *c, ptrdiff_t c_row_stride, const float *bias, const float *ahead) {
  ptrdiff_t p = 0;
#if CLSTM_LANES > 1
  if (rows <= ROWS_BY_4)
    for (; p + 4 <= panels; p += 4)
      tile_by_4(
          rows, k, a, a_stride, b + p * panel_stride, panel_stride, c + p * 16, c_row_stride,
          bias ? bias + p * 16 : bias, ahead);
  if (rows <= ROWS_BY_2)
    for (; p + 2 <= panels; p += 2)
      tile_by_2(
          rows, k, a, a_stride, b + p * panel_stride, panel_stride, c + p * 16, c_row_stride,
          bias ? bias + p * 16 : bias, ahead);
#endif
  for (; p < panels; p++)
    tile_by_1(
        rows, k, a, a_stride, b + p * panel_stride, panel_stride, c + p * 16, c_row_stride,
        bias ? bias + p * 16 : bias, ahead);
}

// MARK: Rows cut into tiles

// `rows` rows are cut into tiles of nearly equal height.
INLINE ptrdiff_t tile_count(ptrdiff_t rows) { return (rows + CLSTM_TILE_ROWS - 1) / CLSTM_TILE_ROWS; }
INLINE ptrdiff_t tile_begin(ptrdiff_t rows, ptrdiff_t tiles, ptrdiff_t index) { return rows * index / tiles; }

// Floats of `rows` packed rows of `k` terms: tiles one after the other, and what a vector may write beyond the end.
INLINE ptrdiff_t packed_rows_size(ptrdiff_t rows, ptrdiff_t k) { return rows * k + 16; }

// Packs `k` terms of a tile, each of its rows side by side in memory; `rows` has a pointer for each. Rows go by fours.
// Fours that reach beyond the tile write into the term after it, which the following ones put right: hence from the
// last four rows to the first, and the last term by itself, since what follows it may be another thread's.
INLINE void pack_tile(float *restrict to, const float *const rows[CLSTM_TILE_ROWS], ptrdiff_t height, ptrdiff_t k) {
  for (ptrdiff_t row = (height - 1) / 4 * 4; row >= 0; row -= 4) {
    const float *four[4];
    for (ptrdiff_t i = 0; i < 4; i++) four[i] = rows[smaller(row + i, height - 1)];
    ptrdiff_t step = 0, safe = row + 4 <= height ? k : k - 1;
    for (; step + 4 <= safe; step += 4) turn_quad(to + step * height + row, height, four, step);
    for (; step < k; step++)
      for (ptrdiff_t i = 0; i < smaller(4, height - row); i++) to[step * height + row + i] = four[i][step];
  }
}

// Terms at a time, so that the panels of a block stay in the first-level cache; how many floats of weights stay in a
// second-level cache of 512 KB.
enum { BLOCK_K = 256, NEAR_WEIGHTS = 96 * 1024 };

// The part of the next `panels` panels that tile number `t` fetches; NULL where those before have fetched all.
INLINE const float *fetched_by(ptrdiff_t t, const float *next, ptrdiff_t panels, ptrdiff_t panel_stride) {
  ptrdiff_t line = t * (BLOCK_K / 4 * FETCHES), panel = line / BLOCK_K;
  return panel < panels ? next + panel * panel_stride + line % BLOCK_K * 16 : NULL;
}

// C[m, panels * 16] += A B (bias + A B where `bias` is given), A packed, panel after panel so that a panel stays in the
// first-level cache. `tiled_rows` is the number of rows that A was cut for; m of them take part. `weights` is how many
// floats the thread walks through before it comes back: more than NEAR_WEIGHTS are fetched ahead.
INLINE void multiply_panels(
    ptrdiff_t m, ptrdiff_t tiled_rows, ptrdiff_t panels, ptrdiff_t k, const float *a, const float *b,
    ptrdiff_t panel_stride, ptrdiff_t weights, float *c, ptrdiff_t c_row_stride, const float *bias) {
  ptrdiff_t tiles = tile_count(tiled_rows);
  int is_large = weights > NEAR_WEIGHTS;
  if (tiles == 1) {
    tile_panels((int)m, panels, k, a, tiled_rows, b, panel_stride, c, c_row_stride, bias, NULL);
    return;
  }
  for (ptrdiff_t p = 0; p < panels; p += CLSTM_PANELS_TOGETHER) {
    ptrdiff_t together = smaller(panels - p, CLSTM_PANELS_TOGETHER);
    for (ptrdiff_t first = 0; first < k; first += BLOCK_K) {
      const float *panel = b + p * panel_stride + first * 16;
      const float *next = first + BLOCK_K < k ? panel + BLOCK_K * 16 : b + (p + together) * panel_stride;
      for (ptrdiff_t t = 0; t < tiles; t++) {
        ptrdiff_t row = tile_begin(tiled_rows, tiles, t), stride = tile_begin(tiled_rows, tiles, t + 1) - row;
        ptrdiff_t height = smaller(m - row, stride);
        if (height <= 0) break;
        tile_panels(
            (int)height, together, smaller(k - first, BLOCK_K), a + row * k + first * stride, stride,
            panel, panel_stride, c + row * c_row_stride + p * 16, c_row_stride, bias && first == 0 ? bias + p * 16 : NULL,
            is_large ? fetched_by(t, next, together, panel_stride) : NULL);
      }
    }
  }
}
