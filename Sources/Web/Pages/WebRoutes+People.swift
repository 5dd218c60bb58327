import Access
import Application
import Crypto
import EventModel
import Foundation
import Gateway
import Hummingbird

/// The accounts of the administrator's organization.
extension WebRoutes {
    func addPeople(to router: Router<GatewayContext>) {
        page("/admin/people", on: router) { try await peoplePage($0) }
        data("/admin/people.csv", on: router) { visit in
            var table = CSVTable(header: ["name", "email", "roles", "lastSignIn", "state"])
            for line in try await peopleLines(visit) {
                table.add([line.name, line.email, line.roles.joined(separator: " "), line.lastSignIn, line.state])
            }
            return .csv(table, named: "people")
        }
        data("/admin/people.json", on: router) { visit in try .json(["items": try await peopleLines(visit)]) }
        post("/admin/people", on: router) { visit, form in try await add(form, visit) }
        post("/admin/people/:id/unlock", on: router) { visit, _ in
            try await throughline.unlockAccount(try visit.id(), for: try visit.principal())
            return visit.goOn(to: Place.people.path, saying: FlashNote("people.unlocked"))
        }
    }

    private struct Line: Encodable, Sendable {
        var name: String
        var email: String
        var roles: [String]
        var lastSignIn: String?
        var state: String
    }

    private func peopleLines(_ visit: Visit) async throws -> [Line] {
        try await throughline.accounts(for: try visit.principal()).map { account in
            Line(
                name: account.displayName, email: account.email, roles: account.roles.map(\.rawValue).sorted(),
                lastSignIn: account.lastSignInAt?.rfc3339,
                state: account.disabledAt != nil ? "disabled" : account.lockedAt != nil ? "locked" : "open")
        }
    }

    private func add(_ form: SentForm, _ visit: Visit) async throws -> Response {
        let principal = try visit.principal()
        let words = visit.words
        let roles = Set(form.all("roles").compactMap(Role.init(rawValue:)))
        var errors: [String: String] = [:]
        for name in ["name", "email"] where form[name] == nil { errors[name] = words("form.required") }
        if roles.isEmpty { errors["roles"] = words("form.choose-one") }
        if let organization = form["organization"], organization != principal.organization.text {
            errors["organization"] = words("form.choose-one")
        }
        let key = try visit.command(form).commandID
        guard errors.isEmpty, let name = form["name"], let email = form["email"] else {
            return try await peoplePage(visit, sent: form, errors: errors)
        }
        // The same form sent twice makes one account.
        if try await throughline.access.account(key) != nil { return .seeOther(Place.people.path) }
        let password = Self.firstPassword()
        do {
            try await throughline.addAccount(
                key, name: name, email: email, roles: roles, language: visit.words.language.rawValue,
                password: password,
                for: principal)
        } catch let error as AccountError {
            switch error {
            case .invalidEmail: errors["email"] = words("form.bad-email")
            case .emailTaken: errors["email"] = words("people.email-taken")
            case .roleDoesNotFit: errors["roles"] = words("people.role-does-not-fit")
            case .weakPassword, .networkJurisdiction, .unknownAccount: throw error
            }
            return try await peoplePage(visit, sent: form, errors: errors)
        }
        // The first password is on this one page and nowhere else, so this answer is not a redirect.
        return try await peoplePage(
            visit, said: PageFrame.Flash(text: words("people.first-password", ["name": name, "password": password])))
    }

    /// Four groups of four letters and digits that nobody mistakes for others: 78 random bits.
    private static func firstPassword() -> String {
        let alphabet = Array("23456789abcdefghjkmnpqrstvwxyz")
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in String((0..<4).map { _ in alphabet.randomElement(using: &generator) ?? "2" }) }
            .joined(separator: "-")
    }

    private func peoplePage(
        _ visit: Visit, sent: SentForm? = nil, errors: [String: String] = [:], said: PageFrame.Flash? = nil
    ) async throws -> Response {
        let principal = try visit.principal()
        let accounts = try await throughline.accounts(for: principal).map { account in
            PeoplePage.Account(
                name: account.displayName, email: account.email, organization: visit.organization ?? "",
                roles: account.roles.map(\.rawValue).sorted(), lastSignIn: account.lastSignInAt,
                unlock: account.lockedAt.map { _ in
                    PeoplePage.unlock(
                        action: "/admin/people/\(account.id.text)/unlock", name: account.displayName,
                        tokens: visit.tokens(), for: visit.reader)
                })
        }
        let roles = Role.allCases.filter { $0.organizationKinds.contains(principal.organizationKind) }.map(\.rawValue)
        let submission =
            sent?.submission(errors: errors)
            ?? Submission(["organization": principal.organization.text])
        let model = PeoplePage(
            accounts: accounts,
            organizations: [Field.Option(value: principal.organization.text, label: visit.organization ?? "")],
            roles: roles,
            action: Place.people.path, tokens: visit.tokens(key: sent?["key"]), sent: submission, for: visit.reader)
        return visit.page(
            model, title: visit.words("nav.people"), current: .people,
            status: errors.isEmpty ? .ok : .unprocessableContent, said: said)
    }
}
