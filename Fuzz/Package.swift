// swift-tools-version: 6.1
import PackageDescription

// A package of its own, because everything below it is built anew with the fuzzer's probes: `Scripts/test fuzz`.
let package = Package(
    name: "throughline-fuzz",
    dependencies: [.package(name: "throughline", path: "..")],
    targets: ["fuzz-ledger-text", "fuzz-tile-path", "fuzz-proof"].map { name in
        // libFuzzer brings the main function.
        .executableTarget(
            name: name, dependencies: [.product(name: "Ledger", package: "throughline")],
            swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library"])])
    }
)
