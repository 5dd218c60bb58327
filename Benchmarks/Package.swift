// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that nothing that only measures is in the users' graph.
let package = Package(
    name: "throughline-benchmarks",
    dependencies: [
        .package(name: "throughline", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .target(
            name: "BenchRules", dependencies: [.product(name: "ModuleKit", package: "throughline")],
            swiftSettings: [.swiftLanguageMode(.v6), .enableUpcomingFeature("InternalImportsByDefault")]),
        .executableTarget(
            name: "bench-module", dependencies: ["BenchRules", .product(name: "ModuleKit", package: "throughline")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "throughline-bench",
            dependencies: [
                "BenchRules", "bench-module",
                .product(name: "ThroughlineKit", package: "throughline"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]),
    ]
)
