// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "swift-lstm-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-lstm", path: "..")],
  targets: [
    .target(name: "MachineLimits", cSettings: [.unsafeFlags(["-O3"])]),
    .executableTarget(
      name: "LSTMBenchmark",
      dependencies: ["MachineLimits", .product(name: "LSTMKit", package: "swift-lstm")],
      swiftSettings: [.swiftLanguageMode(.v6)]),
  ])
