import Access
import Application
import Casework
import EventModel
import Foundation
import Gateway
import Hummingbird
import ReadModels

/// A new referral, screen by screen.
extension WebRoutes {
    func addRefer(to router: Router<GatewayContext>) {
        page("/refer", on: router) { visit in
            try checkMayRefer(visit)
            if let older = visit.query["following"].flatMap({ UUID(uuidString: $0) }) {
                return try await follow(older, visit)
            }
            return try await referPage(state(visit.query, visit), visit)
        }
        page("/refer/:screen", on: router) { visit in
            try checkMayRefer(visit)
            let screen = try Self.screen(visit)
            guard
                let state = ReferState(sealed: visit.query["s"], visit.seal) ?? (screen == .person ? ReferState() : nil)
            else {
                return .seeOther(Place.refer.path)
            }
            if let earlier = missing(before: screen, state) { return .seeOther(earlier.href(state.sealed(visit.seal))) }
            return try await show(screen, state, visit)
        }
        post("/refer/:screen", on: router) { visit, form in
            try checkMayRefer(visit)
            let screen = try Self.screen(visit)
            let state = state(form, visit)
            let back = visit.belonging(to: screen.href(state.sealed(visit.seal)))
            if let earlier = missing(before: screen, state) { return .seeOther(earlier.href(state.sealed(visit.seal))) }
            do {
                return try await take(form, on: screen, state, back)
            } catch let failure as Failure {
                guard let complaints = visit.reader.complaints(failure, fields: Self.fields(of: screen)) else {
                    throw failure
                }
                return try await show(
                    screen, state, back, sent: form, errors: complaints.errors, problem: complaints.problem,
                    status: failure.isAboutForm ? .unprocessableContent : .conflict)
            }
        }
    }

    private func checkMayRefer(_ visit: Visit) throws {
        let principal = try visit.principal()
        let resource = Resource(jurisdiction: try visit.slug(), referringOrganization: principal.organization)
        try throughline.require(.draftReferral, on: resource, for: principal)
    }

    private static func screen(_ visit: Visit) throws -> ReferScreen {
        guard let screen = visit.context.parameters.get("screen").flatMap(ReferScreen.init(rawValue:)) else {
            throw Failure.notFound
        }
        return screen
    }

    private func state(_ form: SentForm, _ visit: Visit) -> ReferState {
        ReferState(sealed: form["s"], visit.seal) ?? ReferState()
    }

    /// The first screen whose answer a later one needs.
    private func missing(before screen: ReferScreen, _ state: ReferState) -> ReferScreen? {
        switch screen {
        case .person, .name: return nil
        case .birthDate, .contact, .about, .caseNumber: return state.person == nil ? .name : nil
        case .consent: return state.participant == nil ? .person : nil
        case .need: return state.consent == nil ? missing(before: .consent, state) ?? .consent : nil
        case .partner: return state.need == nil ? missing(before: .need, state) ?? .need : nil
        case .share: return state.program == nil ? missing(before: .partner, state) ?? .partner : nil
        case .check: return state.share == nil ? missing(before: .share, state) ?? .share : nil
        }
    }

    private static func fields(of screen: ReferScreen) -> Set<String> {
        switch screen {
        case .person: ["participant", "q"]
        case .name: ["givenName", "familyName", "preferredName"]
        case .birthDate: ["birthDate"]
        case .contact: ["phone", "email", "contactPreference"]
        case .about: ["language", "race", "raceSource", "gender", "genderSource"]
        case .caseNumber: ["caseNumber"]
        case .consent: ["signedOn", "method", "scope", "recipients", "expiresOn"]
        case .need: ["need", "priority"]
        case .partner: ["program"]
        case .share: ["share"]
        case .check: []
        }
    }

    /// Begins with everything that a declined referral had.
    private func follow(_ older: UUID, _ visit: Visit) async throws -> Response {
        let principal = try visit.principal()
        let detail = try await throughline.referral(older, for: principal)
        guard let participant = detail.state.participant, detail.state.office == principal.organization else {
            throw Failure.notFound
        }
        var state = ReferState()
        state.following = older
        state.take(
            try await throughline.participant(participant, for: principal), caseID: detail.state.caseID,
            today: visit.today())
        state.need = detail.state.need?.text
        state.priority = detail.state.priority.rawValue
        return .seeOther(Filters.url(Place.refer.path, ["s": state.sealed(visit.seal)]))
    }

    /// The task list.
    private func referPage(_ state: ReferState, _ visit: Visit) async throws -> Response {
        let words = visit.words
        let sealed = state.sealed(visit.seal)
        func task(_ step: ReferPage.Step, _ screen: ReferScreen, _ answer: String?) -> ReferPage.Task {
            .init(
                step, answer: answer, href: missing(before: screen, state) == nil ? screen.href(sealed) : nil,
                for: visit.reader)
        }
        let tasks = [
            task(.person, .person, state.participant == nil ? nil : state.name ?? words("person.unnamed")),
            task(.consent, .consent, state.consent.map { _ in words("referral.consent.active") }),
            task(.need, .need, state.need), task(.partner, .partner, state.programName),
            task(
                .share, .share,
                state.share.map { $0.map { words("share.\($0)") }.joined(separator: words("list.separator")) }),
            task(.check, .check, nil),
        ]
        var filter = WorklistFilter()
        filter.status = Referral.Status.drafted.rawValue
        let drafts = try await throughline.worklist(filter, in: try visit.slug(), for: try visit.principal(), limit: 20)
            .items.map {
                Link(
                    label: visit.name($0.name), href: "/referrals/\($0.row.key)",
                    context: visit.reader.dateTime($0.row.draftedAt))
            }
        let model = ReferPage(tasks: tasks, drafts: drafts, for: visit.reader)
        return visit.page(model, title: words("nav.refer"), current: .refer)
    }
}
