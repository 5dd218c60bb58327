import Yams

/// The keys that a configuration may have; a mistyped one is an error, not silence.
enum KnownKeys {
    static let all = [
        "listen", "dataDirectory", "database.url", "database.readURL", "database.poolSize", "publicURL", "keys.file",
        "modules.directory", "log.level", "log.format", "projection.checkInterval", "checkpoint.interval",
        "checkpoint.witnesses",
    ]

    /// Variables that are not settings of the server.
    private static let otherVariables: Set<String> = ["THROUGHLINE_CONFIG", "THROUGHLINE_SHARED_DATA"]

    static func check(environment: [String: String]) throws(SettingsError) {
        let known = Set(all.flatMap { [variable($0), variable($0) + "_FILE"] }).union(otherVariables)
        for name in environment.keys.sorted() where name.hasPrefix("THROUGHLINE_") && !known.contains(name) {
            let nearest = nearest(to: name, in: all.map(variable))
            throw SettingsError("The environment has \(name), which is no setting. The nearest is \(nearest).")
        }
    }

    static func check(yaml: String, file: String) throws {
        guard let document = try Yams.load(yaml: yaml) else { return }
        guard let root = document as? [String: Any] else {
            throw SettingsError("\(file) must hold keys and values, such as `listen: 127.0.0.1:8080`.")
        }
        for key in flattened(root, prefix: "").sorted() where !all.contains(key) {
            throw SettingsError("\(file) has \(key), which is no setting. The nearest is \(nearest(to: key, in: all)).")
        }
    }

    /// `database.poolSize` is `THROUGHLINE_DATABASE_POOL_SIZE`.
    static func variable(_ key: String) -> String {
        var name = "THROUGHLINE_"
        var previousIsLower = false
        for character in key {
            if character == "." {
                name.append("_")
            } else {
                if character.isUppercase, previousIsLower { name.append("_") }
                name.append(character.uppercased())
            }
            previousIsLower = character.isLowercase
        }
        return name
    }

    private static func flattened(_ table: [String: Any], prefix: String) -> [String] {
        table.flatMap { key, value in
            (value as? [String: Any]).map { flattened($0, prefix: "\(prefix)\(key).") } ?? ["\(prefix)\(key)"]
        }
    }

    static func nearest(to name: String, in names: [String]) -> String {
        names.min { distance(name, $0) < distance(name, $1) } ?? ""
    }

    /// The number of single-letter edits between two words (Levenshtein).
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let change = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(change, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[right.count]
    }
}
