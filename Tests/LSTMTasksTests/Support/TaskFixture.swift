import Foundation
import LSTMFormats
import LSTMTestSupport
import Testing

/// What scripts in `Reference` wrote into this target's `Fixtures`.
enum TaskFixture {
  /// A member of a JSON file.
  static func part(_ name: String, of file: String) throws -> JSONReader {
    try JSONReader(contentsOf: try folder().path + "/\(file).json").member(name)
  }

  /// The tensors of a safetensors file.
  static func tensors(_ file: String) throws -> Fixture {
    try Fixture(file, in: try folder())
  }

  private static func folder() throws -> URL {
    try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
  }
}

extension JSONReader {
  func numbers(_ name: String) throws -> [Double] {
    try member(name).elements().map { $0.value == .null ? .nan : try $0.double() }
  }

  func number(_ name: String) throws -> Double { try member(name).double() }
}
