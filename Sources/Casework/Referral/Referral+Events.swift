public import EventModel
public import Foundation

/// Everything that can happen to a referral, in today's shapes.
extension Referral {
    public struct Drafted: EventPayload {
        public static let type = "referral.drafted"
        /// The number people say on the phone, such as `RF-0412`; it names no one.
        public var number: String
        public var participant: UUID
        public var caseID: UUID?
        public var program: UUID
        /// The organization that runs the program.
        public var partner: UUID
        /// The organization that refers.
        public var office: UUID
        public var need: Personal
        public var share: [SharedField]
        public var priority: Priority
        /// The declined, lapsed or recalled referral that this one follows.
        public var following: UUID?
        /// Race and gender as recorded when the referral was drafted, so that counts need no join.
        public var race: String?
        public var gender: String?

        public init(
            number: String, participant: UUID, caseID: UUID? = nil, program: UUID, partner: UUID, office: UUID,
            need: Personal, share: [SharedField], priority: Priority = .routine, following: UUID? = nil,
            race: String? = nil, gender: String? = nil
        ) {
            self.number = number
            self.participant = participant
            self.caseID = caseID
            self.program = program
            self.partner = partner
            self.office = office
            self.need = need
            self.share = share
            self.priority = priority
            self.following = following
            self.race = race
            self.gender = gender
        }
    }

    public struct Offered: EventPayload {
        public static let type = "referral.offered"
        /// What the partner sees of the person, no more.
        public var minimumView: [SharedField]
        public var consent: UUID

        public init(minimumView: [SharedField], consent: UUID) {
            self.minimumView = minimumView
            self.consent = consent
        }
    }

    public struct Acknowledged: EventPayload {
        public static let type = "referral.acknowledged"
        public var channel: Channel
        public init(channel: Channel) { self.channel = channel }
    }

    public struct AcknowledgementWithdrawn: EventPayload {
        public static let type = "referral.acknowledgement_withdrawn"
        public init() {}
    }

    public struct InformationRequested: EventPayload {
        public static let type = "referral.information_requested"
        public var question: Personal
        public init(question: Personal) { self.question = question }
    }

    public struct InformationSupplied: EventPayload {
        public static let type = "referral.information_supplied"
        public var answer: Personal
        public init(answer: Personal) { self.answer = answer }
    }

    public struct Accepted: EventPayload {
        public static let type = "referral.accepted"
        /// Why a person was taken although no place was open.
        public var capacityOverride: Personal?
        public init(capacityOverride: Personal? = nil) { self.capacityOverride = capacityOverride }
    }

    public struct Waitlisted: EventPayload {
        public static let type = "referral.waitlisted"
        /// The place in the line, from 1.
        public var position: Int
        public var reviewBy: Day
        public init(position: Int, reviewBy: Day) {
            self.position = position
            self.reviewBy = reviewBy
        }
    }

    public struct Declined: EventPayload {
        public static let type = "referral.declined"
        public var code: DeclineCode
        public var note: Personal?
        /// Another program that might take the person.
        public var redirectTo: UUID?
        public var placesOpenOn: Day?
        public init(code: DeclineCode, note: Personal? = nil, redirectTo: UUID? = nil, placesOpenOn: Day? = nil) {
            self.code = code
            self.note = note
            self.redirectTo = redirectTo
            self.placesOpenOn = placesOpenOn
        }
    }

    public struct Recalled: EventPayload {
        public static let type = "referral.recalled"
        public var reason: Personal
        public init(reason: Personal) { self.reason = reason }
    }

    public struct Lapsed: EventPayload {
        public static let type = "referral.lapsed"
        public init() {}
    }

    public struct IntakeScheduled: EventPayload {
        public static let type = "referral.intake_scheduled"
        public var on: Day
        /// Wall-clock time in the jurisdiction, such as `14:30`, where one was agreed.
        public var time: String?
        public var place: Personal?
        public init(on: Day, time: String? = nil, place: Personal? = nil) {
            self.on = on
            self.time = time
            self.place = place
        }
    }

    public struct ServiceBegan: EventPayload {
        public static let type = "referral.service_began"
        public var on: Day
        public init(on: Day) { self.on = on }
    }

