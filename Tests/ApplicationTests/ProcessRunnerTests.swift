import Application
import Casework
import CountySupport
import EventModel
import Foundation
import Testing

@Suite("Process runner", .timeLimit(.minutes(3)))
struct ProcessRunnerTests {
    @Test("Two servers that answer the same events at the same time start each clock once")
    func answer() async throws {
        try await withTwoServers { county, other in
            var referrals: [UUID] = []
            for _ in 0..<8 {
                let id = try await county.offered().id
                try await county.take(.acknowledge, on: id)
                referrals.append(id)
            }
            async let one: Void = county.site.processes.catchUp(TestCounty.slug)
            async let two: Void = other.processes.catchUp(TestCounty.slug)
            _ = try await (one, two)
            for id in referrals {
                let ticks = try await county.ticks(of: id)
                #expect(ticks.map(\.type) == ["clock.set", "clock.met", "clock.set"])
                #expect(ticks.map(\.clock) == [.acknowledge, .acknowledge, .decide])
            }
        }
    }

    @Test("Two servers that look at the clocks at the same time let each referral lapse once")
    func fire() async throws {
        try await withTwoServers { county, other in
            var referrals: [UUID] = []
            for _ in 0..<8 { referrals.append(try await county.offered().id) }
            try await county.catchUp()
            county.clock.advance(days: 40)
            async let one: Void = county.site.processes.fireClocks(in: TestCounty.slug)
            async let two: Void = other.processes.fireClocks(in: TestCounty.slug)
            _ = try await (one, two)
            for id in referrals {
                #expect(
                    try await county.events("referral", id).map(\.type) == [
                        "referral.drafted", "referral.offered", "referral.lapsed",
                    ])
                #expect(
                    try await county.ticks(of: id).map(\.type) == [
                        "clock.set", "clock.reminded", "clock.missed", "clock.escalated",
                    ])
            }
        }
    }

    @Test("A server that starts where another ended goes on from there")
    func goOn() async throws {
        try await withTwoServers { county, other in
            let first = try await county.offered().id
            try await county.catchUp()
            let second = try await county.offered().id
            let head = try await county.head()
            try await other.processes.catchUp(TestCounty.slug)
            #expect(try await county.log(after: head).map(\.type) == ["clock.set"])
            #expect(try await county.ticks(of: first).count == 1)
            #expect(try await county.ticks(of: second).count == 1)
        }
    }

    private func withTwoServers(_ test: (TestCounty, TestSite) async throws -> Void) async throws {
        try await TestCounty.run { county in
            try await TestSite.run(on: county.database, at: county.clock) { other in try await test(county, other) }
        }
    }
}
