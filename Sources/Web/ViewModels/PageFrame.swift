/// What surrounds every page: title, masthead, navigation, notices, footer.
struct PageFrame: Sendable {
    /// How the page is laid out.
    enum Layout: String, Sendable {
        case wide, phone
        /// A wide page about the past: the frame turns plum.
        case past = "wide past"
    }

    /// A message after an action, where the action was.
    struct Flash: Hashable, Sendable {
        var text: String
        /// Takes the action back, visibly, while that is possible.
        var undo: PostButton? = nil
        var isProblem = false
    }

    /// The language switch: the same page in the other language.
    struct LanguageSwitch: Hashable, Sendable {
        var label: String
        var code: String
        var href: String
    }

    /// The words that the scripts count with.
    struct Units: Hashable, Sendable {
        var day: String
        var days: String
        var hour: String
        var minute: String
    }

    var title: String
    var language: String
    var bodyClass: String
    var person: String?
    var organization: String?
    var navigation: [NavigationItem]
    /// The same places as a bar under the thumb; only for people who work on phones.
    var tabs: [NavigationItem]
    var languageSwitch: LanguageSwitch
    /// The first page of the reader's role.
    var home = "/"
    /// Where the search box of the masthead leads; none for people without a list of referrals.
    var searchAction: String?
    /// The search posts, because what is looked for may be a name.
    var searchTokens: FormTokens
    var searchValue: String?
    var flash: Flash?
    /// A service notice from the administrator.
    var notice: String?
    /// Said at the end of the footer.
    var footNote: String?
    /// Says that the data is invented.
    var isDemonstration = false
    /// Shown on paper only: who printed the page, and when.
    var printed: String
    var units: Units

    /// - parameter title: the page's name; "Throughline" is added.
    /// - parameter otherLanguageHref: the same page with the language switched.
    init(
        title: String, layout: Layout = .wide, person: String? = nil, organization: String? = nil,
        roles: Set<String> = [], current: Place? = nil, counts: [Place: Int] = [:], otherLanguageHref: String,
        searchTokens: FormTokens = FormTokens(csrf: "", key: ""), searchValue: String? = nil, flash: Flash? = nil,
        notice: String? = nil, footNote: String? = nil,
        isDemonstration: Bool = false, for reader: Reader
    ) {
        let words = reader.words
        self.title = words("frame.title", ["page": title])
        language = reader.language.rawValue
        self.person = person
        self.organization = organization
        navigation = NavigationItem.all(for: roles, current: current, counts: counts, reader: reader)
        tabs = roles.contains("partner") ? Array(navigation.filter { !$0.isAccount }.prefix(3)) : []
        if !tabs.isEmpty { tabs.append(.account(isCurrent: current == .account, reader: reader)) }
        bodyClass = layout.rawValue + (tabs.isEmpty ? "" : " tabbed")
        languageSwitch = LanguageSwitch(
            label: words("frame.other-language"), code: reader.language.other.rawValue, href: otherLanguageHref)
        searchAction = navigation.contains { $0.place == .referrals } ? Place.referrals.path : nil
        self.searchTokens = searchTokens
        self.searchValue = searchValue
        self.flash = flash
        self.notice = notice
        self.footNote = footNote
        self.isDemonstration = isDemonstration
        printed =
            person.map { words("frame.printed-by", ["name": $0, "date": reader.dateTime(reader.now)]) }
            ?? words("frame.printed", ["date": reader.dateTime(reader.now)])
        units = Units(
            day: words.pattern("duration.days", form: "one"), days: words.pattern("duration.days", form: "other"),
            hour: words.pattern("duration.hours", form: "other"),
            minute: words.pattern("duration.minutes", form: "other"))
    }
}
