import Foundation
import Testing

/// A program that this package builds beside the tests.
func built(_ name: String) throws -> String {
    let runner = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") as NSString
    // Beside the test runner, or, when a tool of the toolchain runs the tests, beside their bundle.
    let bundles = CommandLine.arguments.filter { $0.hasSuffix(".xctest") }
        .map { ($0 as NSString).deletingLastPathComponent }
    return try #require(
        ([runner.deletingLastPathComponent, Bundle.main.bundlePath] + bundles)
            .map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) },
        "\(name) is not built")
}
