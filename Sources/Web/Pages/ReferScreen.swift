/// One screen of a new referral, as its path names it.
enum ReferScreen: String, CaseIterable, Sendable {
    case person, name
    case birthDate = "birth-date"
    case contact, about
    case caseNumber = "case-number"
    case consent, need, partner, share, check

    var step: ReferPage.Step {
        switch self {
        case .person, .name, .birthDate, .contact, .about, .caseNumber: .person
        case .consent: .consent
        case .need: .need
        case .partner: .partner
        case .share: .share
        case .check: .check
        }
    }

    /// The key of the screen's words.
    var question: String { self == .person ? "refer.who" : "refer.\(rawValue)" }

    func href(_ state: String) -> String { Filters.url("/refer/\(rawValue)", ["s": state]) }
}
