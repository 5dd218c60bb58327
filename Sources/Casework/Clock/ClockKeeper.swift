import EventModel
public import Foundation

/// Decides which clocks an event starts and stops. Pure: the same history gives the same clocks.
public struct ClockKeeper: Sendable {
    public let calendar: BusinessCalendar
    public let limits: ClockLimits

    public init(calendar: BusinessCalendar, limits: ClockLimits = .standard) {
        self.calendar = calendar
        self.limits = limits
    }

    /// The clock events that answer one referral event, which happened at `moment`.
    ///
    /// - Parameter awaitsDisposition: whether there is a case that the office must dispose of once this ends.
    public func reaction(
        to event: Referral.Event, at moment: Date, given state: Clock.State, awaitsDisposition: Bool = true
    ) -> [Clock.Event] {
        let disposition = awaitsDisposition ? [set(.disposition, limits.disposition, moment)] : []
        return reaction(to: event, at: moment, given: state, ending: disposition)
    }

    private func reaction(
        to event: Referral.Event, at moment: Date, given state: Clock.State, ending disposition: [Clock.Event]
    ) -> [Clock.Event] {
        switch event {
        case .offered: [acknowledgeClock(from: moment)]
        case .acknowledged:
            stop(.acknowledge, state) + [set(.decide, limits.decide, moment)]
        case .acknowledgementWithdrawn:
            cancel(.decide, state) + again(.acknowledge, state, moment)
        case .informationRequested:
            pause(.decide, moment, state) + [set(.supplyInformation, limits.supplyInformation, moment)]
        case .informationSupplied:
            stop(.supplyInformation, state) + resume(.decide, moment, state)
        case .accepted:
            stop(.decide, state) + stop(.waitlistReview, state) + [set(.intake, limits.intake, moment)]
        case .waitlisted(let waitlisted):
            stop(.decide, state) + [.set(.init(clock: .waitlistReview, due: close(of: waitlisted.reviewBy)))]
        case .declined:
            stop(.decide, state) + stop(.waitlistReview, state) + cancelAll(state, but: [.decide, .waitlistReview])
                + [set(.reRefer, limits.reRefer, moment)]
        case .lapsed: cancelAll(state) + [set(.reRefer, limits.reRefer, moment)]
        case .recalled, .enteredInError: cancelAll(state)
        case .intakeScheduled(let intake): [.set(.init(clock: .intake, due: close(of: intake.on)))]
        case .serviceBegan: stop(.intake, state) + [progressClock(from: moment)]
        case .sessionRecorded, .progressReported: stop(.progress, state) + [progressClock(from: moment)]
        case .held(let held):
            pause(.progress, moment, state) + [.set(.init(clock: .holdReview, due: close(of: held.reviewBy)))]
        case .resumed: stop(.holdReview, state) + resume(.progress, moment, state)
        case .completed, .unsuccessful:
            stop(.progress, state) + cancelAll(state, but: [.progress]) + disposition
        case .withdrawn: cancelAll(state) + disposition
        case .reopened: cancel(.disposition, state) + [progressClock(from: moment)]
        case .drafted, .corrected, .takenOver, .resultTakenOver: []
        }
    }

    /// The disposition of the case closes the loop.
    public func dispositionRecorded(given state: Clock.State) -> [Clock.Event] { stop(.disposition, state) }

    /// A new referral that follows this one answers its decline.
    public func followed(given state: Clock.State) -> [Clock.Event] { stop(.reRefer, state) }

    /// What the clocks themselves do by `now`, each at its own time, oldest first.
    ///
    /// A clock that is set again with times that have passed acts when it was set: nothing happens before its cause.
    public static func due(by now: Date, given state: Clock.State) -> (
        events: [(event: Clock.Event, at: Date)], lapses: Bool
    ) {
        var events: [(event: Clock.Event, at: Date)] = []
        var lapses = false
        for deadline in state.deadlines where deadline.status == .running {
            func acts(at moment: Date?, _ event: Clock.Event) {
                guard let moment, moment <= now else { return }
                events.append((event, max(moment, deadline.setAt)))
            }
            acts(at: deadline.remindAt, .reminded(.init(clock: deadline.clock)))
            acts(at: deadline.missedAt == nil ? deadline.due : nil, .missed(.init(clock: deadline.clock)))
            acts(at: deadline.escalateAt, .escalated(.init(clock: deadline.clock)))
            if let at = deadline.lapseAt, at <= now { lapses = true }
        }
        return (events.sorted { $0.at < $1.at }, lapses)
    }

    private func acknowledgeClock(from moment: Date) -> Clock.Event {
        .set(
            .init(
                clock: .acknowledge, due: calendar.adding(businessDays: limits.acknowledge, to: moment),
                remindAt: calendar.adding(businessDays: limits.remindAcknowledge, to: moment),
                escalateAt: calendar.adding(businessDays: limits.escalateAcknowledge, to: moment),
                lapseAt: calendar.adding(businessDays: limits.lapse, to: moment)))
    }

    private func progressClock(from moment: Date) -> Clock.Event {
        let day = Day(moment, in: calendar.zone).adding(days: limits.progressCalendarDays)
        return .set(.init(clock: .progress, due: close(of: day)))
    }

    /// The close of business on a day, or of the next working day.
    private func close(of day: Day) -> Date {
        var day = day
        while !calendar.isWorkday(day) { day = day.adding(days: 1) }
        return day.instant(secondsAfterMidnight: calendar.rules.closes * 60, in: calendar.zone)
    }

    private func set(_ kind: Clock.Kind, _ days: Int, _ moment: Date) -> Clock.Event {
        .set(.init(clock: kind, due: calendar.adding(businessDays: days, to: moment)))
    }

    private func stop(_ kind: Clock.Kind, _ state: Clock.State) -> [Clock.Event] {
        state[kind]?.isOpen == true ? [.met(.init(clock: kind))] : []
    }

    private func cancel(_ kind: Clock.Kind, _ state: Clock.State) -> [Clock.Event] {
        state[kind]?.isOpen == true ? [.cancelled(.init(clock: kind))] : []
    }

    private func cancelAll(_ state: Clock.State, but kept: Swift.Set<Clock.Kind> = []) -> [Clock.Event] {
        state.deadlines.filter { $0.isOpen && !kept.contains($0.clock) }.map { .cancelled(.init(clock: $0.clock)) }
    }

    private func pause(_ kind: Clock.Kind, _ moment: Date, _ state: Clock.State) -> [Clock.Event] {
        guard let deadline = state[kind], deadline.status == .running else { return [] }
        let left = calendar.businessMinutes(from: moment, to: deadline.due)
        return [.paused(.init(clock: kind, minutesLeft: left))]
    }

    private func resume(_ kind: Clock.Kind, _ moment: Date, _ state: Clock.State) -> [Clock.Event] {
        guard let deadline = state[kind], deadline.status == .paused, let left = deadline.minutesLeft else { return [] }
        return [.resumed(.init(clock: kind, due: calendar.adding(businessMinutes: left, to: moment)))]
    }

    /// Starts a clock again with the due date that it had.
    private func again(_ kind: Clock.Kind, _ state: Clock.State, _ moment: Date) -> [Clock.Event] {
        guard let earlier = state[kind] else { return [] }
        return [
            .set(
                .init(
                    clock: kind, due: earlier.due, remindAt: earlier.remindAt, escalateAt: earlier.escalateAt,
                    lapseAt: earlier.lapseAt))
        ]
    }
}
