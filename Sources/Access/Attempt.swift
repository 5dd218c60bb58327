import Foundation
import Postgres

/// One try to give a password.
struct Attempt: Sendable {
    var id: UUID
    var emailTag: Data
    var addressTag: Data?
    var at: Date
    var limits: SignInLimits

    private var windowStart: Date { at.addingTimeInterval(-limits.window) }

    /// Counts the try, or tells why it is not even looked at.
    ///
    /// The two locks make tries of one address and of one e-mail wait for each other, address first, so that many at
    /// once cannot pass the limits together.
    func refusalOrCount(in session: PostgresSession) throws -> SignInError? {
        if let addressTag { try session.query("select pg_advisory_xact_lock(\(Self.lockKey(addressTag)))") }
        try session.query("select pg_advisory_xact_lock(\(Self.lockKey(emailTag)))")
        if let addressTag {
            let row = try session.query(
                """
                select count(*), min(at) from access.sign_in_attempt \
                where address_tag = \(addressTag) and at > \(windowStart)
                """
            ).first
            if let row, try row.get(0, as: Int.self) >= limits.perAddress {
                let oldest = try row.get(1, as: Date.self)
                let wait = limits.window - at.timeIntervalSince(oldest)
                return .throttled(seconds: max(1, Int(wait.rounded(.up))))
            }
        }
        let locked = try session.query("select 1 from access.lock where email_tag = \(emailTag)").count > 0
        if try locked || failures(in: session) >= limits.perAccount { return .locked }
        try session.query(
            """
            insert into access.sign_in_attempt (id, email_tag, address_tag, at) \
            values (\(id), \(emailTag), \(addressTag), \(at))
            """)
        return nil
    }

    /// The password was right: neither this try nor those before it count any more.
    func forgive(in session: PostgresSession) throws {
        try session.query("delete from access.sign_in_attempt where email_tag = \(emailTag)")
    }

    /// The password was wrong: the last try that is allowed locks the account until an administrator releases it.
    func lockIfLast(in session: PostgresSession) throws {
        guard try failures(in: session) >= limits.perAccount else { return }
        try session.query(
            "insert into access.lock (email_tag, locked_at) values (\(emailTag), \(at)) on conflict do nothing")
    }

    func entry(_ account: Account?, action: String, outcome: AccessEntry.Outcome) -> AccessEntry {
        AccessEntry(
            at: at, account: account?.id, organization: account?.organization, jurisdiction: "network",
            action: action, channel: "session", addressTag: addressTag, outcome: outcome)
    }

    private func failures(in session: PostgresSession) throws -> Int {
        try session.query(
            """
            select count(*) from access.sign_in_attempt where email_tag = \(emailTag) and at > \(windowStart)
            """
        ).first?.get(0, as: Int.self) ?? 0
    }

    private static func lockKey(_ tag: Data) -> Int64 {
        tag.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }
}
