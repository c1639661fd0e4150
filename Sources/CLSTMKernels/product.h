// The matrix product in blocks that fit the caches. Needs tile.h.

// Rows of A at a time (with BLOCK_TERMS terms they take less than half of a 512 KB second-level cache), columns of an
// unpacked B at a time. Fewer terms would have C pass the caches more often.
enum { BLOCK_M = 96, BLOCK_N = 512, BLOCK_TERMS = 448 };

// Terms of a block: `k` in nearly equal parts, whole fours.
INLINE ptrdiff_t terms_of(ptrdiff_t k) {
  ptrdiff_t blocks = (k + BLOCK_TERMS - 1) / BLOCK_TERMS;
  return blocks ? ((k + blocks - 1) / blocks + 3) / 4 * 4 : 0;
}

// The tiles of one block of rows: where each comes from and goes to.
typedef struct tile_list {
  ptrdiff_t count, rows;
  struct {
    ptrdiff_t source, packed, height;  // its first row in A, and among the packed rows
    float *c;
  } tile[BLOCK_M / 16 * ((16 + CLSTM_TILE_ROWS - 1) / CLSTM_TILE_ROWS) + 1];
} tile_list;

// Adds `rows` rows from `source` on, cut into tiles of nearly equal height.
INLINE void add_tiles(tile_list *list, ptrdiff_t source, ptrdiff_t rows, float *c, ptrdiff_t c_row_stride) {
  ptrdiff_t tiles = tile_count(rows);
  for (ptrdiff_t t = 0; t < tiles; t++) {
    ptrdiff_t row = tile_begin(rows, tiles, t);
    list->tile[list->count].source = source + row;
    list->tile[list->count].packed = list->rows + row;
    list->tile[list->count].height = tile_begin(rows, tiles, t + 1) - row;
    list->tile[list->count++].c = c + row * c_row_stride;
  }
  list->rows += rows;
}

// Packs k terms of a transposed A, whose rows lie side by side: term by term through all tiles, so that memory is read in
// its order.
static void pack_transposed(float *restrict to, const clstm_product *product, const tile_list *list, ptrdiff_t first, ptrdiff_t k) {
  for (ptrdiff_t step = 0; step < k; step++) {
    const float *a = product->a + (first + step) * product->a_k_stride;
    float *at = to;
    for (ptrdiff_t t = 0; t < list->count; t++) {
      ptrdiff_t row = list->tile[t].source, height = list->tile[t].height;
      // What a vector copies too much, the terms that follow overwrite: it must not reach beyond the tile.
      if (step * height + 16 <= k * height && row + 16 <= product->m)
        for (ptrdiff_t i = 0; i < CLSTM_TILE_ROWS; i += CLSTM_LANES) store(at + step * height + i, load(a + row + i));
      else
        for (ptrdiff_t i = 0; i < height; i++) at[step * height + i] = a[row + i];
      at += height * k;
    }
  }
}

// Copies k terms, from number `first` on, of the rows of A into tiles.
static void pack_rows(float *restrict to, const clstm_product *product, const tile_list *list, ptrdiff_t first, ptrdiff_t k) {
  const ptrdiff_t row_stride = product->a_row_stride, k_stride = product->a_k_stride;
  if (row_stride == 1 && k_stride != 1) {
    pack_transposed(to, product, list, first, k);
    return;
  }
  for (ptrdiff_t t = 0; t < list->count; t++) {
    ptrdiff_t row = list->tile[t].source, height = list->tile[t].height;
    const float *a = product->a + row * row_stride + first * k_stride;
    if (k_stride == 1) {
      const float *rows[CLSTM_TILE_ROWS];
      for (ptrdiff_t i = 0; i < height; i++) rows[i] = a + i * row_stride;
      pack_tile(to, rows, height, k);
    } else {
      for (ptrdiff_t step = 0; step < k; step++)
        for (ptrdiff_t i = 0; i < height; i++) to[step * height + i] = a[i * row_stride + step * k_stride];
    }
    to += height * k;
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
    } else if (k_stride == 1) {
      pack_panel(packed, from, column_stride, width, k);
    } else {
      if (width < 16) memset(packed, 0, (size_t)k * 16 * sizeof(float));
      for (ptrdiff_t step = 0; step < k; step++)
        for (ptrdiff_t column = 0; column < width; column++)
          packed[step * 16 + column] = from[step * k_stride + column * column_stride];
    }
    packed += k * 16;
  }
}

// Where the chains of a block start: from C, from one value a column, or from zero.
typedef struct chain_start {
  const float *values;  // NULL: from C
  ptrdiff_t step;       // distance from panel to panel
} chain_start;

// Fetches the rows of C that a tile starts from, so that they come while the tile before it multiplies.
INLINE void fetch_tile(const tile_list *list, ptrdiff_t t, ptrdiff_t column, ptrdiff_t c_row_stride) {
  for (ptrdiff_t i = 0; i < list->tile[t].height; i++)
    for (ptrdiff_t v = 0; v < CLSTM_PANELS_TOGETHER; v++)
      __builtin_prefetch(list->tile[t].c + i * c_row_stride + column + v * 16, 1);
}

