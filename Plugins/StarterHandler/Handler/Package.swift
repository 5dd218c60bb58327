// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "example-handler",
    dependencies: [.package(name: "throughline", path: "/path/to/throughline")],
    targets: [
        .executableTarget(
            name: "example-handler", dependencies: [.product(name: "ModuleKit", package: "throughline")],
            path: "Sources")
    ]
)
