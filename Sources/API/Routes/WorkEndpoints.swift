import Access
import Application
import Casework
import Foundation
import Gateway
import Hummingbird
import ReadModels

extension Endpoint {
    /// Who must act next, and the counts.
    static let work: [Endpoint] = [
        Endpoint(
            .get, "/worklist", "getWorklist", .work,
            "Lists what an office sent and is still open, with its clocks: now, or as it stood.",
            .viewWorklist,
            parameters: [
                .jurisdiction, .query("q", .text(maxLength: 200), "A referral number, or a name."),
                .query("group", .code(WorklistProjection.Group.self), "Only those where this side must act."),
                .query("program", .id, "Only those to this program."),
                .query("partner", .id, "Only those to this partner."),
                .query("status", .code(Referral.Status.self), "Only those that stand there."),
                .query("late", .flag, "Only those whose deadline has passed."),
                .query("dueThisWeek", .flag, "Only those due within 7 days."),
                .query("sort", .code(WorklistFilter.Sort.self), "`deadline` without it."), .limit(500, 200),
                .minPosition, .at, .position, .clock,
            ],
            answer: .ok("The worklist.", WorklistResource.schema, WorklistResource.example)
        ) { call in
            let slug = try await call.jurisdiction()
            try await call.waitForMinPosition(in: slug)
            var filter = WorklistFilter()
            filter.query = call.query["q"]
            filter.group = call.query["group"].flatMap(WorklistProjection.Group.init)
            filter.program = call.uuid("program")
            filter.partner = call.uuid("partner")
            filter.status = call.query["status"]
            filter.lateOnly = call.flag("late")
            filter.dueThisWeek = call.flag("dueThisWeek")
            filter.sort = call.query["sort"].flatMap(WorklistFilter.Sort.init) ?? .deadline
            let list = try await call.throughline.worklist(
                filter, in: slug, at: try await call.moment(in: slug), by: call.clock, for: call.principal,
                limit: call.limit ?? 200)
            return call.json(WorklistResource(list))
        },
        Endpoint(
            .get, "/inbox", "getInbox", .work, "Lists what a partner was asked, one tab of it, soonest deadline first.",
            .viewInbox,
            parameters: [
                .jurisdiction, .query("tab", .code(InboxProjection.Tab.self), "`to-answer` without it."), .minPosition,
            ],
            answer: .ok("The inbox.", InboxResource.schema, InboxResource.example)
        ) { call in
            let slug = try await call.jurisdiction()
            try await call.waitForMinPosition(in: slug)
            let tab = call.query["tab"].flatMap(InboxProjection.Tab.init) ?? .toAnswer
            return call.json(InboxResource(try await call.throughline.inbox(tab, in: slug, for: call.principal)))
        },
        Endpoint(
            .get, "/indicators", "getIndicators", .indicators,
            "Counts referrals by result, race, program and status. Small cells are hidden.", .viewIndicators,
            parameters: [.jurisdiction, .minPosition],
            answer: .ok("The counts.", IndicatorsResource.schema, IndicatorsResource.example)
        ) { call in
            let slug = try await call.jurisdiction()
            try await call.waitForMinPosition(in: slug)
            return call.json(IndicatorsResource(try await call.throughline.indicators(in: slug, for: call.principal)))
        },
    ]
}
