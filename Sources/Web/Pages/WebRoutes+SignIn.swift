import Access
import Application
import Crypto
import Foundation
import Gateway
import Hummingbird

extension WebRoutes {
    func addSignIn(to router: Router<GatewayContext>) {
        get("/sign-in", on: router) { visit in
            if let principal = visit.context.principal { return .seeOther(Self.firstPage(principal)) }
            return signInPage(visit, returnTo: visit.query["returnTo"])
        }
        signInPost("/sign-in", on: router) { visit, form in
            guard let email = form["email"], let password = form.pairs.first(where: { $0.name == "password" })?.value,
                !password.isEmpty
            else {
                var errors: [String: String] = [:]
                if form["email"] == nil { errors["email"] = visit.words("form.required") }
                if form["password"] == nil { errors["password"] = visit.words("form.required") }
                let sent = form.submission(errors: errors)
                return signInPage(visit, sent: sent, returnTo: form["returnTo"], status: .unprocessableContent)
            }
            return try await signIn(visit, form, email: email, password: password)
        }
        guard isDemonstration else { return }
        signInPost("/sign-in/demonstration", on: router) { visit, form in
            guard let email = form["user"], demonstrationAccounts.contains(where: { $0.email == email }) else {
                throw Failure.notFound
            }
            return try await signIn(visit, form, email: email, password: DemonstrationCast.password)
        }
    }

    /// A form that is sent before there is a session; a cookie of its own ties it to the browser that asked for it.
    private func signInPost(
        _ path: RouterPath, on router: Router<GatewayContext>,
        _ handle: @escaping @Sendable (Visit, SentForm) async throws -> Response
    ) {
        router.post(path) { request, context in
            let visit = await Visit(self, request, context).belonging(to: "/sign-in")
            do {
                let form = try await SentForm.read(request)
                let expected = request.cookies[PageCookie.form.name(cookie)]?.value ?? ""
                guard !expected.isEmpty, let sent = form["csrf"], Self.equal(sent, expected) else {
                    throw Problem.wrongFormToken
                }
                return try await handle(visit, form)
            } catch let error as CancellationError {
                throw error
            } catch { return visit.response(to: Problem(error, context), failure: error as? Failure) }
        }
    }

    private func signIn(_ visit: Visit, _ form: SentForm, email: String, password: String) async throws -> Response {
        do throws(SignInError) {
            let opened = try await throughline.access.signIn(
                email: email, password: password, address: visit.context.clientAddress, now: visit.now)
            if let old = visit.context.sessionToken { try? await throughline.access.signOut(old, now: visit.now) }
            let back = Self.safeReturn(form["returnTo"])
            let next = back == "/" || back.hasPrefix("/sign-") ? Self.firstPage(opened.principal) : back
            return Response.seeOther(next).cookie(cookie.header(for: opened.sessionToken))
                .cookie(PageCookie.form.ending(cookie))
        } catch {
            let sent = Submission(["email": form["email"] ?? ""])
            let returnTo = form["returnTo"]
            switch error {
            case .wrongCredentials, .disabled:
                return signInPage(
                    visit, sent: sent, problem: visit.words("sign-in.wrong"), returnTo: returnTo,
                    status: .unprocessableContent)
            case .locked:
                let minutes = Int(throughline.access.signInLimits.window / 60)
                return signInPage(
                    visit, sent: sent, returnTo: returnTo, lockedMinutes: minutes, status: .tooManyRequests)
            case .throttled(let seconds):
                var response = signInPage(
                    visit, sent: sent, returnTo: returnTo, lockedMinutes: max(1, (seconds + 59) / 60),
                    status: .tooManyRequests)
                response.headers[.retryAfter] = String(seconds)
                return response
            case .busy: throw Failure.busy(retryAfterSeconds: 2)
            case .unavailable(let cause): throw cause
            }
        }
    }

    private func signInPage(
        _ visit: Visit, sent: Submission = Submission(), problem: String? = nil, returnTo: String? = nil,
        lockedMinutes: Int? = nil, status: HTTPResponse.Status = .ok
    ) -> Response {
        let known = visit.request.cookies[PageCookie.form.name(cookie)]?.value
        let token = known.flatMap { $0.utf8.count == 43 ? $0 : nil } ?? Self.randomToken()
        func tokens() -> FormTokens { FormTokens(csrf: token, key: UUID().uuidString.lowercased()) }
        let words = visit.words
        let demonstrations = demonstrationAccounts.map { account in
            SignInPage.Demonstration(
                name: account.name, role: words("role.\(account.role)"), organization: account.organization,
                button: PostButton(
                    label: words("sign-in.demo-button"), action: "/sign-in/demonstration", tokens: tokens(),
                    context: words("sign-in.demo-context", ["name": account.name]),
                    hidden: [HiddenField(name: "user", value: account.email)]
                        + (returnTo.map { [HiddenField(name: "returnTo", value: Self.safeReturn($0))] } ?? [])))
        }
        let model = SignInPage(
            action: "/sign-in", tokens: tokens(), sent: sent, problem: problem,
            returnTo: returnTo.map(Self.safeReturn), lockedMinutes: lockedMinutes, demonstrations: demonstrations,
            for: visit.reader)
        let response = visit.page(model, title: words("sign-in.title"), status: status)
        return response.cookie(PageCookie.form.header(token, cookie))
    }

    private static func randomToken() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64EncodedString()
            .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }

    /// Compares in a time that does not depend on where they differ.
    private static func equal(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count && zip(left.utf8, right.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
