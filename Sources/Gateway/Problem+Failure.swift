import Access
public import Application
import HTTPTypes
import Hummingbird
import Postgres

extension Problem {
    public static let signedOut = Problem(.signedOut, headers: [.wwwAuthenticate: #"Bearer realm="throughline""#])
    public static let wrongToken = Problem(
        .wrongToken, headers: [.wwwAuthenticate: #"Bearer realm="throughline", error="invalid_token""#])
    public static let wrongFormToken = Problem(.wrongFormToken)
    public static let noSuchPath = Problem(.noSuchPath)
    public static let notFound = Problem(.notFound)
    public static let tooLarge = Problem(.tooLarge)
    public static let malformed = Problem(.malformed)
    public static let keyMissing = Problem(.keyMissing)
    public static let keyMalformed = Problem(.keyMalformed)
    public static let versionRequired = Problem(.versionRequired)

    public static func methodNotAllowed(_ allowed: [String]) -> Problem {
        let list = allowed.joined(separator: ", ")
        return Problem(.methodNotAllowed, parameters: ["allow": list], headers: [.allow: list])
    }

    public static func notAcceptable(_ types: [String]) -> Problem {
        Problem(.notAcceptable, parameters: ["types": types.joined(separator: " or ")])
    }

    public static func unsupportedType(_ types: [String]) -> Problem {
        Problem(
            .unsupportedType, parameters: ["types": types.joined(separator: " or ")],
            headers: [.accept: types.joined(separator: ", ")])
    }

    public static func invalid(_ errors: [FieldError]) -> Problem { Problem(.invalid, errors: errors) }

    /// The read models do not show a position within the time that a request may wait.
    public static func notCaughtUp(to position: Int64) -> Problem {
        Problem(.notCaughtUp, parameters: ["position": String(position)], headers: [.retryAfter: "1"])
    }

    /// What a use case answers instead of a result.
    ///
    /// - Parameter isSignedIn: a denial to nobody in particular is a request to sign in.
    public init(_ failure: Failure, isSignedIn: Bool = true) {
        switch failure {
        case .denied(let denied):
            self = isSignedIn ? Problem(ProblemKind.named(denied.code) ?? .badRequest) : .signedOut
        case .notFound: self = .notFound
        case .refused(let refused): self.init(refused)
        case .invalid(let fields): self = .invalid(fields.map(FieldError.init))
        case .stale(let current):
            self.init(.stale, parameters: ["current": String(current)], headers: [.eTag: "\"\(current)\""])
        case .versionRequired: self = .versionRequired
        case .conflict: self.init(.conflict, headers: [.retryAfter: "1"])
        case .keyReused: self.init(.keyReused)
        case .busy(let seconds): self.init(.busy, headers: [.retryAfter: String(seconds)])
        case .outcomeUnknown: self.init(.outcomeUnknown, headers: [.retryAfter: "1"])
        }
    }

    /// A rule's refusal: 409, or 422 with the field when it is about one.
    public init(_ refused: Refused) {
        let known =
            ProblemKind.named(refused.code)
            ?? ProblemKind(refused.code, 409, "The rules refuse it", "Read it again to see what can be done.")
        var parameters = refused.parameters
        parameters["field"] = refused.field
        guard let field = refused.field else {
            self.init(known, parameters: parameters)
            return
        }
        let kind = ProblemKind(known.code, 422, known.title, known.template)
        let error = FieldError(pointer: Self.pointer(field), code: kind.code, detail: kind.detail(parameters))
        self.init(kind, parameters: parameters, errors: [error])
    }

    /// Any error at all, as whoever asked may know it.
    public init(_ error: any Error, _ context: GatewayContext) {
        if let failure = error as? Failure {
            self.init(failure, isSignedIn: context.principal != nil)
        } else {
            self.init(error)
        }
    }

    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let failure as Failure: self.init(failure)
        case let refused as Refused: self.init(refused)
        case let error as PostgresError where error.isTransient:
            self.init(.unavailable, headers: [.retryAfter: "2"])
        case let error as any HTTPResponseError: self.init(status: error.status)
        default: self.init(.internalError)
        }
    }

    /// What Hummingbird says with a status alone.
    private init(status: HTTPResponse.Status) {
        switch status {
        case .notFound: self = .notFound
        case .contentTooLarge: self = .tooLarge
        case .unsupportedMediaType: self = .unsupportedType(["application/json"])
        case .unauthorized: self = .signedOut
        case .tooManyRequests: self.init(.tooMany, headers: [.retryAfter: "60"])
        case _ where status.kind == .clientError: self.init(.badRequest)
        default: self.init(.internalError)
        }
    }

    /// The JSON Pointer of a field that use cases name with dots.
    static func pointer(_ field: String) -> String { "/" + field.split(separator: ".").joined(separator: "/") }
}

extension Problem.FieldError {
    /// The fields that come in the query and not in the body.
    private static let parameters: Set<String> = ["jurisdiction", "cursor"]

    public init(_ field: InvalidField) {
        let code = "field.\(field.problem.rawValue)"
        let detail = ProblemKind.named(code)?.detail(["field": field.field]) ?? ""
        let isParameter = Self.parameters.contains(field.field)
        self.init(
            pointer: isParameter ? nil : Problem.pointer(field.field), parameter: isParameter ? field.field : nil,
            code: code, detail: detail, accepted: field.accepted)
    }
}
