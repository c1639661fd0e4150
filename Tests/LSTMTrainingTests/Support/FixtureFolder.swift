import Foundation
import LSTMTestSupport
import Testing

/// One of PyTorch's results in this target's `Fixtures`.
func fixture(_ name: String) throws -> Fixture {
  let resources = try #require(Bundle.module.resourceURL)
  return try Fixture(name, in: resources.appending(path: "Fixtures"))
}
