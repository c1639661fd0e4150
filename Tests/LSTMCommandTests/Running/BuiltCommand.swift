import Foundation

/// The `lstm` that this build has made: it lies beside the test bundle.
enum BuiltCommand {
  static var url: URL {
    get throws {
      let url = productsFolder.appendingPathComponent("lstm")
      guard FileManager.default.isExecutableFile(atPath: url.path) else {
        throw Missing(path: url.path)
      }
      return url
    }
  }

  private static var productsFolder: URL {
    #if os(macOS)
    if let bundle = Bundle.allBundles.first(where: { $0.bundlePath.hasSuffix(".xctest") }) {
      return bundle.bundleURL.deletingLastPathComponent()
    }
    #endif
    return Bundle.main.bundleURL
  }

  struct Missing: Error, CustomStringConvertible {
    let path: String
    var description: String { "\(path) is not there; `swift build` makes it." }
  }
}
