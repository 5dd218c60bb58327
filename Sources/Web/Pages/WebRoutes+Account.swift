import Access
import Application
import EventModel
import Foundation
import Gateway
import Hummingbird

extension WebRoutes {
    func addAccount(to router: Router<GatewayContext>) {
        page("/account", on: router) { try await accountPage($0) }
        post("/account/language", on: router) { visit, form in
            guard let language = form["language"].flatMap(Language.init(rawValue:)) else {
                return .seeOther(Place.account.path)
            }
            try await throughline.access.setLanguage(language.rawValue, of: try visit.principal().accountID)
            var response = visit.goOn(to: Place.account.path, saying: FlashNote("account.saved"))
                .cookie(PageCookie.language.header(language.rawValue, cookie, seconds: 31_536_000))
            if let county = form["jurisdiction"], visit.counties.contains(where: { $0.slug == county }) {
                response = response.cookie(PageCookie.county.header(county, cookie, seconds: 31_536_000))
            }
            return response
        }
        post("/account/password", on: router) { visit, form in
            try await changePassword(visit.belonging(to: Place.account.path), form)
        }
        post("/account/sessions/:id/end", on: router) { visit, _ in
            try await throughline.access.endSession(try visit.id(), of: try visit.principal().accountID)
            return visit.goOn(to: Place.account.path)
        }
        post("/sign-out", on: router) { visit, _ in
            if let token = visit.context.sessionToken { try await throughline.access.signOut(token, now: visit.now) }
            return Response.seeOther("/sign-in").cookie(cookie.endingHeader)
                .cookie(PageCookie.language.ending(cookie)).cookie(PageCookie.county.ending(cookie))
        }
    }

    private func changePassword(_ visit: Visit, _ form: SentForm) async throws -> Response {
        func value(_ name: String) -> String { form.pairs.first { $0.name == name }?.value ?? "" }
        let (current, new) = (value("currentPassword"), value("newPassword"))
        var errors: [String: String] = [:]
        if current.isEmpty { errors["currentPassword"] = visit.words("form.required") }
        if new.isEmpty { errors["newPassword"] = visit.words("form.required") }
        guard errors.isEmpty else { return try await accountPage(visit, errors: errors) }
        do throws(ChangePasswordError) {
            let account = try principalID(visit)
            try await throughline.access.changePassword(
                of: account, from: current, to: new, keeping: visit.context.sessionToken,
                address: visit.context.clientAddress, now: visit.now)
            return visit.goOn(to: Place.account.path, saying: FlashNote("account.password-changed"))
        } catch {
            switch error {
            case .weak(let reason):
                return try await accountPage(visit, errors: ["newPassword": visit.words(reason.rawValue)])
            case .refused(.wrongCredentials), .refused(.disabled):
                return try await accountPage(visit, errors: ["currentPassword": visit.words("password.wrong")])
            case .refused(.locked), .refused(.throttled):
                let minutes = Int(throughline.access.signInLimits.window / 60)
                let sentence = visit.words("sign-in.locked", ["count": minutes])
                return try await accountPage(visit, errors: ["currentPassword": sentence], status: .tooManyRequests)
            case .refused(.busy): throw Failure.busy(retryAfterSeconds: 2)
            case .refused(.unavailable(let cause)): throw cause
            }
        }
    }

    private func principalID(_ visit: Visit) throws(ChangePasswordError) -> UUID {
        guard let id = visit.context.principal?.accountID else { throw .refused(.wrongCredentials) }
        return id
    }

    private func accountPage(
        _ visit: Visit, errors: [String: String] = [:], status: HTTPResponse.Status = .unprocessableContent
    ) async throws -> Response {
        let principal = try visit.principal()
        let words = visit.words
        let here = try await visit.context.sessionToken.asyncValue { try await throughline.access.sessionID($0) }
        let sessions = try await throughline.access.sessions(of: principal.accountID, now: visit.now).map { info in
            let started = visit.reader.dateTime(info.createdAt)
            return AccountPage.Session(
                device: words("account.session", ["date": started]), started: info.createdAt, lastUsed: info.lastSeenAt,
                end: info.id == here
                    ? nil
                    : PostButton(
                        label: words("account.end-session"), action: "/account/sessions/\(info.id.text)/end",
                        tokens: visit.tokens(), context: started),
                for: visit.reader)
        }
        var model = AccountPage(
            name: principal.displayName, email: principal.email, organization: visit.organization ?? "",
            roles: principal.roles.map(\.rawValue).sorted(), sessions: sessions, languageAction: "/account/language",
            passwordAction: "/account/password", signOutAction: "/sign-out", tokens: { _ in visit.tokens() },
            sent: Submission(errors: errors), for: visit.reader)
        if visit.counties.count > 1, let county = visit.county {
            let options = visit.counties.map { Field.Option(value: $0.slug, label: $0.title) }
            model.language.fields.append(
                .radios(
                    "jurisdiction", words("account.county"), options, from: Submission(["jurisdiction": county.slug])))
        }
        return visit.page(
            model, title: words("account.title"), current: .account, status: errors.isEmpty ? .ok : status)
    }
}

extension Optional {
    func asyncValue<Other>(_ transform: (Wrapped) async throws -> Other?) async rethrows -> Other? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
