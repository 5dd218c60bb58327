import Application
import Casework
import EventModel
import Foundation
import Gateway
import Hummingbird
import ReadModels

/// Takes the answers of the screens of a new referral.
extension WebRoutes {
    func take(_ form: SentForm, on screen: ReferScreen, _ old: ReferState, _ visit: Visit) async throws -> Response {
        var state = old
        func go(_ screen: ReferScreen) -> Response { .seeOther(screen.href(state.sealed(visit.seal))) }
        switch screen {
        case .person: return try await choose(form, state, visit)
        case .name:
            var person = state.person ?? ParticipantInput()
            person.givenName = try required(form, "givenName")
            person.familyName = try required(form, "familyName")
            person.preferredName = form["preferredName"]
            state.person = person
            return go(.birthDate)
        case .birthDate:
            state.person?.birthDate = try birthDate(form, visit)
            return go(.contact)
        case .contact:
            state.person?.phone = form["phone"]
            state.person?.email = form["email"]
            state.person?.contactPreference = form["contactPreference"]
            return go(.about)
        case .about:
            state.person?.language = form["language"]
            state.person?.race = try group(form, "race")
            state.person?.gender = try group(form, "gender")
            return go(.caseNumber)
        case .caseNumber: return try await register(form, state, visit)
        case .consent: return try await recordConsent(form, state, visit)
        case .need:
            let need = try required(form, "need")
            guard need.count <= 2000 else { throw Failure.invalid([InvalidField("need", .malformed)]) }
            let priority = try required(form, "priority")
            state.change {
                $0.need = need
                $0.priority = priority
            }
            return go(.partner)
        case .partner: return try await choosePartner(form, state, visit)
        case .share:
            let chosen = form.all("share").filter(covered(state).contains)
            guard !chosen.isEmpty else { throw Failure.invalid([InvalidField("share", .required)]) }
            state.change { $0.share = chosen }
            return go(.check)
        case .check: return try await send(form, state, visit)
        }
    }

    private func required(_ form: SentForm, _ name: String) throws(Failure) -> String {
        guard let value = form[name] else { throw .invalid([InvalidField(name, .required)]) }
        return value
    }

    private func birthDate(_ form: SentForm, _ visit: Visit) throws(Failure) -> Day {
        let parts = ["Year", "Month", "Day"].map { form["birthDate\($0)"] }
        guard parts.contains(where: { $0 != nil }) else { throw .invalid([InvalidField("birthDate", .required)]) }
        guard let year = parts[0].flatMap({ Int($0) }), let month = parts[1].flatMap({ Int($0) }),
            let number = parts[2].flatMap({ Int($0) }), year > 1900,
            let day = Day(year: year, month: month, day: number)
        else { throw .refused(Refused("field.malformed", field: "birthDate")) }
        guard day <= visit.today() else { throw .refused(Refused("field.date-in-future", field: "birthDate")) }
        return day
    }

    private func group(_ form: SentForm, _ name: String) throws(Failure) -> ParticipantInput.Group? {
        guard let value = form[name] else { return nil }
        guard let source = form["\(name)Source"] else { throw .invalid([InvalidField("\(name)Source", .required)]) }
        return .init(value: value, source: source)
    }

    private func choose(_ form: SentForm, _ old: ReferState, _ visit: Visit) async throws -> Response {
        var state = old
        if let search = form["q"], search != old.search {
            state.search = String(search.prefix(200))
            return .seeOther(ReferScreen.person.href(state.sealed(visit.seal)))
        }
        let chosen = try required(form, "participant")
        let principal = try visit.principal()
        if chosen == "new" {
            state.change {
                $0.participant = nil
                $0.name = nil
                $0.caseID = nil
                $0.consent = nil
                $0.search = nil
            }
            return .seeOther(ReferScreen.name.href(state.sealed(visit.seal)))
        }
        guard let id = UUID(uuidString: chosen) else {
            throw Failure.invalid([InvalidField("participant", .unknownValue)])
        }
        let person = try await throughline.participant(id, for: principal)
        let caseID = try await throughline.lastCase(of: id, in: try visit.slug(), for: principal)
        let today = visit.today()
        state.change { $0.take(person, caseID: caseID, today: today) }
        let next: ReferScreen = state.consent == nil ? .consent : state.need == nil ? .need : .partner
        return .seeOther(next.href(state.sealed(visit.seal)))
    }

