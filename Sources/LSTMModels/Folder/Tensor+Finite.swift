import LSTMTensor

extension Tensor {
  /// Where the first infinity or NaN is in row-major order, `nil` where there is none.
  var firstNonFiniteIndex: Int? {
    withBuffer { values in
      // Adding one to a full exponent carries into the sign bit: one pass without a branch, which
      // the compiler turns into vector instructions.
      var carried: UInt32 = 0
      for value in values {
        carried |= (value.bitPattern & 0x7FFF_FFFF) &+ 0x0080_0000
      }
      return carried >> 31 == 0 ? nil : values.firstIndex { !$0.isFinite }
    }
  }
}
