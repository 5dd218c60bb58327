/// A length of time as a setting writes it: `90s`, `30m`, `12h`, `1d`.
struct Interval: Sendable, Hashable, CustomStringConvertible {
    let duration: Duration
    let description: String

    private static let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]

    /// - Throws: `SettingsError` that names the key and what would be accepted; `off` gives nil.
    static func setting(_ key: String, _ text: String) throws(SettingsError) -> Interval? {
        if text == "off" { return nil }
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()), count > 0,
            count <= 366 * 86_400 / unit
        else {
            throw SettingsError(
                "\(key) is \"\(text)\"; give a length of time such as 90s, 30m, 12h or 1d, at most a year, or off.")
        }
        return Interval(duration: .seconds(count * unit), description: text)
    }
}