    private func register(_ form: SentForm, _ old: ReferState, _ visit: Visit) async throws -> Response {
        var state = old
        guard var person = old.person else { return .seeOther(ReferScreen.name.href(old.sealed(visit.seal))) }
        person.caseNumber = form["caseNumber"]
        let slug = try visit.slug()
        let made = try await throughline.registerParticipant(person, in: slug, try visit.command(form))
        await throughline.settle(slug, to: made.receipt.position)
        let name = [person.preferredName ?? person.givenName, person.familyName?.first.map { "\($0)." }]
        state.change {
            $0.participant = made.participant
            $0.caseID = made.caseID
            $0.name = name.compactMap { $0 }.joined(separator: " ")
            $0.person = nil
            $0.consent = nil
        }
        return .seeOther(ReferScreen.consent.href(state.sealed(visit.seal)))
    }

    private func recordConsent(_ form: SentForm, _ old: ReferState, _ visit: Visit) async throws -> Response {
        var state = old
        guard let participant = old.participant else { throw Failure.notFound }
        var wrong: [InvalidField] = []
        func day(_ name: String) -> Day? {
            guard let text = form[name] else {
                wrong.append(InvalidField(name, .required))
                return nil
            }
            if let day = Day(text) { return day }
            wrong.append(InvalidField(name, .malformed))
            return nil
        }
        let (signed, expires) = (day("signedOn"), day("expiresOn"))
        for name in ["method", "scope", "recipients"] where form.all(name).isEmpty {
            wrong.append(InvalidField(name, .required))
        }
        guard wrong.isEmpty, let signed, let expires, let method = form["method"] else { throw Failure.invalid(wrong) }
        let given = ReferState.ConsentGiven(
            scope: form.all("scope"), recipients: form.all("recipients").compactMap { UUID(uuidString: $0) },
            signedOn: signed,
            expiresOn: expires)
        let receipt = try await throughline.recordConsent(
            ConsentInput(
                scope: given.scope, recipients: given.recipients, method: method, signedOn: signed, expiresOn: expires),
            of: participant, try visit.command(form))
        await throughline.settle(try visit.slug(), to: receipt.position)
        state.change {
            $0.consent = given
            $0.share = nil
        }
        return .seeOther((state.need == nil ? ReferScreen.need : .partner).href(state.sealed(visit.seal)))
    }

    private func choosePartner(_ form: SentForm, _ old: ReferState, _ visit: Visit) async throws -> Response {
        var state = old
        let chosen = UUID(uuidString: try required(form, "program"))
        let programs = try await throughline.programs(in: try visit.slug())
        guard let program = programs.first(where: { $0.id == chosen && chosen != nil }) else {
            throw Failure.invalid([InvalidField("program", .unknownValue)])
        }
        guard program.row.accepting else {
            throw Failure.refused(Refused("referral.program-not-accepting", field: "program"))
        }
        guard state.consent?.recipients.contains(program.row.organization) == true else {
            throw Failure.refused(Refused("referral.consent-for-others", field: "program"))
        }
        state.change {
            $0.program = program.id
            $0.programName = program.row.name
            $0.partner = program.row.organization
            $0.partnerName = program.organization
        }
        return .seeOther(ReferScreen.share.href(state.sealed(visit.seal)))
    }

    /// Drafts and offers. When the offer is refused the draft stays, and sending again offers that one.
    private func send(_ form: SentForm, _ old: ReferState, _ visit: Visit) async throws -> Response {
        var state = old
        guard let participant = state.participant, let program = state.program, let need = state.need,
            let share = state.share
        else { throw Failure.notFound }
        let slug = try visit.slug()
        if state.draft == nil {
            let draft = try await throughline.draftReferral(
                DraftInput(
                    participant: participant, caseId: state.caseID, program: program, need: need, share: share,
                    priority: state.priority, following: state.following),
                in: slug, try visit.command(form, part: "/draft"))
            state.draft = draft.id
            state.draftVersion = draft.version
        }
        guard let draft = state.draft else { throw Failure.notFound }
        do {
            let receipt = try await throughline.take(
                .offer, on: draft, with: ReferralInput(), try visit.command(form, part: "/offer"))
            await throughline.settle(slug, to: receipt.position)
            return visit.goOn(
                to: "/referrals/\(draft.text)", saying: FlashNote("event.\(Referral.Offered.type)", draft))
        } catch let failure as Failure {
            guard let complaints = visit.reader.complaints(failure, fields: []) else { throw failure }
            let status: HTTPResponse.Status = failure.isAboutForm ? .unprocessableContent : .conflict
            return try await show(.check, state, visit, problem: complaints.problem, status: status)
        }
    }
}
