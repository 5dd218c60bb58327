/// A page that navigation leads to.
enum Place: String, CaseIterable, Hashable, Sendable {
    case worklist, refer, referrals, screenings, inbox, active, capacity, audit, access, checkpoints, people, modules
    case deadlines, operations, account

    var path: String {
        switch self {
        case .worklist: "/worklist"
        case .refer: "/refer"
        case .referrals: "/referrals"
        case .screenings: "/screenings"
        case .inbox: "/inbox"
        case .active: "/inbox/active"
        case .capacity: "/capacity"
        case .audit: "/audit"
        case .access: "/audit/access"
        case .checkpoints: "/audit/checkpoints"
        case .people: "/admin/people"
        case .modules: "/admin/modules"
        case .deadlines: "/admin/deadlines"
        case .operations: "/operations"
        case .account: "/account"
        }
    }

    fileprivate var icon: String {
        switch self {
        case .inbox: "tray"
        case .active: "people"
        case .capacity: "seats"
        default: "dots"
        }
    }
}

/// One entry of the main navigation.
struct NavigationItem: Hashable, Sendable {
    var place: Place
    var label: String
    var href: String
    var isCurrent: Bool
    var count: Int?
    var icon: String
    var isAccount: Bool { place == .account }

    /// The places of a person's roles, in the order of the roles, each once and at most six.
    static func all(for roles: Set<String>, current: Place?, counts: [Place: Int] = [:], reader: Reader) -> [Self] {
        let byRole: [(String, [Place])] = [
            ("prosecutor", [.worklist, .refer, .referrals, .screenings]),
            ("supervisor", [.worklist, .refer, .referrals, .screenings, .modules]),
            ("partner", [.inbox, .active, .capacity]),
            ("corrections", [.referrals, .refer]),
            ("auditor", [.referrals, .screenings, .audit, .access, .checkpoints, .modules]),
            ("administrator", [.people, .modules, .deadlines]),
            ("operator", [.operations]),
        ]
        var places: [Place] = []
        for (role, own) in byRole where roles.contains(role) {
            places += own.filter { !places.contains($0) }
        }
        return places.prefix(6).map { place in
            NavigationItem(
                place: place, label: reader.words("nav.\(place.rawValue)"), href: place.path,
                isCurrent: place == current, count: counts[place].flatMap { $0 > 0 ? $0 : nil }, icon: place.icon)
        }
    }

    /// The last tab of a phone.
    static func account(isCurrent: Bool, reader: Reader) -> Self {
        NavigationItem(
            place: .account, label: reader.words("nav.more"), href: Place.account.path, isCurrent: isCurrent,
            count: nil,
            icon: Place.account.icon)
    }
}
