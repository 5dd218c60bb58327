import Access
import Casework
import EventModel
import Foundation

/// Plays two years of invented work through the real deciders and the real clock keeper, in order of time.
///
/// Pure: the same seed and the same now give the same history. What a decider refuses does not happen.
struct Simulation {
    /// One event that happened, before it is sealed.
    struct Happening {
        var id: UUID
        var stream: StreamID
        var payload: any EventPayload
        var subject: UUID
        var occurred: Occurrence
        var recordedAt: Date
        var actor: DemonstrationCast.Person?
        var command: UUID
    }

    private struct Plan {
        var referral: UUID
        var step: Scenario.Step.Kind?
        var at: Date
        var service: DemonstrationCast.Service
        var office: DemonstrationCast.Office
        var index: Int
        /// The referral that this one follows, for the same person with another program.
        var following: UUID?
    }

    private let cast: DemonstrationCast
    private let county: DemonstrationCast.County
    private let calendar: BusinessCalendar
    private let keeper: ClockKeeper
    private let now: Date
    private var random: SeededRandom
    private var happenings: [Happening] = []
    private var referrals: [UUID: Referral.State] = [:]
    private var clocks: [UUID: Clock.State] = [:]
    private var programs: [UUID: Program.State] = [:]
    private var people: [UUID: Participant.State] = [:]
    private var lastSession: [UUID: (UUID, Referral.Attendance)] = [:]
    private var waiting: [UUID: Int] = [:]
    private var commands = 0

    init(
        _ cast: DemonstrationCast, county: DemonstrationCast.County, calendar: BusinessCalendar, referrals count: Int,
        seed: UInt64, now: Date
    ) {
        self.cast = cast
        self.county = county
        self.calendar = calendar
        self.now = now
        keeper = ClockKeeper(calendar: calendar)
        random = SeededRandom(seed: seed)
        registerPrograms()
        var plans = (0..<count).flatMap { plan($0) }
        plans.sort { ($0.at, $0.index) < ($1.at, $1.index) }
        let counted = now.addingTimeInterval(-4 * 86_400)
        for plan in plans where plan.at < counted { play(plan) }
        countPlaces(at: counted)
        for plan in plans where plan.at >= counted && plan.at < now { play(plan) }
        for referral in referrals.keys.sorted(by: { $0.text < $1.text }) { tick(referral, until: now) }
    }

    /// Everything that happened, in the order in which it was recorded.
    var history: [Happening] {
        happenings.enumerated().sorted {
            ($0.element.recordedAt, $0.offset) < ($1.element.recordedAt, $1.offset)
        }.map(\.element)
    }

    // MARK: - Planning

    private mutating func registerPrograms() {
        let start = now.addingTimeInterval(-735 * 86_400)
        for service in cast.services where service.county == county.slug {
            let registered = Program.Event.registered(
                .init(
                    organization: service.office, name: service.name, summary: service.summary, maximum: service.maximum
                ))
            programs[service.id] = Program.state(after: [registered])
            let actor = cast.people(of: service.office).first
            happen(registered.payload, in: StreamKind.program, service.id, service.id, start, actor, newCommand())
        }
    }

    /// The partners say how many places are open; one of them has not done so for long.
    private mutating func countPlaces(at moment: Date) {
        for service in cast.services.filter({ $0.county == county.slug }).dropLast() {
            guard var program = programs[service.id],
                let events = try? Program.decide(
                    .updateCapacity(maximum: program.maximum, available: program.available), given: program)
            else { continue }
            for event in events {
                Program.evolve(&program, with: event)
                let actor = cast.people(of: service.office).first
                happen(event.payload, in: StreamKind.program, service.id, service.id, moment, actor, newCommand())
            }
            programs[service.id] = program
        }
    }

