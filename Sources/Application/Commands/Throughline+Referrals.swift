import Access
import Casework
import EventLog
import EventModel
public import Foundation

/// What a new referral needs.
public struct DraftInput: Codable, Sendable, Hashable {
    public var participant: UUID
    public var caseId: UUID?
    public var program: UUID
    public var need: String
    public var share: [String]
    public var priority: String?
    public var following: UUID?

    public init(
        participant: UUID, caseId: UUID? = nil, program: UUID, need: String, share: [String],
        priority: String? = nil, following: UUID? = nil
    ) {
        self.participant = participant
        self.caseId = caseId
        self.program = program
        self.need = need
        self.share = share
        self.priority = priority
        self.following = following
    }
}

extension Throughline {
    /// Drafts a referral; nobody but the office sees it until it is offered.
    public func draftReferral(
        _ input: DraftInput, in jurisdiction: String, _ context: CommandContext
    ) async throws -> Receipt {
        let principal = context.principal
        try check(
            principal, .draftReferral,
            Resource(jurisdiction: jurisdiction, referringOrganization: principal.organization))
        let share = try input.share.map { text throws(Failure) in
            guard let field = Referral.SharedField(rawValue: text) else {
                let accepted = Referral.SharedField.allCases.map(\.rawValue)
                throw .invalid([InvalidField("share", .unknownValue, accepted: accepted)])
            }
            return field
        }
        guard let priority = Referral.Priority(rawValue: input.priority ?? "routine") else {
            let accepted = Referral.Priority.allCases.map(\.rawValue)
            throw Failure.invalid([InvalidField("priority", .unknownValue, accepted: accepted)])
        }
        // The id follows from the command, so that a retry asks about the same stream.
        let stream = StreamID(StreamKind.referral, context.commandID)
        let number = ReferralNumber.make(from: context.commandID)
        return try await perform(context, in: jurisdiction, about: stream) {
            let referral = try await load(Referral.self, StreamKind.referral, stream.id, in: jurisdiction)
            let program = try await load(Program.self, StreamKind.program, input.program, in: jurisdiction)
            let person = try await load(Participant.self, StreamKind.participant, input.participant, in: jurisdiction)
            guard let partner = program.state.organization else {
                throw Failure.invalid([InvalidField("program", .unknownValue)])
            }
            guard person.state.isRegistered else { throw Failure.invalid([InvalidField("participant", .unknownValue)]) }
            let drafted = Referral.Drafted(
                number: number, participant: input.participant, caseID: input.caseId, program: input.program,
                partner: partner, office: principal.organization, need: .clear(input.need), share: share,
                priority: priority, following: input.following, race: person.state.race?.value,
                gender: person.state.gender?.value)
            let facts = Referral.ProgramFacts(
                id: input.program, organization: partner, accepting: program.state.accepting)
            return try decide(.draft(drafted, program: facts), on: referral, subject: input.participant).decision
        }
    }

    /// Takes one step of a referral.
    public func take(
        _ verb: ReferralVerb, on id: UUID, with input: ReferralInput, _ context: CommandContext
    ) async throws -> Receipt {
        let jurisdiction = try await locate(StreamKind.referral, id, for: context.principal)
        let stream = StreamID(StreamKind.referral, id)
        return try await perform(context, in: jurisdiction, about: stream) {
            let referral = try await load(Referral.self, StreamKind.referral, id, in: jurisdiction)
            let author = try await author(of: verb, input, on: referral.stream, in: jurisdiction)
            try check(context.principal, verb, on: referral.state, by: author, in: jurisdiction)
            let override = trimmed(input.capacityOverride)
            if override != nil {
                try check(context.principal, .overrideCapacity, resource(for: referral.state, in: jurisdiction))
            }
            let today = Day(context.at ?? now(), in: try await directory.zone(of: jurisdiction))
            let command = try await command(verb, input, referral, today, jurisdiction, context)
            var (decision, after) = try decide(
                command, on: referral, subject: referral.state.participant ?? id, today: today)
            if after.holdsPlace != referral.state.status.holdsPlace {
                try await movePlace(
                    for: referral, taking: after.holdsPlace, verb == .reopen || override != nil, &decision,
                    in: jurisdiction)
            }
            if verb == .offer, let participant = referral.state.participant {
                // A consent revoked while this is being decided must win.
                let stream = StreamID(StreamKind.participant, participant)
                decision.rely(on: stream, at: try await reader.version(of: stream, in: jurisdiction))
            }
            return decision
        }
    }

