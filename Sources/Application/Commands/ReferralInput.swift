import Casework
public import EventModel
public import Foundation

/// The fields that a step of a referral may carry, as a JSON body or a form sends them.
public struct ReferralInput: Codable, Sendable, Hashable {
    public var note: String?
    public var code: String?
    public var question: String?
    public var answer: String?
    public var reason: String?
    public var outcome: String?
    public var on: Day?
    public var time: String?
    public var place: String?
    public var reviewBy: Day?
    public var redirectTo: UUID?
    public var placesOpenOn: Day?
    public var attendance: String?
    public var whoCouldNot: String?
    public var capacityOverride: String?
    public var by: String?
    public var field: String?
    public var event: UUID?
    public var was: String?
    public var now: String?
    public var why: String?
    /// `page`, `api` or `link`.
    public var channel: String?

    public init() {}

    func text(_ path: KeyPath<ReferralInput, String?>) -> Personal? {
        guard let text = self[keyPath: path]?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty else {
            return nil
        }
        return .clear(text)
    }

    func requiredText(_ path: KeyPath<ReferralInput, String?>, _ name: String) throws(Failure) -> Personal {
        guard let text = text(path) else { throw .invalid([InvalidField(name, .required)]) }
        return text
    }

    func coded<Code: RawRepresentable<String> & CaseIterable>(
        _ path: KeyPath<ReferralInput, String?>, _ name: String, _: Code.Type = Code.self
    ) throws(Failure) -> Code {
        let accepted = Code.allCases.map(\.rawValue)
        guard let text = self[keyPath: path], !text.isEmpty else {
            throw .invalid([InvalidField(name, .required, accepted: accepted)])
        }
        guard let code = Code(rawValue: text) else {
            throw .invalid([InvalidField(name, .unknownValue, accepted: accepted)])
        }
        return code
    }

    func optional<Code: RawRepresentable<String> & CaseIterable>(
        _ path: KeyPath<ReferralInput, String?>, _ name: String, _: Code.Type = Code.self
    ) throws(Failure) -> Code? {
        guard let text = self[keyPath: path], !text.isEmpty else { return nil }
        return try coded(path, name)
    }

    func day(_ path: KeyPath<ReferralInput, Day?>, _ name: String) throws(Failure) -> Day {
        guard let day = self[keyPath: path] else { throw .invalid([InvalidField(name, .required)]) }
        return day
    }

    /// A wall-clock time such as `14:30`.
    func wallTime() throws(Failure) -> String? {
        guard let time, !time.isEmpty else { return nil }
        let parts = time.split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2, time.utf8.count == 5, (0...23).contains(parts[0]), (0...59).contains(parts[1]) else {
            throw .invalid([InvalidField("time", .malformed, accepted: ["14:30"])])
        }
        return time
    }
}