    private mutating func plan(_ index: Int) -> [Plan] {
        let scenarios = Scenario.allCases.flatMap { Array(repeating: $0, count: $0.weight) }
        // Every scenario comes at least once in each county.
        let scenario = index < Scenario.allCases.count ? Scenario.allCases[index] : random.pick(scenarios)
        let services = cast.services.filter { $0.county == county.slug }
        let offices = cast.offices.filter {
            $0.counties.contains(county.slug) && ($0.kind == .prosecutor || $0.kind == .corrections)
        }
        // The first office has a draft and a new offer to the first program, for whoever wants to try the next step.
        let isFirstFresh = scenario.isFresh && index < Scenario.allCases.count
        let service = isFirstFresh ? services[0] : random.pick(services)
        // The first office of a county sends most.
        let office = isFirstFresh || random.chance(65) ? offices[0] : random.pick(offices)
        let days = Int.random(in: scenario.startedDaysAgo, using: &random)
        var begun = now.addingTimeInterval(-Double(days + 1) * 86_400)
        let waits = [Int(Double.random(in: 0...8, using: &random) * 60)] + scenario.steps.map { wait(for: $0) }
        var moments = self.moments(after: waits, from: begun)
        // What has only just begun has happened before a weekend or a holiday, not after it.
        while scenario.isFresh, let last = moments.last, last >= now {
            begun.addTimeInterval(-86_400)
            moments = self.moments(after: waits, from: begun)
        }
        let referral = id("referral", index)
        let kinds: [Scenario.Step.Kind?] = [nil] + scenario.steps.map(\.kind)
        var plans = zip(kinds, moments).map { kind, at in
            Plan(referral: referral, step: kind, at: at, service: service, office: office, index: index)
        }
        guard var at = moments.last else { return plans }
        if scenario == .declined || scenario == .lapsed {
            if scenario == .lapsed { at = calendar.adding(businessDays: keeper.limits.lapse, to: at) }
            plans += followUp(of: referral, index, office, after: at, instead: service)
        }
        return plans
    }

    private mutating func wait(for step: Scenario.Step) -> Int {
        max(1, Int(Double.random(in: step.wait, using: &random) * 60))
    }

    /// The moments that lie so many working minutes apart.
    private func moments(after waits: [Int], from start: Date) -> [Date] {
        var at = start
        return waits.map { wait in
            at = calendar.adding(businessMinutes: wait, to: at)
            return at
        }
    }

    /// The office asks another program within its three days, and that goes well.
    private mutating func followUp(
        of referral: UUID, _ index: Int, _ office: DemonstrationCast.Office, after moment: Date,
        instead service: DemonstrationCast.Service
    ) -> [Plan] {
        let other = random.pick(cast.services.filter { $0.county == county.slug && $0.id != service.id })
        let next = id("follow-up", index)
        var at = calendar.adding(businessMinutes: Int.random(in: 60...1200, using: &random), to: moment)
        var plans = [
            Plan(referral: next, step: nil, at: at, service: other, office: office, index: index, following: referral)
        ]
        for step in Scenario.completed.steps {
            at = calendar.adding(businessMinutes: wait(for: step), to: at)
            plans.append(Plan(referral: next, step: step.kind, at: at, service: other, office: office, index: index))
        }
        return plans
    }

    // MARK: - Playing

    private mutating func play(_ plan: Plan) {
        tick(plan.referral, until: plan.at)
        guard let kind = plan.step else { return draft(plan) }
        guard let state = referrals[plan.referral] else { return }
        if kind == .dispose { return dispose(plan, state) }
        let today = Day(plan.at, in: calendar.zone)
        let (command, isPartner) = command(kind, plan, state, today)
        guard let command, let events = try? Referral.decide(command, given: state) else { return }
        let after = events.reduce(into: state) { Referral.evolve(&$0, with: $1) }
        var placeEvents: [Program.Event] = []
        if after.status.holdsPlace != state.status.holdsPlace, let program = programs[plan.service.id] {
            let command: Program.Command =
                after.status.holdsPlace
                ? .takePlace(referral: plan.referral, override: kind == .reopen)
                : .releasePlace(referral: plan.referral)
            guard let chosen = try? Program.decide(command, given: program) else { return wait(plan, state, today) }
            placeEvents = chosen
        }
        let actor = isPartner ? partner(plan) : officer(plan)
        record(events, plan, actor)
        for event in placeEvents {
            if var program = programs[plan.service.id] {
                Program.evolve(&program, with: event)
                programs[plan.service.id] = program
            }
            happen(event.payload, in: StreamKind.program, plan.service.id, plan.referral, plan.at, actor, lastCommand)
        }
    }

