import Foundation

@testable import Web

extension Fixtures {
    func signIn(failed: Bool = false, locked: Int? = nil) -> SignInPage {
        let people = [
            ("Priya Raman", "prosecutor", "Halden County District Attorney"),
            ("Denise Carter", "partner", "Juniper Street Collective"),
            ("Inez Caldwell", "auditor", "Office of the State Auditor"),
        ]
        return SignInPage(
            action: "/sign-in", tokens: tokens(),
            sent: failed
                ? Submission(
                    ["email": "priya"], errors: ["email": words("form.bad-email"), "password": words("form.required")])
                : Submission(),
            problem: failed ? words("sign-in.wrong") : nil, returnTo: "/worklist", lockedMinutes: locked,
            demonstrations: people.map { name, role, organization in
                SignInPage.Demonstration(
                    name: name, role: words("role.\(role)"), organization: organization,
                    button: PostButton(
                        label: words("sign-in.demo-button"), action: "/sign-in/demonstration", tokens: tokens(role),
                        context: words("sign-in.demo-context", ["name": name]),
                        hidden: [HiddenField(name: "user", value: role)]))
            }, for: reader)
    }

    var account: AccountPage {
        AccountPage(
            name: "Priya Raman", email: "priya.raman@halden.example", organization: "Halden County District Attorney",
            roles: ["prosecutor", "supervisor"],
            sessions: [
                .init(device: "Firefox, Linux", started: at(-1), lastUsed: at(0, -0.1), end: nil, for: reader),
                .init(
                    device: "Safari, iPhone", started: at(-6), lastUsed: at(-2),
                    end: PostButton(
                        label: words("account.end-session"), action: "/account/sessions/2/end", tokens: tokens("s2"),
                        context: "Safari, iPhone"), for: reader),
            ], languageAction: "/account/language", passwordAction: "/account/password", signOutAction: "/sign-out",
            tokens: { tokens($0) }, for: reader)
    }

    var people: PeoplePage {
        PeoplePage(
            accounts: [
                .init(
                    name: "Priya Raman", email: "priya.raman@halden.example",
                    organization: "Halden County District Attorney", roles: ["prosecutor", "supervisor"],
                    lastSignIn: at(0, -2)),
                .init(
                    name: "Omar Quill", email: "omar@adelante.example", organization: "Comunidad Adelante",
                    roles: ["partner"],
                    lastSignIn: at(-40),
                    unlock: PeoplePage.unlock(
                        action: "/admin/people/7/unlock", name: "Omar Quill", tokens: tokens("u7"), for: reader)),
                .init(
                    name: "Inez Caldwell", email: "inez@auditor.example", organization: "Office of the State Auditor",
                    roles: ["auditor"], lastSignIn: nil),
            ],
            organizations: [
                .init(value: "o1", label: "Juniper Street Collective"), .init(value: "o2", label: "Comunidad Adelante"),
            ],
            roles: ["prosecutor", "supervisor", "partner", "corrections", "auditor", "administrator", "operator"],
            action: "/admin/people", tokens: tokens("add"),
            sent: Submission(["name": "Sam"], errors: ["email": words("form.bad-email")]), for: reader)
    }

    var deadlines: DeadlinesPage {
        DeadlinesPage(
            hours: Dictionary(uniqueKeysWithValues: (1...5).map { ($0, "9:00 – 17:00") }),
            holidays: [(at(29), "Veterans Day"), (at(44), "Thanksgiving")],
            limits: [
                .init(kind: "acknowledge", days: 2, remindAt: 1, escalateAt: 3), .init(kind: "decide", days: 5),
                .init(kind: "intake", days: 10), .init(kind: "progress", days: 30, isCalendarDays: true),
                .init(kind: "disposition", days: 10), .init(kind: "re-refer", days: 3),
                .init(kind: "waitlist-review", days: 30, isCalendarDays: true),
                .init(kind: "supply-information", days: 2),
            ], zoneName: "America/New_York", for: reader)
    }

    var operations: OperationsPage {
        OperationsPage(
            head: 48_213, database: [Fact(term: "PostgreSQL", value: "15.14")],
            projections: [
                .init(name: "referrals", position: 48_213, lag: 0, version: 3, state: "running"),
                .init(name: "worklist", position: 48_100, lag: 113, version: 1, state: "catching-up"),
            ],
            processes: [.init(name: "deadlines", position: 41_002, lag: 7211, version: 1, state: "stopped")],
            for: reader)
    }

    var confirm: ConfirmPage {
        ConfirmPage(
            title: words("action.recall.title", ["name": "Marcus O."]), text: words("action.recall.lead"),
            consequences: [words("action.withdraw.lead"), words("action.hold.lead")],
            confirm: PostButton(
                label: words("action.recall.submit"), action: "/referrals/rf-0447/recall", tokens: tokens(),
                isMain: true),
            cancelHref: "/referrals/rf-0447", for: reader)
    }

    var docs: DocsPage {
        DocsPage(
            version: "1.0", base: "/api/v1",
            groups: [
                .init(
                    id: "referrals", title: "Referrals",
                    operations: [
                        .init(
                            method: "GET", path: "/referrals", summary: "Lists the referrals that the caller may see.",
                            parameters: [
                                .init(name: "status", type: "string", isRequired: false, text: "Only this status.")
                            ],
                            response: "{\n  \"items\": []\n}",
                            responses: [.init(status: "200", text: "One page of referrals.")]),
                        .init(
                            method: "POST", path: "/referrals/{id}/decline",
                            summary: "Says that the partner can’t take this.",
                            permission: "partner",
                            parameters: [
                                .init(
                                    name: "If-Match", type: "string", isRequired: true, text: "The version read before."
                                )
                            ],
                            request: "{\n  \"code\": \"no-capacity\",\n  \"note\": \"Beds open on November 2\"\n}",
                            responses: [
                                .init(status: "200", text: "Recorded."),
                                .init(status: "412", text: "The record changed first."),
                            ]),
                    ])
            ])
    }
}
