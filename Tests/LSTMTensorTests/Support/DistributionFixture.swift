import Foundation
import LSTMFormats
import Testing

/// The figures that `Reference/make_distribution_fixtures.py` wrote.
enum DistributionFixture {
  static func part(_ name: String) throws -> JSONReader {
    let url = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return try JSONReader(contentsOf: url.path + "/distributions.json").member(name)
  }
}

extension JSONReader {
  func numbers(_ name: String) throws -> [Double] {
    try member(name).elements().map { try $0.double() }
  }
}
