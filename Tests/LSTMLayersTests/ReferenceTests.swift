import LSTMTestSupport
import Testing

/// The oracle's own examination: each backward pass of `Reference` against central differences.
@Suite("References")
struct ReferenceTests {
  /// What central differences in `Double` leave of the digits, with a margin.
  static let tolerance = 1e-8

  @Test("Gradients of the matrix product match central differences", arguments: [1, 2, 5])
  func product(rows: Int) {
    var numbers = TestNumbers(seed: 1)
    let (a, b) = (numbers.normal([rows, 3]), numbers.normal([3, 4]))
    let gradient = numbers.normal([rows, 4])
    let gradients = Reference.productBackward(a, b, gradient: gradient)
    let error = gradientError(
      of: { DoubleArray.dot(Reference.product($0[0], $0[1]), gradient) },
      at: [a, b], against: [gradients.a, gradients.b])
    #expect(error < Self.tolerance)
  }

  @Test("The three matrix products agree with the sum they stand for")
  func products() {
    let a = DoubleArray([1.0, 2, 3, 4, 5, 6], shape: [2, 3])
    let b = DoubleArray([1.0, 0, -1, 2, 1, 1], shape: [3, 2])
    let bTransposed = DoubleArray([1.0, -1, 1, 0, 2, 1], shape: [2, 3])
    let aTransposed = DoubleArray([1.0, 4, 2, 5, 3, 6], shape: [3, 2])
    let expected = DoubleArray([2.0, 7, 5, 16], shape: [2, 2])
    #expect(Reference.product(a, b) == expected)
    #expect(Reference.product(a, transposing: bTransposed) == expected)
    #expect(Reference.product(transposing: aTransposed, b) == expected)
  }

  @Test("Gradients of the linear layer match central differences", arguments: [[1], [4], [3, 2]])
  func linear(leading: [Int]) {
    var numbers = TestNumbers(seed: 2)
    let inputs = [
      numbers.normal(leading + [5]), numbers.normal([3, 5]), numbers.normal([3]),
    ]
    let gradient = numbers.normal(leading + [3])
    let gradients = Reference.linearBackward(inputs[0], weight: inputs[1], gradient: gradient)
    let error = gradientError(
      of: {
        DoubleArray.dot(Reference.linear($0[0], weight: $0[1], bias: $0[2]), gradient)
      },
      at: inputs, against: [gradients.input, gradients.weight, gradients.bias])
    #expect(error < Self.tolerance)
  }

  @Test("An embedding's gradient adds up over repeated tokens")
  func embedding() {
    var numbers = TestNumbers(seed: 3)
    let table = numbers.normal([6, 3])
    let tokens = [4, 0, 4, 5, 4]
    let gradient = numbers.normal([5, 3])
    #expect(Reference.embedding(table, tokens: [4]).values == Array(table.values[12..<15]))
    let error = gradientError(
      of: { DoubleArray.dot(Reference.embedding($0[0], tokens: tokens), gradient) },
      at: [table],
      against: [
        Reference.embeddingBackward(tokens: tokens, vocabularySize: 6, gradient: gradient)
      ])
    #expect(error < Self.tolerance)
  }

  @Test(
    "Gradients of cross-entropy match central differences, ignored rows or not",
    arguments: [[0], [2, 1, 4], [3, -1, 0, -1], [-1, -1]])
  func crossEntropy(targets: [Int]) {
    var numbers = TestNumbers(seed: 4)
    let logits = numbers.normal([targets.count, 5], deviation: 2)
    let error = gradientError(
      of: { 1.5 * Reference.crossEntropy($0[0], targets: targets) },
      at: [logits],
      against: [Reference.crossEntropyBackward(logits, targets: targets, gradient: 1.5)])
    #expect(error < Self.tolerance)
  }

  @Test("Cross-entropy of equal logits is the logarithm of the number of classes")
  func crossEntropyOfEqualLogits() {
    let logits = DoubleArray(repeating: 700, shape: [2, 8])
    let loss = Reference.crossEntropy(logits, targets: [0, 7])
    #expect(abs(loss - 3 * 0.693_147_180_559_945_3) < 1e-12)
  }

  @Test("Gradients of the mean squared error match central differences")
  func meanSquaredError() {
    var numbers = TestNumbers(seed: 5)
    let (x, target) = (numbers.normal([3, 4]), numbers.normal([3, 4]))
    let error = gradientError(
      of: { 2 * Reference.meanSquaredError($0[0], target: target) },
      at: [x],
      against: [Reference.meanSquaredErrorBackward(x, target: target, gradient: 2)])
    #expect(error < Self.tolerance)
  }

  @Test(
    "Gradients of layer normalisation match central differences",
    arguments: [[1, 2], [1, 17], [4, 5], [3, 2, 6]])
  func layerNorm(shape: [Int]) {
    var numbers = TestNumbers(seed: 6)
    let features = [shape[shape.count - 1]]
    let inputs = [
      numbers.normal(shape, mean: 0.5), numbers.normal(features), numbers.normal(features),
    ]
    let gradient = numbers.normal(shape)
    let gradients = Reference.layerNormBackward(
      inputs[0], gain: inputs[1], epsilon: 0.01, gradient: gradient)
    let error = gradientError(
      of: {
        DoubleArray.dot(
          Reference.layerNorm($0[0], gain: $0[1], bias: $0[2], epsilon: 0.01), gradient)
      },
      at: inputs, against: [gradients.input, gradients.gain, gradients.bias])
    #expect(error < Self.tolerance)
  }

