/// Why a witness gave no co-signature.
public enum WitnessRefusal: Error, Hashable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        case logSignature, origin
        case status(Int)
    }

    /// It did not answer; ask again later.
    case unreachable(String)
    /// Its last checkpoint has this size, and the proof began elsewhere.
    case conflict(UInt64)
    /// It has signed a larger size than the checkpoint has: entries were lost here, or the log is not alone.
    case isAhead(of: UInt64, at: UInt64)
    /// It says that the checkpoint does not extend what it signed: two histories were shown. Stop and look.
    case forked(String)
    /// It does not know the log or its key, or could not answer.
    case notAccepted(Reason, String)
    /// What it answered is not its co-signature.
    case falseSignature(String)

    public var description: String {
        switch self {
        case .unreachable(let reason): "The witness cannot be reached: \(reason)"
        case .conflict(let size): "The witness's last checkpoint has \(size) entries; the proof must begin there."
        case .isAhead(let size, let known):
            "The witness has signed \(known) entries, and this log has only \(size): published entries are lost."
        case .forked(let reason): "The witness refuses, for the log shows another history: \(Self.line(reason))"
        case .notAccepted(.logSignature, let reason): "The witness does not accept the log's key: \(Self.line(reason))"
        case .notAccepted(.origin, let reason): "The witness does not know this log: \(Self.line(reason))"
        case .notAccepted(.status(let status), let reason): "The witness answered \(status): \(Self.line(reason))"
        case .falseSignature(let name): "What the witness answered is not a co-signature of \(name)."
        }
    }

    private static func line(_ body: String) -> String { String(body.prefix { !$0.isNewline }.prefix(200)) }
}
