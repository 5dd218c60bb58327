import CLibPQ

extension PostgresConfiguration {
    /// Keywords for `PQconnectdbParams`; those before `dbname` are defaults, those after it override the string.
    func parameters() throws(PostgresError) -> [(keyword: String, value: String)] {
        let given = try parsed()
        let seconds = max(2, connectTimeout.components.seconds + (connectTimeout.components.attoseconds > 0 ? 1 : 0))
        let ownOptions = startupOptions
        let givenOptions = given.first { $0.keyword == "options" }?.value
        var parameters = [
            ("fallback_application_name", applicationName),
            ("connect_timeout", String(seconds)),
            // A peer that is gone is noticed in 20 s, idle or not.
            ("keepalives", "1"), ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "2"),
            ("tcp_user_timeout", "20000"),
            ("dbname", connectionString),
            ("client_encoding", "UTF8"),
        ]
        if !ownOptions.isEmpty {
            parameters.append(("options", ([givenOptions].compactMap(\.self) + ownOptions).joined(separator: " ")))
        }
        return parameters
    }

    private var startupOptions: [String] {
        var values = settings.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        if let role { values.append(("role", role)) }
        if let statementTimeout { values.append(("statement_timeout", String(statementTimeout.milliseconds))) }
        return values.map { key, value in "-c \(Self.escaped("\(key)=\(value)"))" }
    }

    /// The server splits options at spaces and takes a backslash as an escape.
    private static func escaped(_ option: String) -> String {
        var escaped = ""
        for character in option {
            if character == "\\" || character.isWhitespace { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }

    func parsed() throws(PostgresError) -> [Option] {
        guard let list = PQconninfoParse(connectionString, nil) else {
            // libpq's own message quotes the string, password and all.
            throw PostgresError(
                .connectionFailed,
                message: "cannot read the connection string: give a postgresql:// URI or key=value pairs")
        }
        defer { PQconninfoFree(list) }
        var options: [Option] = []
        var entry = list
        while let keyword = entry.pointee.keyword {
            if let value = entry.pointee.val {
                let isSecret = entry.pointee.dispchar.map { String(cString: $0) == "*" } ?? false
                options.append(
                    Option(
                        keyword: String(cString: keyword), variable: entry.pointee.envvar.map { String(cString: $0) },
                        value: String(cString: value), isSecret: isSecret))
            }
            entry += 1
        }
        return options
    }

    struct Option {
        var keyword: String
        /// The environment variable that means the same.
        var variable: String?
        var value: String
        var isSecret: Bool
    }
}

extension PostgresConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The connection string as `key=value` pairs, passwords hidden.
    public var description: String {
        guard let options = try? parsed() else { return "unreadable connection string" }
        var parts = options.map { "\($0.keyword)=\($0.isSecret ? "***" : $0.value)" }
        if let role { parts.append("role=\(role)") }
        return parts.joined(separator: " ")
    }

    public var debugDescription: String { description }

    /// Keeps `dump` from showing a password.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

extension Duration {
    /// Whole milliseconds, rounded up, so that a short time is never zero.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}
