import EventModel
import Foundation
import Testing

@Suite("Occurrences")
struct OccurrenceTests {
    @Test("A moment is itself in every zone")
    func moment() throws {
        let moment = Date(timeIntervalSince1970: 1_791_849_600.5)
        let chicago = try #require(TimeZone(identifier: "America/Chicago"))
        #expect(Occurrence.moment(moment).instant(in: chicago) == moment)
        #expect(Occurrence.moment(moment).instant(in: .gmt) == moment)
    }

    @Test("A date counts from its start in the zone, in summer time and in standard time")
    func date() throws {
        let chicago = try #require(TimeZone(identifier: "America/Chicago"))
        let summer = Occurrence.day(try #require(Day("2026-07-04")))
        let winter = Occurrence.day(try #require(Day("2026-12-25")))
        #expect(summer.instant(in: chicago).rfc3339 == "2026-07-04T05:00:00.000000Z")
        #expect(winter.instant(in: chicago).rfc3339 == "2026-12-25T06:00:00.000000Z")
        #expect(winter.instant(in: .gmt).rfc3339 == "2026-12-25T00:00:00.000000Z")
    }

    @Test("A date and the moment it starts at are two different things")
    func distinct() throws {
        let day = try #require(Day("2026-07-04"))
        #expect(Occurrence.day(day) != .moment(day.start(in: .gmt)))
    }
}
