// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")

func source(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    exclude: [String] = [],
    resources: [Resource]? = nil
) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: settings)
}

func test(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let package = Package(
    name: "throughline",
    products: [
        .executable(name: "throughline", targets: ["throughline"]),
        .library(name: "EventModel", targets: ["EventModel"]),
        .library(name: "Exchange", targets: ["Exchange"]),
        .library(name: "Ledger", targets: ["Ledger"]),
        .library(name: "ModuleKit", targets: ["ModuleKit"]),
        .library(name: "Postgres", targets: ["Postgres"]),
        .library(
            name: "ThroughlineKit",
            targets: [
                "Access", "Application", "Casework", "EmbeddedPostgres", "EventLog", "EventModel", "ModuleHost",
                "Ledger", "ModuleKit", "Notary", "Postgres", "ReadModels", "Schema", "Vault",
            ]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "CSandbox"),
        source("Threads"),
        source("Postgres", ["CLibPQ", "Threads", logging]),
        source("EmbeddedPostgres", ["Postgres", logging]),
        source("EventModel"),
        source("EventLog", ["EventModel", "Postgres", crypto, logging]),
        .target(
            name: "Schema", dependencies: ["EventLog"], path: "Schema", resources: [.copy("Migrations")],
            swiftSettings: settings),
        source("Ledger", ["EventModel", crypto]),
        source("Notary", ["Ledger", "EventLog", "EventModel", "Postgres", logging]),
        source("Witness", ["Ledger", "Threads", hummingbird, logging]),
        source("Casework", ["EventModel"]),
        source("Workflows", ["EventModel", "ModuleKit", .product(name: "Yams", package: "Yams")]),
        .target(
            name: "BundledModules", path: "Plugins",
            exclude: ["README.md", "CookCounty/Handler", "StarterHandler/Handler"],
            resources: [
                .copy("CookCounty"), .copy("HaldenCounty"), .copy("RamseyCounty"), .copy("Starter"),
                .copy("StarterHandler"), .copy("WyandotteCounty"),
            ], swiftSettings: settings),
        .executableTarget(
            name: "cook-county-handler", dependencies: ["ModuleKit"], path: "Plugins/CookCounty/Handler",
            swiftSettings: settings),
        source("ModuleKit", ["EventModel"]),
        source("ModuleHost", ["ModuleKit", "CSandbox", "Threads", "EventModel"]),
        source("ReadModels", ["EventModel", "Casework"]),
        source("Vault", ["EventModel", "Postgres", crypto]),
        source("Access", ["Postgres", "EventModel", crypto, cryptoExtras]),
        source(
            "Application",
            [
                "Casework", "Workflows", "ReadModels", "Access", "Vault", "EventLog", "EventModel", "Ledger", "Notary",
                "Postgres", "ModuleHost", "ModuleKit", crypto, logging,
            ]),
        source("Exchange", ["Application", "ReadModels", "Casework", "EventModel"]),
        source("Telemetry", [logging]),
        source("Gateway", ["Application", "Access", "Postgres", "EventModel", "Telemetry", hummingbird, logging]),
        source(
            "API",
            [
                "Gateway", "Application", "Access", "Casework", "EventModel", "Ledger", "Notary", "ReadModels",
                "Exchange", "Workflows", hummingbird,
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        source(
            "Web",
            [
                "Gateway", "Exchange", "Application", "Access", "Casework", "ReadModels", "EventModel", "Workflows",
                "ModuleHost", "Ledger", "Notary", crypto, hummingbird, mustache, logging,
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.copy("Templates"), .copy("Assets"), .copy("Locales")]),
        .executableTarget(
            name: "throughline",
            dependencies: [
                "API", "Web", "Gateway", "Exchange", "Application", "Access", "Vault", "ReadModels", "Casework",
                "EventLog", "EventModel", "Schema", "EmbeddedPostgres", "Postgres", "Telemetry", "Workflows",
                "BundledModules", "Ledger", "Notary", "Witness", "ModuleHost", "ModuleKit", "cook-county-handler",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
                hummingbird, logging,
            ],
            swiftSettings: settings),
        .target(
            name: "TestSupport", dependencies: ["Postgres", "EmbeddedPostgres", logging], path: "Tests/TestSupport",
            swiftSettings: settings),
        .target(
            name: "CountySupport",
            dependencies: [
                "Application", "Access", "Vault", "ReadModels", "Casework", "EventLog", "EventModel", "Ledger",
                "Notary",
                "Schema", "Postgres", "ModuleHost", "Workflows", "TestSupport", logging,
            ],
            path: "Tests/CountySupport", swiftSettings: settings),
        test("ThreadsTests", ["Threads"]),
        test("PostgresTests", ["Postgres", "CLibPQ", "EmbeddedPostgres", "TestSupport", logging]),
        test("EmbeddedPostgresTests", ["EmbeddedPostgres", "Postgres", "TestSupport", logging]),
        test("EventModelTests", ["EventModel"]),
        test("EventLogTests", ["EventLog", "EventModel", "Postgres", "Schema", "TestSupport", crypto, logging]),
        test(
            "NotaryTests",
            ["Notary", "Ledger", "EventLog", "EventModel", "Postgres", "Schema", "TestSupport", logging]),
        test("LedgerTests", ["Ledger", "EventModel"]),
        .executableTarget(
            name: "invented-log", dependencies: ["Ledger", "EventModel"], path: "Tests/InventedLog",
            swiftSettings: settings),
        test(
            "WitnessTests",
            [
                "Witness", "Ledger", hummingbird, logging,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        test("CaseworkTests", ["Casework", "EventModel"], exclude: ["Samples"]),
        test("WorkflowsTests", ["Workflows", "BundledModules", "EventModel", "ModuleKit"]),
        test("ModuleKitTests", ["ModuleKit", "EventModel"]),
        .target(name: "CAttempts", path: "Tests/CAttempts"),
        .executableTarget(
            name: "misbehaving-module", dependencies: ["ModuleKit", "EventModel", "CAttempts"],
            path: "Tests/MisbehavingModule", swiftSettings: settings),
        test(
            "ModuleHostTests",
            [
                "ModuleHost", "ModuleKit", "EventModel", "Workflows", "BundledModules", "misbehaving-module",
                "cook-county-handler",
            ]),
        test("ReadModelsTests", ["ReadModels", "Casework", "EventModel"]),
        test("VaultTests", ["Vault", "EventModel", "Postgres", "TestSupport", crypto]),
        test("AccessTests", ["Access", "Postgres", "TestSupport"]),
        test(
            "ApplicationTests",
            [
                "Application", "Access", "BundledModules", "Casework", "EventLog", "EventModel", "Postgres",
                "ReadModels", "Workflows", "ModuleHost", "ModuleKit", "CountySupport", "misbehaving-module",
            ]),
        test("TelemetryTests", ["Telemetry", logging]),
        test("ExchangeTests", ["Exchange", "Application", "Casework", "EventModel"]),
        test(
            "GatewayTests",
            [
                "Gateway", "Application", "Telemetry", hummingbird, logging,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        test(
            "APITests",
            [
                "API", "Gateway", "Application", "Access", "EventLog", "EventModel", "Ledger", "Notary",
                "CountySupport",
                "TestSupport",
                hummingbird, logging, .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        test("WebTests", ["Web"]),
        test(
            "WebRoutesTests",
            [
                "Web", "Gateway", "Application", "Access", "ReadModels", "EventLog", "EventModel", "Ledger", "Notary",
                "Workflows",
                "CountySupport",
                "TestSupport", hummingbird, logging, .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
    ]
)
