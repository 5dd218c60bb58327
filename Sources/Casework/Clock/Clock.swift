public import EventModel
public import Foundation

/// The deadlines of one referral, as a history of their own.
///
/// A deadline is set, met, missed, paused or cancelled by an event. They stand in a stream beside the referral's, so
/// that a reminder never makes somebody's open page stale.
public enum Clock {
    /// What a clock waits for.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case acknowledge, decide, intake, progress, disposition
        case supplyInformation = "supply-information"
        case reRefer = "re-refer"
        case waitlistReview = "waitlist-review"
        case holdReview = "hold-review"

        /// Who must act to stop it.
        public var owner: Side {
            switch self {
            case .acknowledge, .decide, .intake, .progress, .waitlistReview, .holdReview: .partner
            case .supplyInformation, .disposition, .reRefer: .office
            }
        }
    }

    /// The two sides of a referral; clocks run for both.
    public enum Side: String, Codable, Sendable, CaseIterable { case office, partner }

    public struct Set: EventPayload {
        public static let type = "clock.set"
        public var clock: Kind
        public var due: Date
        public var remindAt: Date?
        public var escalateAt: Date?
        public var lapseAt: Date?
        public init(clock: Kind, due: Date, remindAt: Date? = nil, escalateAt: Date? = nil, lapseAt: Date? = nil) {
            self.clock = clock
            self.due = due
            self.remindAt = remindAt
            self.escalateAt = escalateAt
            self.lapseAt = lapseAt
        }
    }

    public struct Reminded: EventPayload {
        public static let type = "clock.reminded"
        public var clock: Kind
        public init(clock: Kind) { self.clock = clock }
    }

    public struct Escalated: EventPayload {
        public static let type = "clock.escalated"
        public var clock: Kind
        public init(clock: Kind) { self.clock = clock }
    }

    public struct Met: EventPayload {
        public static let type = "clock.met"
        public var clock: Kind
        public init(clock: Kind) { self.clock = clock }
    }

    public struct Missed: EventPayload {
        public static let type = "clock.missed"
        public var clock: Kind
        public init(clock: Kind) { self.clock = clock }
    }

    public struct Paused: EventPayload {
        public static let type = "clock.paused"
        public var clock: Kind
        /// The working minutes that were left.
        public var minutesLeft: Int
        public init(clock: Kind, minutesLeft: Int) {
            self.clock = clock
            self.minutesLeft = minutesLeft
        }
    }

    public struct Resumed: EventPayload {
        public static let type = "clock.resumed"
        public var clock: Kind
        public var due: Date
        public init(clock: Kind, due: Date) {
            self.clock = clock
            self.due = due
        }
    }

    public struct Cancelled: EventPayload {
        public static let type = "clock.cancelled"
        public var clock: Kind
        public init(clock: Kind) { self.clock = clock }
    }

    public enum Event: EventFamily {
        case set(Set)
        case reminded(Reminded)
        case escalated(Escalated)
        case met(Met)
        case missed(Missed)
        case paused(Paused)
        case resumed(Resumed)
        case cancelled(Cancelled)

        public static let decoders: EventDecoders<Event> = [
            .init(Event.set), .init(Event.reminded), .init(Event.escalated), .init(Event.met), .init(Event.missed),
            .init(Event.paused), .init(Event.resumed), .init(Event.cancelled),
        ]

        public var payload: any EventPayload {
            switch self {
            case .set(let payload): payload
            case .reminded(let payload): payload
            case .escalated(let payload): payload
            case .met(let payload): payload
            case .missed(let payload): payload
            case .paused(let payload): payload
            case .resumed(let payload): payload
            case .cancelled(let payload): payload
            }
        }
    }
}
