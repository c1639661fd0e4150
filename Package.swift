// swift-tools-version: 6.2

import PackageDescription

// MARK: - Settings

let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// The kernels are optimised in debug builds too, and write every fused multiply-add themselves:
// contraction by the compiler would make the instruction sets disagree in the last bit.
let kernelSettings: [CSetting] = [
  .unsafeFlags(["-O3", "-ffp-contract=off", "-fno-math-errno"])
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func tests(
  of name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [],
  exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.byName(name: name), "LSTMTestSupport"] + dependencies,
    exclude: exclude,
    resources: resources,
    swiftSettings: swiftSettings)
}

// MARK: - Package

let package = Package(
  name: "swift-lstm",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [
    .library(name: "LSTMKit", targets: ["LSTMKit"]),
    .executable(name: "lstm", targets: ["LSTMCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    // MARK: Floor 1
    .target(
      name: "CLSTMKernels",
      cSettings: kernelSettings,
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    library("LSTMPlot"),

    // MARK: Floor 2
    library("LSTMTensor", ["CLSTMKernels"]),

    // MARK: Floor 3
    library("LSTMData", ["LSTMTensor"]),
    library("LSTMLayers", ["LSTMTensor"]),
    library("LSTMFormats", ["LSTMTensor"]),

    // MARK: Floor 4
    library("LSTMModels", ["LSTMTensor", "LSTMData", "LSTMLayers", "LSTMFormats"]),

    // MARK: Floor 5
    library(
      "LSTMTraining", ["LSTMTensor", "LSTMData", "LSTMLayers", "LSTMFormats", "LSTMModels"]),

    // MARK: Floor 6
    library(
      "LSTMTasks",
      [
        "LSTMTensor", "LSTMData", "LSTMLayers", "LSTMFormats", "LSTMModels", "LSTMTraining",
        "LSTMPlot",
      ]),
    library(
      "LSTMInsight",
      ["LSTMTensor", "LSTMData", "LSTMLayers", "LSTMFormats", "LSTMTraining", "LSTMPlot"]),

    // MARK: The umbrella, and floor 7
    library(
      "LSTMKit",
      [
        "LSTMTensor", "LSTMData", "LSTMLayers", "LSTMFormats", "LSTMModels", "LSTMTraining",
        "LSTMTasks", "LSTMInsight", "LSTMPlot",
      ]),
    .executableTarget(
      name: "LSTMCommand",
      dependencies: [
        "LSTMKit", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [
        .embedInCode("Demo/guide.txt"), .embedInCode("Demo/seattle-temperature.csv"),
      ],
      swiftSettings: swiftSettings),

    // MARK: Tests
    .target(
      name: "LSTMTestSupport",
      dependencies: ["LSTMTensor"],
      path: "Tests/LSTMTestSupport",
      swiftSettings: swiftSettings),
    tests(of: "LSTMPlot"),
    tests(of: "LSTMTensor", ["CLSTMKernels", "LSTMFormats"], resources: [.copy("Fixtures")]),
    tests(of: "LSTMData", resources: [.copy("Fixtures")]),
    tests(of: "LSTMLayers", ["CLSTMKernels", "LSTMFormats"], resources: [.copy("Fixtures")]),
    tests(of: "LSTMFormats"),
    tests(of: "LSTMModels"),
    tests(of: "LSTMTraining", resources: [.copy("Fixtures")]),
    tests(of: "LSTMTasks", resources: [.copy("Fixtures")]),
    tests(of: "LSTMInsight", ["LSTMTasks", "LSTMPlot"]),
    // The golden files are read where they lie, so that a test can rewrite them.
    tests(of: "LSTMCommand", exclude: ["Golden"]),
  ]
)
