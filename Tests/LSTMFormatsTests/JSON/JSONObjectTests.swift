import Testing

@testable import LSTMFormats

@Suite("JSON objects")
struct JSONObjectTests {
  @Test("members are found, changed, added and removed, few or many", arguments: [3, 16, 17, 40])
  func members(count: Int) {
    var object = JSONObject((0..<count).map { ("n\($0)", .integer(Int64($0))) })
    #expect(object.members.map(\.name) == (0..<count).map { "n\($0)" })
    for position in 0..<count { #expect(object["n\(position)"] == .integer(Int64(position))) }
    #expect(object["other"] == nil)

    object["n1"] = "changed"
    object["new"] = true
    object["n0"] = nil
    object["missing"] = nil
    #expect(object.members.map(\.name) == (1..<count).map { "n\($0)" } + ["new"])
    #expect(object["n1"] == "changed")
    #expect(object["n0"] == nil)
    #expect(object["new"] == true)
    #expect(object["n\(count - 1)"] == .integer(Int64(count - 1)))
  }

  @Test("of a name that comes twice the last value counts")
  func repetition() {
    #expect(JSONObject([("a", 1), ("b", 2), ("a", 3)]) == JSONObject([("a", 3), ("b", 2)]))
  }

  @Test("objects are equal with the same members in the same order")
  func equality() {
    #expect(JSONObject([("a", 1), ("b", 2)]) != JSONObject([("b", 2), ("a", 1)]))
    #expect(JSONObject([("a", 1)]) != JSONObject([("a", 1.0)]))
    #expect(JSONObject([("\u{E9}", 1)]) != JSONObject([("e\u{301}", 1)]))
  }
}
