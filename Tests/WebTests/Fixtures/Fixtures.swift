import Foundation

@testable import Web

/// Invented people, organizations and moments, and every page made from them.
struct Fixtures: Sendable {
    let renderer: Renderer
    let language: Language

    /// Tue, Oct 13, 2026, 10:12 AM in New York.
    static let now = Date(timeIntervalSince1970: 1_791_900_720)
    static let zone = TimeZone(identifier: "America/New_York") ?? .gmt

    /// The folder that holds Templates, Assets and Locales.
    static var sources: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources/Web")
    }

    private static let loaded = Result { try Renderer(resources: sources) }

    init(_ language: Language) throws {
        renderer = try Self.loaded.get()
        self.language = language
    }

    var reader: Reader { renderer.reader(language, in: Self.zone, at: Self.now) }
    var words: Words { reader.words }

    /// A moment some days, hours and minutes from now.
    func at(_ days: Double, _ hours: Double = 0) -> Date { Self.now.addingTimeInterval(days * 86_400 + hours * 3600) }

    func tokens(_ name: String = "form") -> FormTokens { FormTokens(csrf: "c5rf", key: "01jA3v9q-\(name)") }

    /// One page, ready to render.
    struct Page: Sendable {
        let name: String
        let html: @Sendable () -> String
    }

    private func page<Model: PageModel>(
        _ name: String, _ model: Model, title: String, roles: Set<String> = ["prosecutor"], current: Place? = nil,
        layout: PageFrame.Layout? = nil, flash: PageFrame.Flash? = nil
    ) -> Page {
        let isPartner = roles.contains("partner")
        let frame = PageFrame(
            title: title, layout: layout ?? (isPartner ? .phone : .wide),
            person: roles.isEmpty
                ? nil : isPartner ? "Denise Carter" : roles.contains("auditor") ? "Inez Caldwell" : "Priya Raman",
            organization: isPartner ? "Juniper Street Collective" : nil, roles: roles, current: current,
            otherLanguageHref: "/language?to=\(language.other.rawValue)&back=%2F\(name)",
            searchTokens: tokens("search"),
            flash: flash,
            isDemonstration: true, for: reader)
        let (renderer, reader) = (renderer, reader)
        return Page(name: name) { renderer.html(model, in: frame, for: reader) }
    }

    /// Every page of the product, some of them more than once in different states.
    var pages: [Page] {
        [
            page("sign-in", signIn(), title: words("sign-in.title"), roles: []),
            page("sign-in-errors", signIn(failed: true), title: words("sign-in.title"), roles: []),
            page("sign-in-locked", signIn(locked: 15), title: words("sign-in.title"), roles: []),
            page("account", account, title: words("account.title"), current: .account),
            page("worklist", worklist(), title: words("worklist.title"), current: .worklist),
            page(
                "worklist-filtered", worklist(query: ["q": "Tomás", "status": "in-progress"]),
                title: words("worklist.title"), current: .worklist),
            page("worklist-empty", worklist(isEmpty: true), title: words("worklist.title"), current: .worklist),
            page("referrals", referrals(), title: words("nav.referrals"), roles: ["auditor"], current: .referrals),
            page(
                "referrals-empty", referrals(isEmpty: true), title: words("nav.referrals"), roles: ["corrections"],
                current: .referrals),
            page("refer", refer, title: words("nav.refer"), current: .refer),
            page("refer-check", referCheck, title: words("refer.check.title"), current: .refer),
        ] + referSteps.map { page("refer-\($0.0)", $0.1, title: $0.1.title, current: .refer) } + [
            page("inbox", inbox(), title: words("inbox.title"), roles: ["partner"], current: .inbox),
            page("inbox-empty", inbox(isEmpty: true), title: words("inbox.title"), roles: ["partner"], current: .inbox),
            page(
                "inbox-active", active, title: words("active.title"), roles: ["partner"], current: .active, flash: flash
            ),
            page("inbox-closing", closing, title: words("closing.title"), roles: ["partner"], current: .inbox),
            page("capacity", capacity, title: words("capacity.title"), roles: ["partner"], current: .capacity),
            page("referral", referral, title: "Tomás R.", current: .referrals, flash: flash),
            page("referral-partner", referral, title: "Tomás R.", roles: ["partner"], layout: .wide),
            page("history", history, title: "Tomás R.", roles: ["auditor"], current: .referrals, layout: .past),
            page("past-list", pastList(), title: words("past.worklist.title"), current: .worklist, layout: .past),
            page(
                "past-list-wrong",
                pastList(errors: ["compare": words("past.future", ["field": words("past.compare")])]),
                title: words("past.worklist.title"), current: .worklist, layout: .past),
            page("audit", audit, title: words("nav.audit"), roles: ["auditor"], current: .audit),
            page("access", access, title: words("access.title"), roles: ["auditor"], current: .access),
        ]
            + checkpoints.map { name, model in
                page(
                    "checkpoints-\(name)", model, title: words("nav.checkpoints"), roles: ["auditor"],
                    current: .checkpoints)
            } + [
                page("people", people, title: words("nav.people"), roles: ["administrator"], current: .people),
                page(
                    "deadlines", deadlines, title: words("nav.deadlines"), roles: ["administrator"], current: .deadlines
                ),
                page(
                    "operations", operations, title: words("nav.operations"), roles: ["operator"], current: .operations),
                page("confirm", confirm, title: confirm.title),
                page("docs", docs, title: words("docs.title"), roles: []),
            ]
            + ReferralAction.allCases.map { verb in
                page(
                    "action-\(verb.rawValue)", action(verb), title: action(verb).title,
                    roles: Self.partnerVerbs.contains(verb) ? ["partner"] : ["prosecutor"])
            } + [page("action-decline-errors", declineErrors, title: declineErrors.title, roles: ["partner"])]
            + ErrorPage.known.map { status in
                page("error-\(status)", ErrorPage(status: status, trace: "4f1c-9b02", for: reader), title: "\(status)")
            }
    }

    private static let partnerVerbs: Set<ReferralAction> = [
        .acknowledge, .withdrawAcknowledgement, .requestInformation, .accept, .waitlist, .decline, .scheduleIntake,
        .beginService, .recordSession, .reportProgress, .hold, .resume, .complete, .reportUnsuccessful,
    ]

    private var flash: PageFrame.Flash {
        PageFrame.Flash(
            text: words("event.referral.session_recorded"),
            undo: InboxCard.undo(
                action: "/referrals/rf-0412/withdraw-acknowledgement", name: "Tomás R.", tokens: tokens(), for: reader))
    }
}