    /// Records that a referral nobody answered has lapsed; only the clocks ask for this.
    func lapse(_ id: UUID, in jurisdiction: String, _ context: CommandContext) async throws -> Receipt {
        try await perform(context, in: jurisdiction, about: StreamID(StreamKind.referral, id)) {
            let referral = try await load(Referral.self, StreamKind.referral, id, in: jurisdiction)
            return try decide(.lapse, on: referral, subject: referral.state.participant ?? id).decision
        }
    }

    func check(
        _ principal: Principal, _ verb: ReferralVerb, on state: Referral.State, by author: UUID?,
        in jurisdiction: String
    ) throws(Failure) {
        guard state.status != .none else { throw .notFound }
        var resource = resource(for: state, in: jurisdiction)
        resource.author = author
        do throws(Denied) {
            try Permission.check(principal, may: .viewReferral, on: resource)
        } catch { throw .notFound }
        try check(principal, verb.action, resource)
    }

    /// Who wrote what is to be corrected: a supervisor may set right what others wrote, everybody else only their own.
    private func author(
        of verb: ReferralVerb, _ input: ReferralInput, on stream: StreamID, in jurisdiction: String
    ) async throws -> UUID? {
        guard verb == .correct || verb == .markEnteredInError else { return nil }
        let history = try await reader.stream(stream, in: jurisdiction)
        let type: String? =
            switch verb == .correct ? input.field.flatMap(Referral.CorrectableField.init) : nil {
            case .outcome: Referral.Completed.type
            case .unsuccessfulCode: Referral.Unsuccessful.type
            case .declineCode: Referral.Declined.type
            case .attendance: Referral.SessionRecorded.type
            case .need, nil: Referral.Drafted.type
            }
        let named = input.event.flatMap { id in history.first { $0.id == id } }
        return (named ?? history.last { $0.type == type })?.actor
    }

    func resource(for state: Referral.State, in jurisdiction: String) -> Resource {
        Resource(
            jurisdiction: jurisdiction, referringOrganization: state.office,
            partnerOrganization: state.status == .drafted ? nil : state.partner, programOrganization: state.partner)
    }

    private func command(
        _ verb: ReferralVerb, _ input: ReferralInput, _ referral: Loaded<Referral>, _ today: Day,
        _ jurisdiction: String, _ context: CommandContext
    ) async throws -> Referral.Command {
        let channel: Referral.Channel = try input.optional(\.channel, "channel") ?? .api
        switch verb {
        case .offer: return try await offer(referral.state, today, jurisdiction)
        case .acknowledge: return .acknowledge(channel)
        case .withdrawAcknowledgement: return .withdrawAcknowledgement
        case .requestInformation:
            return .requestInformation(question: try input.requiredText(\.question, "question"))
        case .supplyInformation: return .supplyInformation(answer: try input.requiredText(\.answer, "answer"))
        case .accept:
            return .accept(capacityOverride: input.text(\.capacityOverride), channel)
        case .waitlist:
            let position = try await waitlistLength(of: referral.state.program, in: jurisdiction) + 1
            let reviewBy = try input.day(\.reviewBy, "reviewBy")
            return .waitlist(position: position, reviewBy: reviewBy, today: today, channel)
        case .decline:
            return .decline(
                .init(
                    code: try input.coded(\.code, "code"), note: input.text(\.note), redirectTo: input.redirectTo,
                    placesOpenOn: input.placesOpenOn), channel)
        case .recall: return .recall(reason: try input.requiredText(\.reason, "reason"))
        case .scheduleIntake:
            return .scheduleIntake(
                .init(on: try input.day(\.on, "on"), time: try input.wallTime(), place: input.text(\.place)),
                today: today)
        case .beginService: return .beginService(on: input.on ?? today, today: today)
        case .recordSession:
            return .recordSession(
                .init(
                    on: input.on ?? today, attendance: try input.coded(\.attendance, "attendance"),
                    whoCouldNot: try input.optional(\.whoCouldNot, "whoCouldNot"), note: input.text(\.note)),
                today: today)
        case .reportProgress: return .reportProgress(note: try input.requiredText(\.note, "note"))
        case .hold:
            return .hold(
                .init(
                    code: try input.coded(\.code, "code"), note: input.text(\.note),
                    reviewBy: try input.day(\.reviewBy, "reviewBy")), today: today)
        case .resume: return .resume
        case .complete:
            return .complete(
                .init(outcome: try input.coded(\.outcome, "outcome"), note: try input.requiredText(\.note, "note")))
        case .reportUnsuccessful:
            return .reportUnsuccessful(.init(code: try input.coded(\.code, "code"), note: input.text(\.note)))
        case .withdraw:
            return .withdraw(
                .init(
                    by: try input.coded(\.by, "by"), code: try input.coded(\.code, "code"), note: input.text(\.note)))
        case .reopen: return .reopen(reason: try input.requiredText(\.reason, "reason"))
        case .correct:
            let field: Referral.CorrectableField = try input.coded(\.field, "field")
            return .correct(
                .init(
                    field: field, event: input.event, was: field == .need ? nil : input.was,
                    now: field == .need ? nil : input.now, nowText: field == .need ? input.text(\.now) : nil,
                    why: try input.requiredText(\.why, "why")))
        case .markEnteredInError: return .markEnteredInError(reason: try input.requiredText(\.reason, "reason"))
        }
    }

