// The matrix product: register tiles over packed panels of 16 columns. Every element of C is one chain of fused
// multiply-adds over k in order, whatever the tile. Needs vector.h.
//
// CLSTM_TILE_ROWS is the tallest tile whose accumulators stay in registers.

// Accumulators of the largest tile. A constant: an array sized by a parameter would live on the stack.
#define TILE_SUMS (CLSTM_TILE_ROWS * CLSTM_PANELS_TOGETHER * VECTORS)

INLINE ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

typedef struct tile_source {
  const float *a;
  ptrdiff_t row_stride, k_stride;
} tile_source;

// C[rows, panels * 16] += A[rows, k] B for whole panels; C is read first unless `bias` (one value a column) replaces it.
INLINE void tile(
    const int rows, const int panels, ptrdiff_t k, tile_source source, const float *b, ptrdiff_t panel_stride,
    float *c, ptrdiff_t c_row_stride, const float *bias) {
  vf sum[TILE_SUMS];
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int v = 0; v < panels * VECTORS; v++)
      sum[i * panels * VECTORS + v] =
          load((bias ? bias : c + i * c_row_stride) + v * CLSTM_LANES);
  const float *a = source.a;
  for (ptrdiff_t step = 0; step < k; step++) {
    vf column[4 * VECTORS];
#pragma clang loop unroll(full)
    for (int p = 0; p < panels; p++)
#pragma clang loop unroll(full)
      for (int v = 0; v < VECTORS; v++) column[p * VECTORS + v] = load(b + p * panel_stride + v * CLSTM_LANES);
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
      vf x = splat(a[i * source.row_stride]);
#pragma clang loop unroll(full)
      for (int v = 0; v < panels * VECTORS; v++)
        sum[i * panels * VECTORS + v] = fma_(x, column[v], sum[i * panels * VECTORS + v]);
    }
    b += CLSTM_PANEL;
    a += source.k_stride;
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int v = 0; v < panels * VECTORS; v++)
      store(c + i * c_row_stride + v * CLSTM_LANES, sum[i * panels * VECTORS + v]);
}

#if CLSTM_TILE_ROWS > 6
#define TALL_TILES(PANELS) TILE(7, PANELS) TILE(8, PANELS) TILE(9, PANELS) TILE(10, PANELS) TILE(11, PANELS) TILE(12, PANELS)
#else
#define TALL_TILES(PANELS)
#endif
#define TILE(ROWS, PANELS) \
  case ROWS: \
    tile(ROWS, PANELS, k, source, b, panel_stride, c, c_row_stride, bias); \
    return;

// One panel: up to CLSTM_TILE_ROWS rows.
static void tile_by_1(
    int rows, ptrdiff_t k, tile_source source, const float *b, ptrdiff_t panel_stride, float *c, ptrdiff_t c_row_stride,
    const float *bias) {
  switch (rows) {
    TILE(1, 1) TILE(2, 1) TILE(3, 1) TILE(4, 1) TILE(5, 1) TILE(6, 1) TALL_TILES(1)
  }
}

#if CLSTM_LANES > 1
// Two and four panels at once: where few rows would leave the multiply-add units waiting for each other.
static void tile_by_2(
    int rows, ptrdiff_t k, tile_source source, const float *b, ptrdiff_t panel_stride, float *c, ptrdiff_t c_row_stride,
    const float *bias) {
  switch (rows) {
    TILE(1, 2) TILE(2, 2) TILE(3, 2)
#if CLSTM_LANES == 16
    TILE(4, 2) TILE(5, 2) TILE(6, 2) TALL_TILES(2)
#endif
  }
}

