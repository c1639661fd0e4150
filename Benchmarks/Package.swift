// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "swift-lstm-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-lstm", path: "..")],
  targets: [
    .executableTarget(
      name: "LSTMBenchmark",
      dependencies: [.product(name: "LSTMKit", package: "swift-lstm")],
      swiftSettings: [.swiftLanguageMode(.v6)])
  ])
