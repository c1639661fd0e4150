import Testing

@testable import LSTMInsight

@Suite("The curve of a training")
struct ErrorCurveTests {
  @Test("tells the sequences before the first whole thousand of which 98 % were right")
  func mostlyRight() {
    var curve = ErrorCurve()
    // 979 of the first thousand are right, 980 of the second and of the third.
    for wrong in [21, 20, 20] {
      for place in 0..<1000 { curve.record(0, isRight: place >= wrong) }
      if wrong == 21 { #expect(curve.mostlyRight == nil) }
    }
    #expect(curve.mostlyRight == 1000)
  }

  @Test("tells none where nobody says what was right")
  func nothingAsked() {
    var curve = ErrorCurve()
    for _ in 0..<3000 { curve.record(0) }
    #expect(curve.mostlyRight == nil)
  }
}
