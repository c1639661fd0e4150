import Foundation
import LSTMFormats
import Testing

/// The figures that `Reference/make_classification_fixtures.py` wrote.
enum ClassificationFixture {
  static func part(_ name: String) throws -> JSONReader {
    let url = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return try JSONReader(contentsOf: url.path + "/classification.json").member(name)
  }
}
