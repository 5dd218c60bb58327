/// A sign-in that succeeded.
public struct SignIn: Sendable {
    public var principal: Principal
    /// Goes into the cookie; only its digest is kept here.
    public var sessionToken: String
    /// Goes into each form of the session.
    public var csrf: String
}

/// Why a sign-in did not succeed.
public enum SignInError: Error, Sendable {
    /// Unknown e-mail or wrong password; which one is not told.
    case wrongCredentials
    /// Too many wrong passwords; an administrator must release the account. Unknown e-mail addresses answer so too.
    case locked
    /// Too many wrong passwords from this network address; try again after so many seconds.
    case throttled(seconds: Int)
    /// The password was right, but the account is disabled.
    case disabled
    /// Too many sign-ins at this moment.
    case busy
    /// The database did not answer.
    case unavailable(any Error)

    init(_ error: any Error) {
        self =
            switch error {
            case let known as SignInError: known
            case is PasswordHasher.Busy: .busy
            default: .unavailable(error)
            }
    }

    /// A key for messages.
    public var code: String {
        switch self {
        case .wrongCredentials: "signIn.wrongCredentials"
        case .locked: "signIn.locked"
        case .throttled: "signIn.throttled"
        case .disabled: "signIn.disabled"
        case .busy: "signIn.busy"
        case .unavailable: "signIn.unavailable"
        }
    }
}

/// Why a password was not changed.
public enum ChangePasswordError: Error, Sendable {
    /// The current password was not accepted.
    case refused(SignInError)
    case weak(WeakPassword)
}

/// How many wrong passwords are too many.
public struct SignInLimits: Hashable, Sendable {
    /// Wrong passwords within `window` that lock an account.
    public var perAccount = 5
    /// Wrong passwords within `window` from one network address, whatever the account. One address can so lock few.
    public var perAddress = 15
    /// Seconds.
    public var window: Double = 15 * 60

    public init() {}
}

/// How long a session lives, in seconds.
public struct SessionLimits: Hashable, Sendable {
    public var absolute: Double = 12 * 3600
    public var idle: Double = 30 * 60
    /// How stale `last seen` may be in the database. An idle session may end earlier by this, never later.
    public var granularity: Double = 60

    public init() {}
}