    private func offer(
        _ state: Referral.State, _ today: Day, _ jurisdiction: String
    ) async throws -> Referral.Command {
        guard let participant = state.participant, let program = state.program else { throw Failure.notFound }
        let person = try await load(Participant.self, StreamKind.participant, participant, in: jurisdiction)
        let place = try await load(Program.self, StreamKind.program, program, in: jurisdiction)
        guard let partner = place.state.organization else { throw Failure.notFound }
        return .offer(
            consent: person.state.consent(for: partner, on: today),
            program: .init(id: program, organization: partner, accepting: place.state.accepting), today: today)
    }

    /// Takes or gives back the place in the program together with the step that asks for it.
    private func movePlace(
        for referral: Loaded<Referral>, taking: Bool, _ override: Bool, _ decision: inout Decision,
        in jurisdiction: String
    ) async throws {
        guard let id = referral.state.program else { return }
        let program = try await load(Program.self, StreamKind.program, id, in: jurisdiction)
        let command: Program.Command =
            taking
            ? .takePlace(referral: referral.stream.id, override: override)
            : .releasePlace(referral: referral.stream.id)
        do throws(Program.Refusal) {
            let events = try Program.decide(command, given: program.state)
            decision.add(events, to: program.stream, at: program.version, subject: referral.stream.id)
        } catch { throw Failure.refused(Refused(error)) }
    }

    /// The decider's events as a decision, and the status that they lead to.
    private func decide(
        _ command: Referral.Command, on referral: Loaded<Referral>, subject: UUID, today: Day? = nil
    ) throws(Failure) -> (decision: Decision, after: Referral.Status) {
        let events: [Referral.Event]
        do throws(Referral.Refusal) {
            events = try Referral.decide(command, given: referral.state)
        } catch { throw .refused(Refused(error)) }
        var decision = Decision()
        decision.add(events, to: referral.stream, at: referral.version, subject: subject) { payload in
            // What was written down on a later day happened on its own date, at a time nobody noted.
            guard let day = payload.happenedOn, day != today else { return nil }
            return .day(day)
        }
        let after = events.reduce(into: referral.state) { Referral.evolve(&$0, with: $1) }
        return (decision, after.status)
    }
}

/// The number that people say on the phone.
enum ReferralNumber {
    /// Eight characters of the id without letters that sound or look alike, such as `RF-4K7M-9TQ2`.
    static func make(from id: UUID) -> String {
        let alphabet = Array("23456789ABCDEFGHJKMNPQRSTVWXYZ")
        let bytes = id.uuid
        var number = [bytes.8, bytes.9, bytes.10, bytes.11, bytes.12, bytes.13, bytes.14, bytes.15]
            .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        var text = ""
        for index in 0..<8 {
            if index == 4 { text.append("-") }
            text.append(alphabet[Int(number % UInt64(alphabet.count))])
            number /= UInt64(alphabet.count)
        }
        return "RF-\(text)"
    }
}

extension EventPayload {
    /// The date that the payload itself gives for when it happened.
    fileprivate var happenedOn: Day? {
        switch self {
        case let began as Referral.ServiceBegan: began.on
        case let session as Referral.SessionRecorded: session.on
        default: nil
        }
    }
}
