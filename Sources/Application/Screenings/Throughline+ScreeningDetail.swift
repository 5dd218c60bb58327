public import Access
import Casework
import EventLog
import EventModel
public import Foundation
import Vault
import Workflows

extension Throughline {
    /// One screening as it stands. Every look is written to the access log before anything is shown.
    public func screening(
        _ id: UUID, language: String = "en", for principal: Principal
    ) async throws -> ScreeningDetail {
        let file = try await screeningFile(id, for: principal)
        try await access.log(
            AccessEntry(
                principal, .viewScreening, jurisdiction: file.slug, subjectKind: StreamKind.screening, subjectID: id,
                at: now()))
        let side = try await reader.stream(StreamID(StreamKind.deadline, id), in: file.slug)
        let view = ScreeningView(
            file: file, side: side, language: language, isOffice: principal.organization == file.made.office,
            today: Day(now(), in: file.jurisdiction.zone),
            accounts: try await access.displayNames(
                of: Set((file.history + side).compactMap(\.actor)).union([file.made.by])),
            organizations: try await directory.organizations())
        var detail = try view.detail()
        detail.name = try await names(of: [file.made.participant], in: file.slug)[file.made.participant] ?? .unknown
        let (state, person) = (file.state, principal.accountID)
        let mayWork = Permission.allows(principal, .screenCase, on: file.resource)
        let maySupervise = Permission.allows(principal, .approveScreening, on: file.resource)
        detail.mayAdd = mayWork && state.ending == nil
        detail.mayOverride = mayWork && state.ending == nil && state.overrideAsked == nil && state.steps.isEmpty
        let asker = state.overrideAsked?.by ?? state.stepAsked?.by
        detail.mayApprove =
            maySupervise && asker != nil && asker != person && (state.overrideAsked == nil || file.made.by != person)
        detail.mayRefuse = asker != nil && mayWork && (maySupervise || asker == person)
        detail.steps = detail.steps.map { step in
            var step = step
            let isSupervisors = file.rules.track.step(step.id).map { file.rules.side(of: $0.by) == .supervisor } ?? true
            step.mayTake = mayWork && (maySupervise || !isSupervisors) && asker == nil
            return step
        }
        for index in detail.notices.indices where !detail.notices[index].isSeen {
            detail.notices[index].mayMark = detail.notices[index].to == "supervisor" ? maySupervise : mayWork
        }
        if Permission.allows(principal, .moveScreening, on: file.resource), asker == nil {
            detail.movesTo = try await versionsToMove(file).map(\.module.version.description)
        }
        return detail
    }

    /// The jurisdiction that a screening belongs to, among those that the caller works in.
    public func jurisdiction(ofScreening id: UUID, for principal: Principal) async throws -> String {
        try await locate(StreamKind.screening, id, for: principal)
    }

    /// The tracks that cases can be screened for in a county today.
    public func screeningTracks(
        in slug: String, language: String = "en", for principal: Principal
    ) async throws -> [ScreeningTrack] {
        try check(principal, .screenCase, Resource(jurisdiction: slug, referringOrganization: principal.organization))
        let today = Day(now(), in: try await directory.zone(of: slug))
        return try await activeModules(in: slug, on: today).flatMap { active in
            active.document.tracks.map { ScreeningTrack(active, $0, in: language) }
        }
    }
}