    /// No place is open: the partner puts the person on the list instead.
    private mutating func wait(_ plan: Plan, _ state: Referral.State, _ today: Day) {
        let command = Referral.Command.waitlist(position: 1, reviewBy: today.adding(days: 30), today: today, .page)
        guard let events = try? Referral.decide(command, given: state) else { return }
        record(events, plan, partner(plan))
    }

    private mutating func draft(_ plan: Plan) {
        let hasCase = plan.office.kind == .prosecutor
        let person = id("person", plan.index)
        let file = id("case", plan.index)
        if plan.following == nil { register(person, hasCase ? file : nil, plan) } else { consent(person, plan) }
        let drafted = Referral.Drafted(
            number: ReferralNumber.make(from: plan.referral), participant: person, caseID: hasCase ? file : nil,
            program: plan.service.id, partner: plan.service.office, office: plan.office.id,
            need: .clear(random.pick(plan.service.needs)),
            share: [.name, .phone, .contactPreference, .language, .need],
            priority: random.chance(12) ? .urgent : .routine, following: plan.following,
            race: people[person]?.race?.value,
            gender: people[person]?.gender?.value)
        let facts = Referral.ProgramFacts(id: plan.service.id, organization: plan.service.office, accepting: true)
        guard let events = try? Referral.decide(.draft(drafted, program: facts), given: Referral.initialState) else {
            return
        }
        record(events, plan, officer(plan))
        if let older = plan.following {
            tick(older, until: plan.at)
            react(keeper.followed(given: clocks[older] ?? Clock.State()), older, plan.at)
        }
    }

    private mutating func register(_ person: UUID, _ file: UUID?, _ plan: Plan) {
        let actor = officer(plan)
        let before = plan.at.addingTimeInterval(-900)
        let command = newCommand()
        let registered = Participant.Event.registered(InventedPerson.make(&random))
        people[person] = Participant.state(after: [registered])
        happen(registered.payload, in: StreamKind.participant, person, person, before, actor, command)
        consent(person, plan)
        guard let file else { return }
        let year = Day(plan.at, in: calendar.zone).year
        let number = "\(county.name.prefix(1))C-\(String(year).suffix(2))-\(10_000 + plan.index * 7)"
        let opened = Case.Opened(number: .clear(number), office: plan.office.id)
        happen(opened, in: StreamKind.case, file, file, before, actor, command)
        happen(Case.ParticipantJoined(participant: person), in: StreamKind.case, file, file, before, actor, command)
    }

    private mutating func consent(_ person: UUID, _ plan: Plan) {
        let today = Day(plan.at, in: calendar.zone)
        let recorded = Participant.Event.consentRecorded(
            .init(
                consent: id("consent-\(plan.referral.text)", plan.index),
                scope: Referral.SharedField.allCases.filter { $0 != .charge }, recipients: [plan.service.office],
                method: random.pick(Consent.Method.allCases),
                signedOn: today.adding(days: -Int.random(in: 0...4, using: &random)),
                expiresOn: today.adding(days: 365)))
        Participant.evolve(&people[person, default: Participant.initialState], with: recorded)
        happen(
            recorded.payload, in: StreamKind.participant, person, person, plan.at.addingTimeInterval(-600),
            officer(plan), newCommand())
    }

    private mutating func dispose(_ plan: Plan, _ state: Referral.State) {
        guard let participant = state.participant, let file = state.caseID, !state.status.isOpen else { return }
        let kind: Case.DispositionKind =
            state.status == .completed
            ? random.pick([.dismissedWithPrejudice, .dismissed, .nolleProsequi])
            : random.pick([.prosecutionResumed, .dismissed])
        let recorded = Case.DispositionRecorded(
            participant: participant, kind: kind, on: Day(plan.at, in: calendar.zone), referral: plan.referral)
        happen(recorded, in: StreamKind.case, file, participant, plan.at, officer(plan), newCommand())
        react(keeper.dispositionRecorded(given: clocks[plan.referral] ?? Clock.State()), plan.referral, plan.at)
    }