    public struct SessionRecorded: EventPayload {
        public static let type = "referral.session_recorded"
        public var on: Day
        public var attendance: Attendance
        public var whoCouldNot: WhoCouldNot?
        public var note: Personal?
        public init(on: Day, attendance: Attendance, whoCouldNot: WhoCouldNot? = nil, note: Personal? = nil) {
            self.on = on
            self.attendance = attendance
            self.whoCouldNot = whoCouldNot
            self.note = note
        }
    }

    public struct ProgressReported: EventPayload {
        public static let type = "referral.progress_reported"
        public var note: Personal
        public init(note: Personal) { self.note = note }
    }

    public struct Held: EventPayload {
        public static let type = "referral.held"
        public var code: HoldCode
        public var note: Personal?
        public var reviewBy: Day
        public init(code: HoldCode, note: Personal? = nil, reviewBy: Day) {
            self.code = code
            self.note = note
            self.reviewBy = reviewBy
        }
    }

    public struct Resumed: EventPayload {
        public static let type = "referral.resumed"
        public init() {}
    }

    public struct Completed: EventPayload {
        public static let type = "referral.completed"
        public var outcome: Outcome
        public var note: Personal
        public init(outcome: Outcome, note: Personal) {
            self.outcome = outcome
            self.note = note
        }
    }

    public struct Unsuccessful: EventPayload {
        public static let type = "referral.unsuccessful"
        public var code: UnsuccessfulCode
        public var note: Personal?
        public init(code: UnsuccessfulCode, note: Personal? = nil) {
            self.code = code
            self.note = note
        }
    }

    public struct Withdrawn: EventPayload {
        public static let type = "referral.withdrawn"
        public var by: WithdrawalBy
        public var code: WithdrawalCode
        public var note: Personal?
        public init(by: WithdrawalBy, code: WithdrawalCode, note: Personal? = nil) {
            self.by = by
            self.code = code
            self.note = note
        }
    }

    public struct Reopened: EventPayload {
        public static let type = "referral.reopened"
        public var reason: Personal
        public init(reason: Personal) { self.reason = reason }
    }

    public struct Corrected: EventPayload {
        public static let type = "referral.corrected"
        public var field: CorrectableField
        /// The event that was wrong, where one in particular was.
        public var event: UUID?
        /// The coded value before and after; text about the person goes into `nowText`.
        public var was: String?
        public var now: String?
        public var nowText: Personal?
        public var why: Personal
        public init(
            field: CorrectableField, event: UUID? = nil, was: String? = nil, now: String? = nil,
            nowText: Personal? = nil, why: Personal
        ) {
            self.field = field
            self.event = event
            self.was = was
            self.now = now
            self.nowText = nowText
            self.why = why
        }
    }

    public struct EnteredInError: EventPayload {
        public static let type = "referral.entered_in_error"
        public var reason: Personal
        public init(reason: Personal) { self.reason = reason }
    }

    /// A referral that another system recorded, as that system recorded it.
    public struct TakenOver: EventPayload {
        public static let type = "referral.taken_over"
        /// The format it came in, such as `cook-county-diversion`.
        public var source: String
        public var participant: UUID
        public var caseID: UUID
        /// The program as the source names it.
        public var program: String
        /// Which of the participant's diversions this is, from 1, as the source counts.
        public var sequence: Int
        public var referredOn: Day
        public var receivedOn: Day
        /// True where the source says that it fills in an unknown referral date; such dates are left out of durations.
        public var referralDateImputed: Bool
        /// Race and gender as the agency recorded them, repeated here so that counts need no join.
        public var race: String
        public var gender: String
        /// What looked odd, by kind; nothing was changed because of it.
        public var warnings: [String]

        public init(
            source: String, participant: UUID, caseID: UUID, program: String, sequence: Int, referredOn: Day,
            receivedOn: Day, referralDateImputed: Bool, race: String, gender: String, warnings: [String]
        ) {
            self.source = source
            self.participant = participant
            self.caseID = caseID
            self.program = program
            self.sequence = sequence
            self.referredOn = referredOn
            self.receivedOn = receivedOn
            self.referralDateImputed = referralDateImputed
            self.race = race
            self.gender = gender
            self.warnings = warnings
        }
    }

    /// How a taken-over referral ended, where the source says so.
    public struct ResultTakenOver: EventPayload {
        public static let type = "referral.result_taken_over"
        public var result: SourceResult
        public var closedOn: Day
        public init(result: SourceResult, closedOn: Day) {
            self.result = result
            self.closedOn = closedOn
        }
    }
}
