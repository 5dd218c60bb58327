import Foundation

/// One kind of problem: its stable code, its status, and words that say what to do.
public struct ProblemKind: Sendable, Hashable {
    public let code: String
    public let status: Int
    public let title: String
    /// `{name}` stands for a parameter.
    public let template: String

    init(_ code: String, _ status: Int, _ title: String, _ template: String) {
        self.code = code
        self.status = status
        self.title = title
        self.template = template
    }

    /// The page that explains it.
    public var type: String { "/docs/errors#\(code)" }

    func detail(_ parameters: [String: String]) -> String {
        parameters.reduce(template) { $0.replacingOccurrences(of: "{\($1.key)}", with: $1.value) }
    }

    /// The kind with a code, among all that there are.
    public static func named(_ code: String) -> ProblemKind? { byCode[code] }

    /// Every kind, for the page that lists them.
    public static let all: [ProblemKind] = transport + permission + state + rules

    private static let byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })

    /// What is wrong with the request as HTTP.
    static let transport: [ProblemKind] = [
        .malformed, .keyMissing, .keyMalformed, .signedOut, .wrongToken, .wrongFormToken, .noSuchPath,
        .methodNotAllowed, .notAcceptable, .tooLarge, .unsupportedType, .invalid, .versionRequired, .badRequest,
        .tooMany, .internalError, .unavailable,
    ]

    static let malformed = ProblemKind(
        "request.malformed", 400, "The request cannot be read",
        "The body is not one well-formed JSON object. Send a JSON object in UTF-8.")
    static let badRequest = ProblemKind(
        "request.bad", 400, "The request cannot be understood", "Check the request against the API documentation.")
    static let keyMissing = ProblemKind(
        "idempotency.key-missing", 400, "The idempotency key is missing",
        "Send an Idempotency-Key header with a value that you make for this command, and the same again on a retry.")
    static let keyMalformed = ProblemKind(
        "idempotency.key-malformed", 400, "The idempotency key cannot be read",
        "Send an Idempotency-Key of 1 to 255 printable ASCII characters, with or without double quotes around it.")
    static let signedOut = ProblemKind(
        "access.signed-out", 401, "Nobody is signed in",
        "Sign in, or send a bearer token in the Authorization header.")
    static let wrongToken = ProblemKind(
        "access.wrong-token", 401, "The token is not valid",
        "The bearer token is unknown, expired or revoked. Ask your administrator for another one.")
    static let wrongFormToken = ProblemKind(
        "access.wrong-csrf-token", 403, "The page is not of this session",
        "Send the session's CSRF token in the X-CSRF-Token header, or use a bearer token. On a page: reload it first.")
    static let noSuchPath = ProblemKind(
        "request.no-such-path", 404, "There is nothing here", "No page or resource has this address. Check the path.")
    static let methodNotAllowed = ProblemKind(
        "request.method-not-allowed", 405, "The method is not allowed here",
        "This address answers {allow} only. Use one of those.")
    static let notAcceptable = ProblemKind(
        "request.not-acceptable", 406, "No acceptable form", "This address can answer with {types}. Accept that.")
    static let tooLarge = ProblemKind(
        "request.too-large", 413, "The body is too large", "Send a body of at most 1 MB.")
    static let unsupportedType = ProblemKind(
        "request.unsupported-type", 415, "The body's type is not taken here", "Send the body as {types}.")
    static let invalid = ProblemKind(
        "request.invalid", 422, "Some fields cannot be used", "Mend the fields that the list names and send it again.")
    static let versionRequired = ProblemKind(
        "version.required", 428, "Say which version you saw",
        "Read the resource first and send its ETag in an If-Match header.")
    static let tooMany = ProblemKind(
        "request.too-many", 429, "Too many requests", "Wait as long as the Retry-After header says and try again.")
    static let internalError = ProblemKind(
        "server.error", 500, "Something went wrong here",
        "Nothing is known to have changed. Try again; if it goes on, tell us the trace id.")
    static let unavailable = ProblemKind(
        "server.unavailable", 503, "The service cannot answer now",
        "The database does not answer. Try again in a moment, with the same Idempotency-Key if there was one.")

    /// What may not be done by whoever asks.
    static let permission: [ProblemKind] = [
        .init(
            "denied.role", 403, "Your role does not include this",
            "None of your roles may do this. Ask an administrator of your organization."),
        .init(
            "denied.jurisdiction", 403, "That is not your jurisdiction",
            "Your account does not work in that jurisdiction."),
        .init(
            "denied.organization", 403, "That is not your organization's",
            "It belongs to another organization, and only that one may do this."),
        .init(
            "denied.author", 403, "Somebody else wrote it",
            "Only the person who wrote it, or a supervisor, may change it."),
        .init(
            "denied.scope", 403, "The token is not made for this",
            "The token's scopes do not include this. Use a token with the scope that the documentation names."),
    ]

    /// What cannot be done with the resource as it is.
    static let state: [ProblemKind] = [
        .notFound, .stale, .conflict, .keyReused, .busy, .noRoom, .outcomeUnknown, .notCaughtUp,
    ]

    static let notFound = ProblemKind(
        "resource.not-found", 404, "There is no such thing", "It is not there, or you may not see it. Check the id.")
    static let stale = ProblemKind(
        "version.stale", 412, "Somebody changed it meanwhile",
        "It is at version {current} now. Read it again, look at what changed, and send the command with the new ETag.")
    static let conflict = ProblemKind(
        "version.conflict", 409, "Others are changing the same thing", "Try again in a moment.")
    static let keyReused = ProblemKind(
        "idempotency.key-reused", 422, "The idempotency key was used for something else",
        "This Idempotency-Key came before with another request. Use a new key for a new command.")
    static let busy = ProblemKind(
        "server.busy", 503, "The service is busy", "Wait as long as the Retry-After header says and try again.")
    static let noRoom = ProblemKind(
        "server.no-room", 503, "The database's disk is full",
        "Nothing was stored. Tell whoever runs the service; when there is room again, send it again with the same "
            + "Idempotency-Key.")
    static let outcomeUnknown = ProblemKind(
        "server.outcome-unknown", 503, "It is not known whether it was done",
        "The connection to the database broke. Send the very same request with the same Idempotency-Key: it is done once."
    )
    static let notCaughtUp = ProblemKind(
        "server.not-caught-up", 503, "The lists are not there yet",
        "The lists do not show position {position} yet. Try again as the Retry-After header says.")
}