    private mutating func command(
        _ kind: Scenario.Step.Kind, _ plan: Plan, _ state: Referral.State, _ today: Day
    ) -> (Referral.Command?, isPartner: Bool) {
        switch kind {
        case .offer:
            let consent = state.participant.flatMap { people[$0]?.consent(for: plan.service.office, on: today) }
            let facts = Referral.ProgramFacts(id: plan.service.id, organization: plan.service.office, accepting: true)
            return (.offer(consent: consent, program: facts, today: today), false)
        case .acknowledge: return (.acknowledge(.page), true)
        case .ask: return (.requestInformation(question: .clear(random.pick(InventedWords.questions))), true)
        case .answer: return (.supplyInformation(answer: .clear(random.pick(InventedWords.answers))), false)
        case .accept: return (.accept(capacityOverride: nil, .page), true)
        case .waitlist:
            waiting[plan.service.id, default: 0] += 1
            let position = waiting[plan.service.id] ?? 1
            return (.waitlist(position: position, reviewBy: today.adding(days: 30), today: today, .page), true)
        case .decline:
            let code = random.pick(Referral.DeclineCode.allCases.filter { $0 != .other })
            let opens = code == .noCapacity ? today.adding(days: Int.random(in: 7...30, using: &random)) : nil
            let note = random.chance(50) ? Personal.clear(random.pick(InventedWords.declines)) : nil
            return (.decline(.init(code: code, note: note, placesOpenOn: opens), .page), true)
        case .recall: return (.recall(reason: .clear(random.pick(InventedWords.recalls))), false)
        case .schedule:
            let day = workday(after: today.adding(days: 3))
            let time = random.pick(["09:30", "10:00", "14:30", "16:00"])
            return (.scheduleIntake(.init(on: day, time: time, place: .clear("Room 2")), today: today), true)
        case .begin: return (.beginService(on: today, today: today), true)
        case .session: return (.recordSession(.init(on: today, attendance: .came), today: today), true)
        case .lateSession:
            let day = today.adding(days: -Int.random(in: 1...4, using: &random))
            return (.recordSession(.init(on: day, attendance: random.pick([.came, .cameLate])), today: today), true)
        case .missedSession:
            let who = random.pick(Referral.WhoCouldNot.allCases)
            return (.recordSession(.init(on: today, attendance: .didNotCome, whoCouldNot: who), today: today), true)
        case .progress: return (.reportProgress(note: .clear(random.pick(InventedWords.progress))), true)
        case .hold:
            let held = Referral.Held(
                code: random.pick([.health, .waitingForDocuments, .courtDate]), reviewBy: today.adding(days: 21))
            return (.hold(held, today: today), true)
        case .resume: return (.resume, true)
        case .complete:
            let outcome = random.pick([Referral.Outcome.goalsMet, .goalsMet, .goalsPartlyMet, .requirementMet])
            return (.complete(.init(outcome: outcome, note: .clear(random.pick(InventedWords.completions)))), true)
        case .unsuccessful:
            let code = random.pick(Referral.UnsuccessfulCode.allCases.filter { $0 != .other && $0 != .died })
            return (.reportUnsuccessful(.init(code: code, note: .clear(random.pick(InventedWords.endings)))), true)
        case .withdraw:
            let code = random.pick([Referral.WithdrawalCode.participantChoice, .chargesDropped, .moved])
            return (.withdraw(.init(by: code == .chargesDropped ? .office : .participant, code: code)), false)
        case .reopen: return (.reopen(reason: .clear(random.pick(InventedWords.reopenings))), false)
        case .correct:
            guard let (event, was) = lastSession[plan.referral] else { return (nil, true) }
            let now: Referral.Attendance = was == .didNotCome ? .didNotHappen : .cameLate
            return (
                .correct(
                    .init(
                        field: .attendance, event: event, was: was.rawValue, now: now.rawValue,
                        why: .clear(random.pick(InventedWords.corrections)))), true
            )
        case .markInError: return (.markEnteredInError(reason: .clear("Sent for the wrong person.")), false)
        case .dispose: return (nil, false)
        }
    }

