import Foundation
import LSTMFormats
import Testing

/// The figures that `Reference/make_metric_fixtures.py` wrote.
enum MetricFixture {
  static func part(_ name: String) throws -> JSONReader {
    let url = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return try JSONReader(contentsOf: url.path + "/metrics.json").member(name)
  }
}

extension JSONReader {
  func numbers(_ name: String) throws -> [Double] {
    try member(name).elements().map { $0.value == .null ? .nan : try $0.double() }
  }

  func number(_ name: String) throws -> Double { try member(name).double() }
}
