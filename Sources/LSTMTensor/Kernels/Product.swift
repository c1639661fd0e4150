import CLSTMKernels

/// One operand of a matrix product: a matrix in memory, or read as its transpose.
struct MatrixOperand {
  let pointer: UnsafePointer<Float>
  let rowStride: Int
  let columnStride: Int

  /// A row-major matrix with `columns` columns.
  init(_ pointer: UnsafePointer<Float>, columns: Int) {
    self.pointer = pointer
    rowStride = columns
    columnStride = 1
  }

  private init(_ pointer: UnsafePointer<Float>, rowStride: Int, columnStride: Int) {
    self.pointer = pointer
    self.rowStride = rowStride
    self.columnStride = columnStride
  }

  var transposed: MatrixOperand {
    MatrixOperand(pointer, rowStride: columnStride, columnStride: rowStride)
  }
}

/// What a product starts from.
enum ProductStart {
  case zero
  case accumulate
  case bias(UnsafePointer<Float>)
}

/// C [m, n] = start + A [m, k] · B [k, n].
///
/// Threads share C; each element is one sum over k in order.
enum Product {
  static func multiply(
    m: Int, n: Int, k: Int, _ a: MatrixOperand, _ b: MatrixOperand,
    into c: UnsafeMutablePointer<Float>, rowStride: Int, start: ProductStart = .zero
  ) {
    var product = description(m: m, n: n, k: k, a, into: c, rowStride: rowStride, start: start)
    product.b = b.pointer
    product.b_k_stride = b.rowStride
    product.b_column_stride = b.columnStride
    run(product)
  }

  /// The same with a B that `clstm_pack` or one of the recurrent packings laid out.
  static func multiply(
    m: Int, n: Int, k: Int, _ a: MatrixOperand, packed b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>, rowStride: Int, start: ProductStart = .zero
  ) {
    var product = description(m: m, n: n, k: k, a, into: c, rowStride: rowStride, start: start)
    product.b = b
    product.b_is_packed = 1
    run(product)
  }

  /// The gradient of a stacked weight [gates · H, n]: Aᵀ B, where A [k, gate row] holds gradients of
  /// pre-activations.
  static func multiplyByGates(
    _ cell: RecurrentCell, _ kind: clstm_weight, hiddenSize: Int, n: Int, k: Int,
    _ a: UnsafePointer<Float>, _ b: MatrixOperand, into c: UnsafeMutablePointer<Float>
  ) {
    let gateRow = cell.gateRow(hiddenSize)
    var product = description(
      m: gateRow, n: n, k: k, MatrixOperand(a, columns: gateRow).transposed, into: c,
      rowStride: n, start: .zero)
    product.b = b.pointer
    product.b_k_stride = b.rowStride
    product.b_column_stride = b.columnStride
    product.by_gates = 1
    product.cell = cell.code
    product.weight = kind
    product.hidden = hiddenSize
    run(product)
  }

  fileprivate static func description(
    m: Int, n: Int, k: Int, _ a: MatrixOperand, into c: UnsafeMutablePointer<Float>,
    rowStride: Int, start: ProductStart
  ) -> clstm_product {
    var product = clstm_product()
    product.m = m
    product.n = n
    product.k = k
    product.a = a.pointer
    product.a_row_stride = a.rowStride
    product.a_k_stride = a.columnStride
    product.c = c
    product.c_row_stride = rowStride
    switch start {
    case .zero: product.start = CLSTM_START_ZERO
    case .accumulate: product.start = CLSTM_START_ACCUMULATE
    case .bias(let bias):
      product.start = CLSTM_START_BIAS
      product.bias = bias
    }
    return product
  }

  private static func run(_ product: clstm_product) {
    var scratch = ProductScratch()
    scratch.run(product)
  }
}

/// The working memory of products, kept from one to the next where steps must not allocate.
struct ProductScratch: Sendable {
  private var memory = Tensor(uninitialized: [0])

  mutating func multiply(
    m: Int, n: Int, k: Int, _ a: MatrixOperand, packed b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>, rowStride: Int, start: ProductStart
  ) {
    var product = Product.description(
      m: m, n: n, k: k, a, into: c, rowStride: rowStride, start: start)
    product.b = b
    product.b_is_packed = 1
    run(product)
  }

  mutating func run(_ description: clstm_product) {
    guard description.m > 0, description.n > 0 else { return }
    var product = description
    let size = clstm_product_scratch_size(&product)
    let limit = Share.threads(for: product.m * product.n * max(1, product.k))
    if memory.count < size * limit { memory = Tensor(uninitialized: [size * limit]) }
    memory.makeUnique()
    nonisolated(unsafe) let (shared, base) = (product, memory.freshPointer)
    ThreadPool.shared.run(limit: limit) { thread, threads in
      withUnsafePointer(to: shared) {
        clstm_multiply($0, base + thread * size, Int32(thread), Int32(threads))
      }
    }
  }
}