    // MARK: - Recording

    private var lastCommand: UUID { id("command", commands) }

    private mutating func newCommand() -> UUID {
        commands += 1
        return lastCommand
    }

    private mutating func record(_ events: [Referral.Event], _ plan: Plan, _ actor: DemonstrationCast.Person?) {
        let command = newCommand()
        for event in events {
            Referral.evolve(&referrals[plan.referral, default: Referral.initialState], with: event)
            var occurred = Occurrence.moment(plan.at)
            if case .sessionRecorded(let session) = event {
                lastSession[plan.referral] = (nextEventID, session.attendance)
                if session.on != Day(plan.at, in: calendar.zone) { occurred = .day(session.on) }
            }
            let subject = referrals[plan.referral]?.participant ?? plan.referral
            happen(
                event.payload, in: StreamKind.referral, plan.referral, subject, plan.at, actor, command,
                occurred: occurred)
        }
        for event in events {
            react(
                keeper.reaction(
                    to: event, at: plan.at, given: clocks[plan.referral] ?? Clock.State(),
                    awaitsDisposition: plan.office.kind == .prosecutor), plan.referral, plan.at)
        }
    }

    private mutating func react(_ events: [Clock.Event], _ referral: UUID, _ at: Date) {
        guard !events.isEmpty else { return }
        let command = newCommand()
        for event in events {
            Clock.evolve(&clocks[referral, default: Clock.State()], with: event, at: at)
            happen(event.payload, in: StreamKind.clock, referral, referral, at, nil, command)
        }
    }

    /// Lets a referral's clocks act up to a moment.
    private mutating func tick(_ referral: UUID, until moment: Date) {
        let due = ClockKeeper.due(by: moment, given: clocks[referral] ?? Clock.State())
        for (event, at) in due.events { react([event], referral, at) }
        guard due.lapses, let state = referrals[referral], let lapseAt = clocks[referral]?[.acknowledge]?.lapseAt,
            let events = try? Referral.decide(.lapse, given: state)
        else { return }
        let command = newCommand()
        for event in events {
            Referral.evolve(&referrals[referral, default: Referral.initialState], with: event)
            happen(
                event.payload, in: StreamKind.referral, referral, state.participant ?? referral, lapseAt, nil, command)
            react(keeper.reaction(to: event, at: lapseAt, given: clocks[referral] ?? Clock.State()), referral, lapseAt)
        }
        tick(referral, until: moment)
    }

    private var nextEventID: UUID { id("event", happenings.count) }

    private mutating func happen(
        _ payload: any EventPayload, in kind: String, _ id: UUID, _ subject: UUID, _ at: Date,
        _ actor: DemonstrationCast.Person?, _ command: UUID, occurred: Occurrence? = nil
    ) {
        happenings.append(
            Happening(
                id: nextEventID, stream: StreamID(kind, id), payload: payload, subject: subject,
                occurred: occurred ?? .moment(at),
                recordedAt: at, actor: actor, command: command))
    }

    // MARK: - Choosing

    private mutating func officer(_ plan: Plan) -> DemonstrationCast.Person? {
        let staff = cast.people(of: plan.office.id).filter { !$0.roles.isDisjoint(with: [.prosecutor, .corrections]) }
        return staff.isEmpty ? nil : random.pick(staff)
    }

    private mutating func partner(_ plan: Plan) -> DemonstrationCast.Person? {
        let staff = cast.people(of: plan.service.office)
        return staff.isEmpty ? nil : random.pick(staff)
    }

    private func workday(after day: Day) -> Day {
        var day = day
        while !calendar.isWorkday(day) { day = day.adding(days: 1) }
        return day
    }

    private func id(_ kind: String, _ number: Int) -> UUID { DemonstrationCast.id("\(county.slug)-\(kind)", number) }
}