// One block of packed rows, the terms of a block and any number of panels. `columns` may end inside the last panel: that panel
// goes through a buffer.
static void multiply_block(
    const tile_list *list, ptrdiff_t n, ptrdiff_t columns, ptrdiff_t k, const float *a, const float *b,
    ptrdiff_t panel_stride, ptrdiff_t c_row_stride, chain_start start) {
  ptrdiff_t whole = columns / 16, rest = columns % 16;
  // A tile alone takes neighbouring panels at once; four of them where all start from the same zeros.
  ptrdiff_t together = list->count > 1 ? CLSTM_PANELS_TOGETHER : larger_of(whole, 1);
  if (start.values && start.step == 0) together = smaller(together, 4);
  for (ptrdiff_t p = 0; p < whole; p += together)
    for (ptrdiff_t t = 0; t < list->count; t++) {
      if (t + 1 < list->count)
        fetch_tile(list, t + 1, n + p * 16, c_row_stride);
      else if (p + together < whole)
        fetch_tile(list, 0, n + (p + together) * 16, c_row_stride);
      tile_panels(
          (int)list->tile[t].height, smaller(whole - p, together), k, a + list->tile[t].packed * k,
          list->tile[t].height, b + p * panel_stride, panel_stride, list->tile[t].c + n + p * 16, c_row_stride,
          start.values ? start.values + p * start.step : NULL, NULL);
    }
  if (!rest) return;
  const size_t bytes = (size_t)rest * sizeof(float);
  for (ptrdiff_t t = 0; t < list->count; t++) {
    ptrdiff_t height = list->tile[t].height;
    float *to = list->tile[t].c + n + whole * 16, buffer[CLSTM_TILE_ROWS * 16] = {0};
    for (ptrdiff_t i = 0; i < height; i++)
      memcpy(buffer + i * 16, start.values ? start.values + whole * start.step : to + i * c_row_stride, bytes);
    tile_panels((int)height, 1, k, a + list->tile[t].packed * k, height, b + whole * panel_stride, panel_stride, buffer, 16, NULL, NULL);
    for (ptrdiff_t i = 0; i < height; i++) memcpy(to + i * c_row_stride, buffer + i * 16, bytes);
  }
}

static ptrdiff_t product_scratch(const clstm_product *product) {
  ptrdiff_t k = terms_of(product->k), columns = smaller((product->n + 15) / 16 * 16, BLOCK_N);
  ptrdiff_t rows = packed_rows_size(smaller(product->m, BLOCK_M), k);
  return rows + (product->b_is_packed ? 0 : columns * k);
}

// All rows [m0, m1) of one block of terms [k, k + terms) and of columns [n, n + columns).
static void multiply_rows(
    const clstm_product *product, ptrdiff_t m0, ptrdiff_t m1, ptrdiff_t n, ptrdiff_t columns, ptrdiff_t k,
    ptrdiff_t terms, const float *b, ptrdiff_t panel_stride, float *packed_a) {
  static const float zeros[64] = {0};
  const ptrdiff_t stride = product->c_row_stride;
  chain_start start = {NULL, 0};
  if (k == 0 && product->start == CLSTM_START_ZERO) start = (chain_start){zeros, 0};
  if (k == 0 && product->start == CLSTM_START_BIAS) start = (chain_start){product->bias + n, 16};
  for (ptrdiff_t m = m0; m < m1; m += BLOCK_M) {
    ptrdiff_t end = smaller(m + BLOCK_M, m1);
    tile_list list = {.count = 0, .rows = 0};
    if (product->by_gates) {
      for (ptrdiff_t row = m; row < end; row += 16) {
        clstm_group group = clstm_weight_group(product->cell, product->weight, product->hidden, row / 16);
        add_tiles(&list, row, group.rows, product->c + group.first * stride, stride);
      }
    } else {
      add_tiles(&list, m, end - m, product->c + m * stride, stride);
    }
    const float *a = product->a + m * product->a_row_stride + k * product->a_k_stride;
    // A single row that lies in order needs no copy.
    if (list.rows != 1 || product->a_k_stride != 1) {
      pack_rows(packed_a, product, &list, k, terms);
      a = packed_a;
    }
    multiply_block(&list, n, columns, terms, a, b, panel_stride, stride, start);
  }
}

// Rows [m0, m1) and columns [n0, n1) of a product; n0 lies on a panel border.
static void multiply_part(
    const clstm_product *product, ptrdiff_t m0, ptrdiff_t m1, ptrdiff_t n0, ptrdiff_t n1, float *scratch) {
  // A packed B is read in one go, so that A is packed once for a block of terms.
  ptrdiff_t block = product->b_is_packed ? n1 - n0 : BLOCK_N;
  float *packed_b = scratch;
  const ptrdiff_t block_terms = terms_of(product->k);
  float *packed_a = scratch;
  if (!product->b_is_packed) packed_a += smaller((product->n + 15) / 16 * 16, BLOCK_N) * block_terms;
  for (ptrdiff_t n = n0; n < n1; n += block) {
    ptrdiff_t columns = smaller(n1 - n, block);
    for (ptrdiff_t k = 0; k < product->k; k += block_terms) {
      ptrdiff_t terms = smaller(product->k - k, block_terms);
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
    ptrdiff_t height = product->by_gates ? 16 : CLSTM_TILE_ROWS, groups = (m + height - 1) / height;
    ptrdiff_t m0 = smaller(m, groups * thread / threads * height);
    ptrdiff_t m1 = smaller(m, groups * (thread + 1) / threads * height);
    if (m1 > m0) multiply_part(product, m0, m1, 0, n, scratch);
  } else {
    ptrdiff_t n0 = panels * thread / threads * 16, n1 = smaller(n, panels * (thread + 1) / threads * 16);
    if (n1 > n0) multiply_part(product, 0, m, n0, n1, scratch);
  }
}