  @Test("Dropout is its own backward pass")
  func dropout() {
    var numbers = TestNumbers(seed: 7)
    let x = numbers.normal([3, 5])
    let mask = numbers.mask([3, 5], keeping: 0.75)
    let gradient = numbers.normal([3, 5])
    let error = gradientError(
      of: { DoubleArray.dot(Reference.dropout($0[0], mask: mask, keeping: 0.75), gradient) },
      at: [x], against: [Reference.dropout(gradient, mask: mask, keeping: 0.75)])
    #expect(error < Self.tolerance)
  }

  @Test(
    "Derivatives of the elementwise functions match central differences",
    arguments: Reference.Function.allCases)
  func function(_ function: Reference.Function) {
    var numbers = TestNumbers(seed: 8)
    let bounds = function == .log ? 0.25...4 : -4.0...4
    let x = numbers.uniform([3, 7], in: bounds)
    let gradient = numbers.normal([3, 7])
    let error = gradientError(
      of: { DoubleArray.dot(function($0[0]), gradient) },
      at: [x], against: [function.backward(x, gradient: gradient)])
    #expect(error < Self.tolerance)
  }

  @Test("The logistic function and its derivative stay finite far from zero")
  func saturation() {
    #expect(Reference.sigmoid(-1000) == 0)
    #expect(Reference.sigmoid(1000) == 1)
    #expect(Reference.Function.sigmoid.derivative(at: 1000) == 0)
  }

  @Test(
    "Gradients of the binary operations match central differences, repeated operands or not",
    arguments: [[2, 3, 4], [3, 4], [4], []])
  func binary(shape: [Int]) {
    var numbers = TestNumbers(seed: 9)
    let (a, b) = (numbers.normal([2, 3, 4]), numbers.normal(shape))
    let gradient = numbers.normal([2, 3, 4])
    let sum = Reference.addBackward(a, b, gradient: gradient)
    let difference = Reference.subtractBackward(a, b, gradient: gradient)
    let product = Reference.multiplyBackward(a, b, gradient: gradient)
    let errors = [
      gradientError(
        of: { DoubleArray.dot(Reference.add($0[0], $0[1]), gradient) },
        at: [a, b], against: [sum.a, sum.b]),
      gradientError(
        of: { DoubleArray.dot(Reference.subtract($0[0], $0[1]), gradient) },
        at: [a, b], against: [difference.a, difference.b]),
      gradientError(
        of: { DoubleArray.dot(Reference.multiply($0[0], $0[1]), gradient) },
        at: [a, b], against: [product.a, product.b]),
    ]
    #expect(errors.allSatisfy { $0 < Self.tolerance }, "\(errors)")
  }

  @Test("Gradients of concatenation match central differences")
  func concatenation() {
    var numbers = TestNumbers(seed: 10)
    let parts = [2, 1, 3].map { numbers.normal([2, 2, $0]) }
    let gradient = numbers.normal([2, 2, 6])
    let whole = Reference.concatenate(parts)
    #expect(Array(whole.values[6..<8]) == Array(parts[0].values[2..<4]))
    let error = gradientError(
      of: { DoubleArray.dot(Reference.concatenate($0), gradient) },
      at: parts, against: Reference.concatenateBackward(sizes: [2, 1, 3], gradient: gradient))
    #expect(error < Self.tolerance)
  }

  @Test("Gradients of softmax match central differences", arguments: [1, 2, 9])
  func softmax(columns: Int) {
    var numbers = TestNumbers(seed: 11)
    let (x, gradient) = (numbers.normal([3, columns]), numbers.normal([3, columns]))
    let error = gradientError(
      of: { DoubleArray.dot(Reference.softmax($0[0]), gradient) },
      at: [x], against: [Reference.softmaxBackward(x, gradient: gradient)])
    #expect(error < Self.tolerance)
  }

  @Test("Gradients of sums and means match central differences", arguments: [0, 1, 2])
  func reduction(axis: Int) {
    var numbers = TestNumbers(seed: 12)
    let shape = [2, 3, 4]
    let x = numbers.normal(shape)
    let gradient = numbers.normal(Reference.sum(x, axis: axis).shape)
    let errors = [
      gradientError(
        of: { 3 * Reference.sum($0[0]) },
        at: [x], against: [Reference.sumBackward(shape: shape, gradient: 3)]),
      gradientError(
        of: { 3 * Reference.mean($0[0]) },
        at: [x], against: [Reference.meanBackward(shape: shape, gradient: 3)]),
      gradientError(
        of: { DoubleArray.dot(Reference.sum($0[0], axis: axis), gradient) },
        at: [x], against: [Reference.sumBackward(shape: shape, axis: axis, gradient: gradient)]),
      gradientError(
        of: { DoubleArray.dot(Reference.mean($0[0], axis: axis), gradient) },
        at: [x], against: [Reference.meanBackward(shape: shape, axis: axis, gradient: gradient)]),
    ]
    #expect(errors.allSatisfy { $0 < Self.tolerance }, "\(errors)")
    #expect(abs(Reference.sum(Reference.sum(x, axis: axis)) - Reference.sum(x)) < 1e-12)
  }
}
