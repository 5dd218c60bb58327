import Foundation
import Testing

@testable import Web

@Suite("Clocks, stages and lanes")
struct ClockTests {
    let reader: Reader

    init() throws { reader = try Fixtures(.english).reader }

    private func clock(left: Double, total: Double = 100_000, kind: String = "acknowledge") -> ClockView {
        let due = reader.now.addingTimeInterval(left)
        return ClockView(ClockReading(kind: kind, started: due.addingTimeInterval(-total), due: due), for: reader)
    }

    @Test(
        "The state follows what is left",
        arguments: [
            (100.0, 100.0, ClockBar.State.calm), (26, 100, .calm), (25, 100, .soon), (0, 100, .soon), (-1, 100, .late),
        ])
    func states(left: Double, total: Double, expected: ClockBar.State) {
        #expect(ClockBar.state(left: left, of: total) == expected)
    }

    @Test(
        "The bar shows the used share",
        arguments: [(100.0, 100.0, 2), (50, 100, 50), (0, 100, 100), (-9, 100, 100), (5, 0, 100)])
    func widths(left: Double, total: Double, expected: Int) {
        #expect(ClockBar.width(left: left, of: total) == expected)
    }

    @Test("The words come first and name what is due")
    func words() {
        #expect(clock(left: 6480).words == "1 h 48 min to acknowledge")
        #expect(clock(left: 6480).instruction == "Reply by noon today")
        #expect(clock(left: -90_000, kind: "supply-information").words == "1 day late to answer")
        #expect(clock(left: -90_000).tone == "late")
    }

    @Test("A running clock can be counted down by a script; a paused or a late one can not")
    func ticking() {
        #expect(clock(left: 6480).ticks?.minutes == 108)
        #expect(clock(left: -60).ticks == nil)
        let paused = ClockReading(
            kind: "decide", started: reader.now, due: reader.now, paused: "waiting-for-information")
        #expect(ClockView(paused, for: reader).ticks == nil)
        #expect(ClockView(paused, for: reader).words == "Paused: waiting for an answer")
    }

    @Test("A stage fills its cells, and a stopped one is drawn as stopped")
    func stages() {
        #expect(StageBar.cells(for: "in-progress").map(\.fill) == ["on", "on", "on", "on", ""])
        #expect(StageBar.cells(for: "declined").map(\.fill) == ["off", "", "", "", ""])
        #expect(StageBar.cells(for: "drafted").map(\.fill) == ["", "", "", "", ""])
    }

    @Test("Moments are placed between the ends of the lane")
    func places() {
        let start = reader.now
        let end = start.addingTimeInterval(1000)
        #expect(LaneGeometry.x(of: start, from: start, to: end) == LaneGeometry.left)
        #expect(LaneGeometry.x(of: end, from: start, to: end) == LaneGeometry.right)
        #expect(LaneGeometry.x(of: start, from: start, to: start) == LaneGeometry.left)
        #expect(LaneGeometry.permille(of: start.addingTimeInterval(500), from: start, to: end) == 500)
        #expect(LaneGeometry.text(644.26) == "644.3")
    }

    @Test("The grid has few lines, each at the start of a day", arguments: [0.5, 3, 20, 60, 400, 4000])
    func grid(days: Double) {
        let end = reader.now.addingTimeInterval(days * 86_400)
        let ticks = LaneGeometry.ticks(from: reader.now, to: end, in: reader.zone)
        #expect(ticks.count <= 9)
        for tick in ticks { #expect(reader.time(tick) == "12:00 AM") }
    }

    @Test("Later events are drawn as outlines")
    func ghosts() throws {
        let fixtures = try Fixtures(.english)
        let lanes = Lanes(fixtures.events, at: fixtures.at(-25), here: 11, names: [:], for: reader)
        #expect(lanes.marks.filter { $0.ghost == " ghost" }.count == 3)
        #expect(lanes.marks.count == 14)
        #expect(lanes.ring != nil)
    }

    @Test("Runs of deadline events fold, and a single one does not")
    func folds() throws {
        let timeline = Timeline(try Fixtures(.english).events, for: reader)
        #expect(timeline.items.compactMap(\.fold).map(\.label) == ["2 deadline changes"])
    }
}
