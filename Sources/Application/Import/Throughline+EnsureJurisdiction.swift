import EventLog
import Access
import Casework
import Crypto
import EventModel
import Foundation

extension Throughline {
    /// Opens the log of a jurisdiction that an import names for the first time, with federal holidays and the zone
    /// of its state.
    public func ensureJurisdiction(_ slug: String, named name: String) async throws {
        try await runner.catchUp(networkLog)
        guard try await directory.jurisdiction(slug) == nil else { return }
        let zone = StateZones.zone(of: slug)
        guard let zone else {
            throw Failure.invalid([
                InvalidField("jurisdiction", .unknownValue, accepted: ["us-il-cook", "ocd-division/…"])
            ])
        }
        let year = Day(now(), in: .gmt).year
        let title = slug.split(separator: "-").dropFirst(2).map(\.capitalized).joined(separator: " ")
        let division =
            name.hasPrefix("ocd-division/")
            ? name : Self.division(of: slug)
        let context = CommandContext(
            .commandLine, commandID: UUID(version8From: SHA256.hash(data: Data("jurisdiction/\(slug)".utf8))))
        _ = try await registerJurisdiction(
            .init(slug: slug, division: division, name: "\(title) County", timeZone: zone),
            calendar: .init(holidays: BusinessCalendar.Rules.federalHolidays(year - 1...year + 5)), context)
        try await runner.catchUp(networkLog)
    }

    private static func division(of slug: String) -> String {
        let parts = slug.split(separator: "-").map(String.init)
        let county = parts.dropFirst(2).joined(separator: "_")
        return "ocd-division/country:\(parts[0])/state:\(parts[1])/county:\(county)"
    }
}

/// The zone in which most of a state's people live (IANA time zone database); a county elsewhere is registered by hand.
enum StateZones {
    static func zone(of slug: String) -> String? {
        let parts = slug.split(separator: "-")
        guard parts.count >= 3, parts[0] == "us" else { return nil }
        return zones.first { $0.value.contains(String(parts[1])) }?.key
    }

    private static let zones: [String: Set<String>] = [
        "America/New_York": [
            "ct", "dc", "de", "fl", "ga", "in", "ky", "ma", "md", "me", "mi", "nc", "nh", "nj", "ny", "oh", "pa", "ri",
            "sc", "va", "vt", "wv", "zz",
        ],
        "America/Chicago": [
            "al", "ar", "ia", "il", "ks", "la", "mn", "mo", "ms", "nd", "ne", "ok", "sd", "tn", "tx", "wi",
        ],
        "America/Denver": ["co", "id", "mt", "nm", "ut", "wy"],
        "America/Phoenix": ["az"],
        "America/Los_Angeles": ["ca", "nv", "or", "wa"],
        "America/Anchorage": ["ak"],
        "Pacific/Honolulu": ["hi"],
    ]
}
