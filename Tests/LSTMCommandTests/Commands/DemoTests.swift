import Testing

@Suite("The demo")
struct DemoTests {
  @Test("refuses a place that cannot take its model before it trains")
  func refusesOutput() async throws {
    let folder = try await SmallModel.folder()
    for output in ["text.txt", "model"] {
      let run = try await lstm("demo", "--output", output, in: folder)
      #expect(run.ending == .code(73))
      #expect(run.errors.contains(output))
      #expect(!run.errors.contains("parameters"))
    }
  }
}
