import Configuration
import Foundation
import Ledger
import SystemPackage

/// What a server needs to know to start, from the command line, the environment, `throughline.yaml` and defaults.
struct Settings: Sendable {
    struct Address: Sendable, CustomStringConvertible {
        var host: String
        var port: Int
        var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
    }

    var listen: Address
    var dataDirectory: String
    var databaseURL: String?
    var readURL: String?
    var poolSize: Int
    var publicURL: String
    var keysFile: String
    var modulesDirectory: String
    var logLevel: String
    var logFormat: String
    /// From one comparison of a read model with its rebuild to the next; nil for none.
    var checkInterval: Interval?
    /// Seconds between two checkpoints of a log that has something new.
    var checkpointInterval: Int
    /// Who co-signs the checkpoints.
    var witnesses: [WitnessAddress]

    /// Where a witness answers, and the key that it signs with.
    struct WitnessAddress: Sendable {
        var url: URL
        var key: VerifierKey
    }

    /// What was given on the command line; it goes over everything else.
    struct Overrides: Sendable {
        var listen: String?
        var dataDirectory: String?
        var databaseURL: String?
        var configFile: String?
    }

    /// - Throws: `SettingsError` that names the key and what would be accepted.
    static func load(
        _ overrides: Overrides, environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> Settings {
        let file = overrides.configFile ?? environment["THROUGHLINE_CONFIG"] ?? "throughline.yaml"
        try KnownKeys.check(environment: environment)
        var fileProvider: any ConfigProvider = InMemoryProvider(values: [:])
        if FileManager.default.fileExists(atPath: file) {
            try KnownKeys.check(yaml: try String(contentsOfFile: file, encoding: .utf8), file: file)
            fileProvider = try await FileProvider<YAMLSnapshot>(filePath: FilePath(file))
        } else if overrides.configFile != nil {
            throw SettingsError("There is no configuration file at \(file).")
        }
        let environmentReader = ConfigReader(
            provider: EnvironmentVariablesProvider(environmentVariables: environment))
        let fileReader = ConfigReader(provider: fileProvider)

        func text(_ key: String) throws -> String? {
            let scoped = ConfigKey("throughline.\(key)")
            if let value = environmentReader.string(forKey: scoped) { return value }
            if let path = environmentReader.string(forKey: ConfigKey("throughline.\(key)File")), key != "keys.file" {
                return try secret(path, key)
            }
            if let number = fileReader.int(forKey: ConfigKey(key)) { return String(number) }
            return fileReader.string(forKey: ConfigKey(key))
        }
        let dataDirectory = try overrides.dataDirectory ?? text("dataDirectory") ?? ".throughline"
        let listen = try address(try overrides.listen ?? text("listen") ?? "127.0.0.1:8080")
        let pool = try text("database.poolSize") ?? "10"
        guard let poolSize = Int(pool), (1...200).contains(poolSize) else {
            throw SettingsError("database.poolSize is \"\(pool)\"; give a whole number from 1 to 200.")
        }
        let logLevel = try oneOf(
            "log.level", try text("log.level") ?? "info",
            ["trace", "debug", "info", "notice", "warning", "error", "critical"])
        let interval = try text("checkpoint.interval") ?? "60"
        guard let checkpointInterval = Int(interval), (1...60).contains(checkpointInterval) else {
            throw SettingsError("checkpoint.interval is \"\(interval)\"; give whole seconds from 1 to 60.")
        }
        return Settings(
            listen: listen, dataDirectory: dataDirectory,
            databaseURL: try overrides.databaseURL ?? text("database.url"), readURL: try text("database.readURL"),
            poolSize: poolSize, publicURL: try text("publicURL") ?? "http://\(listen)",
            keysFile: try text("keys.file") ?? "\(dataDirectory)/keys.json",
            modulesDirectory: try text("modules.directory") ?? "\(dataDirectory)/modules", logLevel: logLevel,
            logFormat: try oneOf("log.format", try text("log.format") ?? "text", ["json", "text"]),
            checkInterval: try Interval.setting(
                "projection.checkInterval", try text("projection.checkInterval") ?? "1d"),
            checkpointInterval: checkpointInterval, witnesses: try witnesses(try text("checkpoint.witnesses")))
    }

    /// Reads `URL KEY`, and more of them after commas.
    private static func witnesses(_ text: String?) throws -> [WitnessAddress] {
        try (text ?? "").split(separator: ",").map { item in
            let parts = item.split(whereSeparator: \.isWhitespace)
            guard parts.count == 2, let url = URL(string: String(parts[0])), ["http", "https"].contains(url.scheme),
                url.host != nil, let key = try? VerifierKey(String(parts[1])), key.kind == .cosignature
            else {
                throw SettingsError(
                    "checkpoint.witnesses has \"\(item)\"; give each witness's address and verifier key with a space "
                        + "between, such as https://witness.example/ witness.example+…, and commas between witnesses.")
            }
            return WitnessAddress(url: url, key: key)
        }
    }

    private static func secret(_ path: String, _ key: String) throws -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw SettingsError("The file for \(key), \(path), cannot be read.")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func oneOf(_ key: String, _ value: String, _ accepted: [String]) throws -> String {
        guard accepted.contains(value) else {
            throw SettingsError("\(key) is \"\(value)\"; give one of \(accepted.joined(separator: ", ")).")
        }
        return value
    }

    static func address(_ text: String) throws -> Address {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { throw SettingsError("listen is \"\(text)\"; give an address and a port, such as 127.0.0.1:8080.") }
        let host = text[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        return Address(host: host.isEmpty ? "127.0.0.1" : host, port: port)
    }

    /// Every key with its value, secrets hidden, for `config check`.
    var shown: [(key: String, value: String)] {
        [
            ("listen", "\(listen)"), ("dataDirectory", dataDirectory),
            ("database.url", databaseURL.map { _ in "(set, hidden)" } ?? "(embedded PostgreSQL)"),
            ("database.readURL", readURL.map { _ in "(set, hidden)" } ?? "(none)"),
            ("database.poolSize", String(poolSize)), ("publicURL", publicURL), ("keys.file", keysFile),
            ("modules.directory", modulesDirectory), ("log.level", logLevel), ("log.format", logFormat),
            ("projection.checkInterval", checkInterval?.description ?? "off"),
            ("checkpoint.interval", String(checkpointInterval)),
            ("checkpoint.witnesses", witnesses.isEmpty ? "(none)" : witnesses.map(\.key.name).joined(separator: ", ")),
        ]
    }
}

/// A setting that cannot be used, and what to do about it.
struct SettingsError: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
