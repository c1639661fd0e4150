import Testing

@testable import LSTMTasks

@Suite("An endless order of passes")
struct EndlessPassesTests {
  @Test(
    "goes over everything once in each pass, each time in another order", arguments: [1, 2, 7, 60])
  func passes(count: Int) {
    let order = EndlessPasses(count: count, seed: 3)
    let passes = (0..<4).map { pass in (0..<count).map { order[pass * count + $0] } }
    for pass in passes { #expect(pass.sorted() == Array(0..<count)) }
    if count > 10 { #expect(Set(passes).count == 4) }
    let other = EndlessPasses(count: count, seed: 4)
    if count > 10 { #expect((0..<count).map { other[$0] } != passes[0]) }
  }
}
