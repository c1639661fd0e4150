// The matrix product in blocks that fit the caches. Needs tile.h.

// Rows of A at a time (with BLOCK_K terms they take less than half of a 512 KB second-level cache), columns of an
// unpacked B at a time.
enum { BLOCK_M = 144, BLOCK_N = 512 };

typedef struct tile_source {
  const float *a;
  ptrdiff_t row_stride, k_stride;
} tile_source;

// Copies m rows of k terms of A into tiles.
static void pack_rows(float *restrict to, tile_source source, ptrdiff_t m, ptrdiff_t k) {
  if (m == 1) {
    for (ptrdiff_t step = 0; step < k; step++) to[step] = source.a[step * source.k_stride];
    return;
  }
  ptrdiff_t tiles = tile_count(m);
  for (ptrdiff_t t = 0; t < tiles; t++, to += CLSTM_TILE_STRIDE * k) {
    ptrdiff_t row = tile_begin(m, tiles, t), height = tile_begin(m, tiles, t + 1) - row;
    const float *a = source.a + row * source.row_stride;
    if (source.k_stride == 1) {
      const float *rows[CLSTM_TILE_STRIDE];
      for (ptrdiff_t i = 0; i < height; i++) rows[i] = a + i * source.row_stride;
      pack_tile(to, rows, height, k);
    } else if (source.row_stride == 1 && row + CLSTM_TILE_STRIDE <= m) {
      for (ptrdiff_t step = 0; step < k; step++)
        for (ptrdiff_t i = 0; i < CLSTM_TILE_STRIDE; i += CLSTM_LANES)
          store(to + step * CLSTM_TILE_STRIDE + i, load(a + step * source.k_stride + i));
    } else {
      for (ptrdiff_t step = 0; step < k; step++)
        for (ptrdiff_t i = 0; i < height; i++)
          to[step * CLSTM_TILE_STRIDE + i] = a[i * source.row_stride + step * source.k_stride];
    }
  }
}

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
      for (ptrdiff_t step = 0; step < k; step++)
        for (ptrdiff_t column = 0; column < width; column++)
          packed[step * 16 + column] = from[step * k_stride + column * column_stride];
    }
    packed += k * 16;
  }
}

// One block of at most BLOCK_M packed rows, BLOCK_K terms and any number of panels. `columns` may end inside the last
// panel: that panel goes through a buffer.
static void multiply_block(
    ptrdiff_t m, ptrdiff_t columns, ptrdiff_t k, const float *a, const float *b, ptrdiff_t panel_stride, float *c,
    ptrdiff_t c_row_stride, const float *bias) {
  ptrdiff_t tiles = tile_count(m), stride = stride_of_packed(m), whole = columns / 16, rest = columns % 16;
  ptrdiff_t together = tiles == 1 ? larger_of(whole, 1) : CLSTM_PANELS_TOGETHER;
  for (ptrdiff_t p = 0; p < whole; p += together) {
    for (ptrdiff_t t = 0; t < tiles; t++) {
      ptrdiff_t row = tile_begin(m, tiles, t), height = tile_begin(m, tiles, t + 1) - row;
      tile_panels(
          (int)height, smaller(whole - p, together), k, a + t * stride * k, stride, b + p * panel_stride, panel_stride,
          c + row * c_row_stride + p * 16, c_row_stride, bias ? bias + p * 16 : bias, NULL);
    }
  }
  if (!rest) return;
  const size_t bytes = (size_t)rest * sizeof(float);
  for (ptrdiff_t t = 0; t < tiles; t++) {
    ptrdiff_t row = tile_begin(m, tiles, t), height = tile_begin(m, tiles, t + 1) - row;
    float *to = c + row * c_row_stride + whole * 16, buffer[CLSTM_TILE_ROWS * 16] = {0};
    for (ptrdiff_t i = 0; i < height; i++)
      memcpy(buffer + i * 16, bias ? bias + whole * 16 : to + i * c_row_stride, bytes);
    tile_panels((int)height, 1, k, a + t * stride * k, stride, b + whole * panel_stride, panel_stride, buffer, 16, NULL, NULL);
    for (ptrdiff_t i = 0; i < height; i++) memcpy(to + i * c_row_stride, buffer + i * 16, bytes);
  }
}

static ptrdiff_t product_scratch(const clstm_product *product) {
  ptrdiff_t k = smaller(product->k, BLOCK_K), columns = smaller((product->n + 15) / 16 * 16, BLOCK_N);
  ptrdiff_t rows = packed_rows_size(smaller(product->m, BLOCK_M), k);
  return rows + (product->b_is_packed ? 0 : columns * k);
}

// All rows [m0, m1) of one block of terms [k, k + terms) and of columns [n, n + columns).
static void multiply_rows(
    const clstm_product *product, ptrdiff_t m0, ptrdiff_t m1, ptrdiff_t n, ptrdiff_t columns, ptrdiff_t k,
    ptrdiff_t terms, const float *b, ptrdiff_t panel_stride, float *packed_a) {
  const float *bias = k == 0 && product->start == CLSTM_START_BIAS ? product->bias + n : NULL;
  for (ptrdiff_t m = m0; m < m1; m += BLOCK_M) {
    ptrdiff_t rows = smaller(m1 - m, BLOCK_M);
    const float *a = product->a + m * product->a_row_stride + k * product->a_k_stride;
    float *c = product->c + m * product->c_row_stride + n;
    if (k == 0 && product->start == CLSTM_START_ZERO)
      for (ptrdiff_t i = 0; i < rows; i++)
        memset(c + i * product->c_row_stride, 0, (size_t)columns * sizeof(float));
    // A single row that lies in order needs no copy.
    if (rows > 1 || product->a_k_stride != 1) {
      pack_rows(packed_a, (tile_source){a, product->a_row_stride, product->a_k_stride}, rows, terms);
      a = packed_a;
    }
    multiply_block(rows, columns, terms, a, b, panel_stride, c, product->c_row_stride, bias);
  }
}

// Rows [m0, m1) and columns [n0, n1) of a product; n0 lies on a panel border.
static void multiply_part(
    const clstm_product *product, ptrdiff_t m0, ptrdiff_t m1, ptrdiff_t n0, ptrdiff_t n1, float *scratch) {
  // A packed B is read in one go, so that A is packed once for a block of terms.
  ptrdiff_t block = product->b_is_packed ? n1 - n0 : BLOCK_N;
  float *packed_b = scratch;
  float *packed_a = scratch;
  if (!product->b_is_packed)
    packed_a += smaller((product->n + 15) / 16 * 16, BLOCK_N) * smaller(product->k, BLOCK_K);
  for (ptrdiff_t n = n0; n < n1; n += block) {
    ptrdiff_t columns = smaller(n1 - n, block);
    for (ptrdiff_t k = 0; k < product->k; k += BLOCK_K) {
      ptrdiff_t terms = smaller(product->k - k, BLOCK_K);
      if (product->b_is_packed) {
        const float *b = product->b + n * product->k + k * 16;
        multiply_rows(product, m0, m1, n, columns, k, terms, b, product->k * 16, packed_a);
      } else {
        pack_panels(
            packed_b, product->b + k * product->b_k_stride + n * product->b_column_stride, terms, columns,
            product->b_k_stride, product->b_column_stride);
        multiply_rows(product, m0, m1, n, columns, k, terms, packed_b, terms * 16, packed_a);
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
