import Casework
import Foundation

extension ClockReading {
    /// A deadline in the jurisdiction's working time.
    init(_ deadline: Clock.Deadline, by calendar: BusinessCalendar, at now: Date) {
        self.init(kind: deadline.clock.rawValue, started: deadline.setAt, due: deadline.due)
        switch deadline.status {
        case .met: met = deadline.endedAt ?? deadline.due
        case .paused:
            paused = deadline.clock == .decide || deadline.clock == .acknowledge ? "waiting-for-information" : "on-hold"
        case .running, .cancelled: break
        }
        guard deadline.due >= now else {
            left = -1
            return
        }
        guard ![.progress, .waitlistReview, .holdReview].contains(deadline.clock) else { return }
        left = Double(calendar.businessMinutes(from: now, to: deadline.due)) * 60
        total = Double(calendar.businessMinutes(from: min(deadline.setAt, deadline.due), to: deadline.due)) * 60
        dayLength = Double(calendar.minutesPerDay) * 60
        isRunning = calendar.businessMinutes(from: now, to: now.addingTimeInterval(60)) > 0
    }
}
