import CLSTMKernels
import Testing

@testable import LSTMTensor

@Suite("Instruction sets")
struct InstructionSetTests {
  @Test("Their numbers are those of the C header")
  func numbers() {
    #expect(InstructionSet.scalar.rawValue == Int32(CLSTM_PATH_SCALAR.rawValue))
    #expect(InstructionSet.avx2.rawValue == Int32(CLSTM_PATH_AVX2.rawValue))
    #expect(InstructionSet.avx512.rawValue == Int32(CLSTM_PATH_AVX512.rawValue))
    #expect(InstructionSet.neon.rawValue == Int32(CLSTM_PATH_NEON.rawValue))
  }

  @Test("Plain C is always there, and a set of another processor is not and cannot be chosen")
  func availability() {
    #expect(InstructionSet.scalar.isAvailable)
    #expect(InstructionSet.current.isAvailable)
    #expect(!(InstructionSet.neon.isAvailable && InstructionSet.avx2.isAvailable))
    for foreign in InstructionSet.allCases.filter({ !$0.isAvailable }) {
      #expect(!foreign.select())
      #expect(InstructionSet.current != foreign)
    }
  }

  @Test("The sets of this processor can be asked for by name, and nothing else can")
  func names() {
    for set in InstructionSet.allCases {
      #expect(InstructionSet(usableName: "\(set)") == (set.isAvailable ? set : nil))
    }
    for name in ["", "bogus", "AVX2", "scalar ", "avx"] {
      #expect(InstructionSet(usableName: name) == nil)
    }
  }
}
