import Foundation
import LSTMFormats
import Testing

/// The figures that `Reference/make_distribution_fixtures.py` wrote.
enum DistributionFixture {
  static func part(_ name: String) throws -> JSONReader {
    try JSONReader(fixture: "distributions").member(name)
  }
}

extension JSONReader {
  /// The file of that name that a script of `Reference` wrote.
  init(fixture name: String) throws {
    let url = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    try self.init(contentsOf: url.path + "/\(name).json")
  }
}

extension JSONReader {
  func numbers(_ name: String) throws -> [Double] {
    try member(name).elements().map { try $0.double() }
  }
}
