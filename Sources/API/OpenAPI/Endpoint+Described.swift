import Access
import Foundation

extension Endpoint {
    struct Header: Sendable {
        var name: String
        var isRequired: Bool
        var text: String
    }

    /// The headers that matter to it.
    var headers: [Header] {
        guard isCommand else {
            return answersTag
                ? [Header(name: "If-None-Match", isRequired: false, text: "An ETag that you have; answers 304.")] : []
        }
        var headers = [
            Header(
                name: "Idempotency-Key", isRequired: true,
                text: "Your name for this command. The same again gives the first answer and does nothing twice.")
        ]
        if versioning != .none {
            headers.append(
                Header(
                    name: "If-Match", isRequired: versioning == .required,
                    text: "The ETag that you read, such as \"3\". Answers 412 when somebody changed it meanwhile."))
        }
        return headers
    }

    /// Whether its answer carries a version as its tag.
    var answersTag: Bool {
        !isCommand && path.contains("{id}") && !path.hasSuffix("/events") && !path.hasSuffix("/move")
    }

    /// The problems that it may answer with.
    var problems: [(status: Int, text: String)] {
        var problems = [(401, "Nobody is signed in, or the token is not valid.")]
        if action != nil || isCommand { problems.append((403, "You may not do this.")) }
        if path.contains("{") { problems.append((404, "There is no such thing, or you may not see it.")) }
        problems.append((406, "It cannot be answered in a form that you accept."))
        if isCommand {
            problems += [
                (400, "The body or the idempotency key cannot be read."), (409, "The rules refuse it as things stand."),
                (413, "The body is larger than 1 MB."), (415, "The body is not JSON."),
            ]
        }
        if versioning != .none { problems.append((412, "Somebody changed it meanwhile.")) }
        problems.append((422, "Fields or parameters cannot be used; the list says which."))
        if versioning == .required { problems.append((428, "If-Match is missing.")) }
        problems += [(429, "Too many requests."), (503, "It cannot be answered now; Retry-After says when.")]
        return problems.sorted { $0.0 < $1.0 }
    }
}

extension Action {
    /// The roles that have it, found out by asking the one place that knows.
    var roles: [Role] {
        Role.allCases.filter { role in
            role.organizationKinds.contains { kind in
                let own = UUID()
                let principal = Principal(
                    accountID: own, displayName: "", email: "", organization: own, organizationKind: kind,
                    jurisdictions: ["here"], roles: [role], language: "en", channel: .session(csrf: ""))
                let resource = Resource(
                    jurisdiction: "here", referringOrganization: own, partnerOrganization: own,
                    programOrganization: own, author: own, accountOrganization: own)
                return Permission.allows(principal, self, on: resource)
            }
        }
    }
}
