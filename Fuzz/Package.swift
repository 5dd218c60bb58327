// swift-tools-version: 6.1
import PackageDescription

let fuzzers = [
    "fuzz-ledger-text": ["Ledger"], "fuzz-tile-path": ["Ledger"], "fuzz-proof": ["Ledger"],
    "fuzz-canonical": ["Ledger", "EventModel"], "fuzz-json": ["EventModel", "ModuleKit"],
    "fuzz-csv": ["Exchange"], "fuzz-cook-county": ["Exchange", "EventModel"],
]

// A package of its own, because everything below it is built anew with the fuzzer's probes: `Scripts/test fuzz`.
let package = Package(
    name: "throughline-fuzz",
    dependencies: [.package(name: "throughline", path: "..")],
    targets: fuzzers.sorted { $0.key < $1.key }.map { name, products in
        // libFuzzer brings the main function.
        .executableTarget(
            name: name, dependencies: products.map { .product(name: $0, package: "throughline") },
            swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library"])])
    }
)
