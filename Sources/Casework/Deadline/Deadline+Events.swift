public import EventModel
public import Foundation

extension Deadline {
    public struct Set: EventPayload {
        public static let type = "deadline.set"
        public var deadline: String
        /// The last day on which it can be met.
        public var due: Day
        public init(deadline: String, due: Day) {
            self.deadline = deadline
            self.due = due
        }
    }

    public struct Met: EventPayload {
        public static let type = "deadline.met"
        public var deadline: String
        public init(deadline: String) { self.deadline = deadline }
    }

    public struct Missed: EventPayload {
        public static let type = "deadline.missed"
        public var deadline: String
        public init(deadline: String) { self.deadline = deadline }
    }

    public struct Cancelled: EventPayload {
        public static let type = "deadline.cancelled"
        public var deadline: String
        public init(deadline: String) { self.deadline = deadline }
    }

    /// A notice of the county's document is shown to those whom it is for.
    public struct NoticeGiven: EventPayload {
        public static let type = "screening.notice_given"
        public var notice: String
        public var to: Screening.Side
        public init(notice: String, to: Screening.Side) {
            self.notice = notice
            self.to = to
        }
    }

    public struct NoticeSeen: EventPayload {
        public static let type = "screening.notice_seen"
        public var notice: String
        public init(notice: String) { self.notice = notice }
    }

    public enum Event: EventFamily {
        case set(Set)
        case met(Met)
        case missed(Missed)
        case cancelled(Cancelled)
        case noticeGiven(NoticeGiven)
        case noticeSeen(NoticeSeen)

        public static let decoders: EventDecoders<Event> = [
            .init(Event.set), .init(Event.met), .init(Event.missed), .init(Event.cancelled),
            .init(Event.noticeGiven), .init(Event.noticeSeen),
        ]

        public var payload: any EventPayload {
            switch self {
            case .set(let payload): payload
            case .met(let payload): payload
            case .missed(let payload): payload
            case .cancelled(let payload): payload
            case .noticeGiven(let payload): payload
            case .noticeSeen(let payload): payload
            }
        }
    }
}