static void tile_by_4(
    int rows, ptrdiff_t k, tile_source source, const float *b, ptrdiff_t panel_stride, float *c, ptrdiff_t c_row_stride,
    const float *bias) {
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

#if CLSTM_LANES == 16
#define ROWS_BY_4 4
#define ROWS_BY_2 CLSTM_TILE_ROWS
#elif CLSTM_LANES > 1
#define ROWS_BY_4 1
#define ROWS_BY_2 3
#endif

// `panels` neighbouring panels for a tile of rows.
INLINE void tile_panels(
    int rows, ptrdiff_t panels, ptrdiff_t k, tile_source source, const float *b, ptrdiff_t panel_stride, float *c,
    ptrdiff_t c_row_stride, const float *bias) {
  ptrdiff_t p = 0;
#if CLSTM_LANES > 1
  if (rows <= ROWS_BY_4)
    for (; p + 4 <= panels; p += 4)
      tile_by_4(rows, k, source, b + p * panel_stride, panel_stride, c + p * 16, c_row_stride, bias ? bias + p * 16 : bias);
  if (rows <= ROWS_BY_2)
    for (; p + 2 <= panels; p += 2)
      tile_by_2(rows, k, source, b + p * panel_stride, panel_stride, c + p * 16, c_row_stride, bias ? bias + p * 16 : bias);
#endif
  for (; p < panels; p++)
    tile_by_1(rows, k, source, b + p * panel_stride, panel_stride, c + p * 16, c_row_stride, bias ? bias + p * 16 : bias);
}

// Rows of tile number `index` when `rows` rows are cut into tiles of nearly equal height.
INLINE ptrdiff_t tile_count(ptrdiff_t rows) { return (rows + CLSTM_TILE_ROWS - 1) / CLSTM_TILE_ROWS; }
INLINE ptrdiff_t tile_begin(ptrdiff_t rows, ptrdiff_t tiles, ptrdiff_t index) { return rows * index / tiles; }

// Terms that a tile takes at a time: a panel of so many rows fills half of a 32 KB first-level cache.
enum { BLOCK_K = 256 };

// C[m, panels * 16] += A B for any number of rows, panel after panel so that a panel stays in the first-level cache.
INLINE void multiply_panels(
    ptrdiff_t m, ptrdiff_t panels, ptrdiff_t k, tile_source source, const float *b, ptrdiff_t panel_stride, float *c,
    ptrdiff_t c_row_stride) {
  ptrdiff_t tiles = tile_count(m);
  if (tiles == 1) {
    tile_panels((int)m, panels, k, source, b, panel_stride, c, c_row_stride, NULL);
    return;
  }
  for (ptrdiff_t p = 0; p < panels; p += CLSTM_PANELS_TOGETHER) {
    ptrdiff_t count = smaller(panels - p, CLSTM_PANELS_TOGETHER);
    for (ptrdiff_t first = 0; first < k; first += BLOCK_K) {
      const float *panel = b + p * panel_stride + first * 16;
      for (ptrdiff_t t = 0; t < tiles; t++) {
        ptrdiff_t row = tile_begin(m, tiles, t), end = tile_begin(m, tiles, t + 1);
        tile_source rows_source = {
            source.a + row * source.row_stride + first * source.k_stride, source.row_stride, source.k_stride};
        tile_panels(
            (int)(end - row), count, smaller(k - first, BLOCK_K), rows_source, panel, panel_stride,
            c + row * c_row_stride + p * 16, c_row_stride, NULL);
      }
    }
  }
}

// MARK: Blocks

enum { BLOCK_M = 240, BLOCK_N = 512 };

// Copies rows [row, row + m) x [k0, k0 + k) of A into tiles of [k][tile rows], so that a tile reads one stream.
static void pack_rows(float *restrict to, tile_source source, ptrdiff_t m, ptrdiff_t k) {
  ptrdiff_t tiles = tile_count(m);
  for (ptrdiff_t t = 0; t < tiles; t++) {
    ptrdiff_t row = tile_begin(m, tiles, t), height = tile_begin(m, tiles, t + 1) - row;
    const float *a = source.a + row * source.row_stride;
    if (source.row_stride == 1) {
      for (ptrdiff_t step = 0; step < k; step++)
        for (ptrdiff_t i = 0; i < height; i++) to[step * height + i] = a[step * source.k_stride + i];
    } else {
      for (ptrdiff_t i = 0; i < height; i++)
        for (ptrdiff_t step = 0; step < k; step++)
          to[step * height + i] = a[i * source.row_stride + step * source.k_stride];
    }
    to += height * k;
  }
}

// One block of at most BLOCK_M rows, BLOCK_K terms and any number of panels, A packed by `pack_rows`. `columns` may end
// inside the last panel: that panel goes through a buffer.
static void multiply_block(
    ptrdiff_t m, ptrdiff_t columns, ptrdiff_t k, const float *packed_a, const float *b, ptrdiff_t panel_stride, float *c,
    ptrdiff_t c_row_stride, const float *bias) {
  ptrdiff_t tiles = tile_count(m), whole = columns / 16, rest = columns % 16;
  ptrdiff_t together = tiles == 1 ? whole : CLSTM_PANELS_TOGETHER;
  for (ptrdiff_t p = 0; p < whole; p += together) {
    ptrdiff_t count = smaller(whole - p, together);
    for (ptrdiff_t t = 0; t < tiles; t++) {
      ptrdiff_t row = tile_begin(m, tiles, t), height = tile_begin(m, tiles, t + 1) - row;
      tile_source source = {packed_a + row * k, 1, height};
      tile_panels(
          (int)height, count, k, source, b + p * panel_stride, panel_stride, c + row * c_row_stride + p * 16,
          c_row_stride, bias ? bias + p * 16 : bias);
    }
  }
  if (!rest) return;
  for (ptrdiff_t t = 0; t < tiles; t++) {
    ptrdiff_t row = tile_begin(m, tiles, t), height = tile_begin(m, tiles, t + 1) - row;
    tile_source source = {packed_a + row * k, 1, height};
    float buffer[CLSTM_TILE_ROWS * 16] = {0};
    for (ptrdiff_t i = 0; i < height; i++)
      memcpy(
          buffer + i * 16, bias ? bias + whole * 16 : c + (row + i) * c_row_stride + whole * 16,
          (size_t)rest * sizeof(float));
    tile_panels((int)height, 1, k, source, b + whole * panel_stride, panel_stride, buffer, 16, NULL);
    for (ptrdiff_t i = 0; i < height; i++)
      memcpy(c + (row + i) * c_row_stride + whole * 16, buffer + i * 16, (size_t)rest * sizeof(float));
  }
}

static void pack_panels(
    float *restrict packed, const float *restrict b, ptrdiff_t k, ptrdiff_t columns, ptrdiff_t k_stride,
    ptrdiff_t column_stride);

static ptrdiff_t product_scratch(const clstm_product *product) {
  ptrdiff_t rows = smaller(product->m, BLOCK_M), k = smaller(product->k, BLOCK_K);
  ptrdiff_t columns = smaller((product->n + 15) / 16 * 16, BLOCK_N);
  return rows * k + (product->b_is_packed ? 0 : columns * k);
}

// Rows [m0, m1) and columns [n0, n1) of a product; n0 lies on a panel border.
static void multiply_part(
    const clstm_product *product, ptrdiff_t m0, ptrdiff_t m1, ptrdiff_t n0, ptrdiff_t n1, float *scratch) {
  float *packed_a = scratch, *packed_b = scratch + smaller(product->m, BLOCK_M) * smaller(product->k, BLOCK_K);
  for (ptrdiff_t n = n0; n < n1; n += BLOCK_N) {
    ptrdiff_t columns = smaller(n1 - n, BLOCK_N);
    for (ptrdiff_t k = 0; k < product->k; k += BLOCK_K) {
      ptrdiff_t terms = smaller(product->k - k, BLOCK_K), panel_stride = terms * 16;
      const float *b = packed_b;
      if (product->b_is_packed) {
        panel_stride = product->k * 16;
        b = product->b + n / 16 * panel_stride + k * 16;
      } else {
        pack_panels(
            packed_b, product->b + k * product->b_k_stride + n * product->b_column_stride, terms, columns,
            product->b_k_stride, product->b_column_stride);
      }
      const float *bias = k == 0 && product->start == CLSTM_START_BIAS ? product->bias + n : NULL;
      for (ptrdiff_t m = m0; m < m1; m += BLOCK_M) {
        ptrdiff_t rows = smaller(m1 - m, BLOCK_M);
        tile_source source = {
            product->a + m * product->a_row_stride + k * product->a_k_stride, product->a_row_stride,
            product->a_k_stride};
        float *c = product->c + m * product->c_row_stride + n;
        if (k == 0 && product->start == CLSTM_START_ZERO)
          for (ptrdiff_t i = 0; i < rows; i++)
            memset(c + i * product->c_row_stride, 0, (size_t)columns * sizeof(float));
        pack_rows(packed_a, source, rows, terms);
        multiply_block(rows, columns, terms, packed_a, b, panel_stride, c, product->c_row_stride, bias);
      }
    }
  }
}

// Threads share the longer side of C; nothing is summed across threads.
static void multiply(const clstm_product *product, float *scratch, int thread, int threads) {
  ptrdiff_t m = product->m, n = product->n, panels = (n + 15) / 16;
  if (product->k == 0) {
    if (thread == 0 && product->start != CLSTM_START_ACCUMULATE)
      for (ptrdiff_t i = 0; i < m; i++)
        for (ptrdiff_t j = 0; j < n; j++)
          product->c[i * product->c_row_stride + j] = product->start == CLSTM_START_BIAS ? product->bias[j] : 0;
    return;
  }
  if (m >= n) {
    ptrdiff_t groups = (m + CLSTM_TILE_ROWS - 1) / CLSTM_TILE_ROWS;
    ptrdiff_t m0 = smaller(m, groups * thread / threads * CLSTM_TILE_ROWS);
    ptrdiff_t m1 = smaller(m, groups * (thread + 1) / threads * CLSTM_TILE_ROWS);
    if (m1 > m0) multiply_part(product, m0, m1, 0, n, scratch);
  } else {
    ptrdiff_t n0 = panels * thread / threads * 16, n1 = smaller(n, panels * (thread + 1) / threads * 16);
    if (n1 > n0) multiply_part(product, 0, m, n0, n1, scratch);
  }
}

// MARK: Packing

static void pack_panels(
    float *restrict packed, const float *restrict b, ptrdiff_t k, ptrdiff_t columns, ptrdiff_t k_stride,
    ptrdiff_t column_stride) {
  for (ptrdiff_t first = 0; first < columns; first += 16) {
    ptrdiff_t width = smaller(columns - first, 16);
    const float *from = b + first * column_stride;
    if (column_stride == 1 && width == 16) {
      for (ptrdiff_t step = 0; step < k; step++) memcpy(packed + step * 16, from + step * k_stride, 16 * sizeof(float));
    } else {
      if (width < 16) memset(packed, 0, (size_t)k * 16 * sizeof(float));
      // Sixteen columns in parallel, a few terms at a time, so that reads stay on open cache lines.
      for (ptrdiff_t step = 0; step < k; step++)
        for (ptrdiff_t column = 0; column < width; column++)
          packed[step * 16 + column] = from[step * k_stride + column * column_stride];
    }
    packed += k * 16;
  }
}
