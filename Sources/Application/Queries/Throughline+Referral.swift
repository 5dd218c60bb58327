public import Access
public import Casework
import EventLog
public import EventModel
public import Foundation
import ReadModels
import Vault

/// One event of a referral as a person may read it.
public struct TimelineEntry: Sendable {
    public var event: RecordedEvent
    /// The side whose lane it belongs to.
    public var lane: Lane
    public var actor: String?
    public var organization: String?
    /// What was written, opened for this reader; a code or a quotation each.
    public var facts: [Fact]
    /// The position of the event that set this one right.
    public var correctedBy: Int64?

    public enum Lane: String, Sendable, CaseIterable { case office, partner, system }

    /// A named value of an event: `code` is a stable code, `quote` somebody's own words.
    public struct Fact: Sendable, Hashable {
        public enum Kind: Sendable, Hashable { case code, quote, date, text, erased }
        public var name: String
        public var value: String
        public var kind: Kind
    }
}

/// One referral with everything that the reader may see of it.
public struct ReferralDetail: Sendable {
    public var id: UUID
    public var jurisdiction: JurisdictionInfo
    public var state: Referral.State
    public var clocks: Clock.State
    public var disposition: Case.DispositionRecorded?
    public var dispositions: [Case.DispositionRecorded]
    public var version: Int64
    public var position: Int64
    public var name: PersonName
    /// Opened fields of the person, only those that the reader may see.
    public var person: [String: String]
    public var caseNumber: String?
    public var consent: Consent?
    public var program: String?
    public var partner: String?
    public var office: String?
    /// What the reader can do now.
    public var verbs: [ReferralVerb]
    public var mayRecordDisposition: Bool
    public var timeline: [TimelineEntry]
    /// The referral that this one follows, or that follows it.
    public var following: UUID?
}

extension Throughline {
    /// One referral as it stands. Every look is written to the access log before anything is shown.
    public func referral(_ id: UUID, for principal: Principal) async throws -> ReferralDetail {
        let slug = try await locate(StreamKind.referral, id, for: principal)
        let file = try await open(id, in: slug, for: principal, action: .viewReferral)
        return try await detail(file, for: principal)
    }

    /// A referral's events and the keys that open them, for one reader.
    struct OpenFile {
        var id: UUID
        var jurisdiction: JurisdictionInfo
        var history: [RecordedEvent]
        var snapshot: ReferralSnapshot
        var keys: KeyRing
        var reader: Reader
        var version: Int64

        /// Which side reads; it decides what is opened.
        enum Reader { case office, partner, oversight }

        func opener(_ event: RecordedEvent) -> PersonalOpener { keys.opener(event: event.id, type: event.type) }
    }

    func open(
        _ id: UUID, in slug: String, for principal: Principal, action: Action
    ) async throws -> OpenFile {
        guard let jurisdiction = try await directory.jurisdiction(slug) else { throw Failure.notFound }
        let history = try await history(of: id, in: slug)
        guard let first = history.first, let last = history.last(where: { $0.stream.kind == StreamKind.referral })
        else {
            throw Failure.notFound
        }
        let view = try HistoryView(of: history, at: .latest, by: .recorded, zone: jurisdiction.zone)
        var snapshot = try ReferralSnapshot(view)
        let resource = resource(for: snapshot.state, in: slug)
        do throws(Failure) {
            try check(principal, .viewReferral, resource)
        } catch { throw Failure.notFound }
        if action != .viewReferral { try check(principal, action, resource) }
        let subjects = Set([snapshot.state.participant ?? first.stream.id, snapshot.state.caseID].compactMap { $0 })
        let keys = try await vault.keys(for: subjects, in: slug, create: false)
        snapshot = try ReferralSnapshot(view) { keys.opener(event: $0.id, type: $0.type) }
        let reader: OpenFile.Reader =
            principal.organization == snapshot.state.office
            ? .office : principal.organization == snapshot.state.partner ? .partner : .oversight
        try await access.log(
            AccessEntry(
                principal, action, jurisdiction: slug, subjectKind: StreamKind.referral, subjectID: id, at: now()))
        return OpenFile(
            id: id, jurisdiction: jurisdiction, history: history, snapshot: snapshot, keys: keys, reader: reader,
            version: last.streamVersion)
    }

    /// Every event that tells of a referral: its own, its clocks' and the dispositions that name it.
    func history(of id: UUID, in slug: String) async throws -> [RecordedEvent] {
        let own = try await reader.streams(
            [StreamID(StreamKind.referral, id), StreamID(StreamKind.clock, id)], in: slug)
        let start = own.lazy.compactMap { try? Referral.Event($0) }.first
        let caseID: UUID? =
            switch start {
            case .drafted(let drafted)?: drafted.caseID
            case .takenOver(let taken)?: taken.caseID
            default: nil
            }
        guard let caseID else { return own }
        let dispositions = try await reader.stream(StreamID(StreamKind.case, caseID), in: slug).filter { event in
            guard event.type == Case.DispositionRecorded.type else { return false }
            return (try? Case.DispositionRecorded(stored: event.payload, version: event.schemaVersion))?.referral == id
        }
        return (own + dispositions).sorted { $0.position < $1.position }
    }

    /// The states of several referrals with their text opened, for lists.
    func openedReferrals(_ ids: [UUID], in slug: String) async throws -> [UUID: Referral.State] {
        guard !ids.isEmpty else { return [:] }
        let events = try await reader.streams(ids.map { StreamID(StreamKind.referral, $0) }, in: slug)
        let drafts = try events.compactMap { try Referral.Event($0) }
        let subjects = drafts.compactMap { if case .drafted(let drafted) = $0 { drafted.participant } else { nil } }
        let keys = try await vault.keys(for: Set(subjects), in: slug, create: false)
        return try events.reduce(into: [:]) { states, event in
            let opener = keys.opener(event: event.id, type: event.type)
            guard let happened = try Referral.Event(event, opener: opener) else { return }
            Referral.evolve(&states[event.stream.id, default: Referral.initialState], with: happened)
        }
    }

    func detail(_ file: OpenFile, for principal: Principal) async throws -> ReferralDetail {
        var state = file.snapshot.state
        // What is not shared is not opened for a partner, on any page or in any answer.
        if file.reader == .partner, !state.share.contains(.need) { state.need = nil }
        let slug = file.jurisdiction.slug
        let organizations = try await directory.organizations()
        let programs = try await programNames(in: slug)
        let fields = try await visibleFields(file)
        let person = try await state.participant.asyncMap {
            try await self.load(Participant.self, StreamKind.participant, $0, in: slug).state
        }
        let dispositions = try file.history.compactMap { event -> Case.DispositionRecorded? in
            guard case .dispositionRecorded(let recorded)? = try Case.Event(event, opener: file.opener(event)) else {
                return nil
            }
            return recorded
        }
        let verbs = ReferralVerb.allCases.filter { verb in
            var resource = resource(for: state, in: slug)
            resource.author = principal.accountID
            return verb.fits(state) && Permission.allows(principal, verb.action, on: resource)
        }
        return ReferralDetail(
            id: file.id, jurisdiction: file.jurisdiction, state: state, clocks: file.snapshot.clocks,
            disposition: file.snapshot.disposition, dispositions: dispositions, version: file.version,
            position: file.snapshot.position, name: PersonName(fields), person: fields.compactMapValues(\.text),
            caseNumber: file.reader == .partner ? nil : try await caseNumber(file),
            consent: person?.consents.first { $0.id == state.consent },
            program: state.program.flatMap { programs[$0] } ?? state.sourceProgram,
            partner: state.partner.flatMap { organizations[$0]?.name },
            office: state.office.flatMap { organizations[$0]?.name }, verbs: verbs,
            mayRecordDisposition: state.caseID != nil && !state.status.isOpen && state.status != .enteredInError
                && Permission.allows(principal, .recordDisposition, on: resource(for: state, in: slug)),
            timeline: try await timeline(file, organizations), following: state.following)
    }

    /// The person's fields that this reader may see: a partner only what is shared with it.
    func visibleFields(_ file: OpenFile) async throws -> [String: Personal] {
        guard let participant = file.snapshot.state.participant else { return [:] }
        let fields = try await vault.people([participant], in: file.jurisdiction.slug)[participant]?.fields ?? [:]
        guard file.reader == .partner else { return fields }
        let shared = Set(file.snapshot.state.share)
        return fields.filter { name, _ in
            switch name {
            case "givenName", "familyName", "preferredName": shared.contains(.name)
            case "birthDate": shared.contains(.birthDate)
            case "phone": shared.contains(.phone)
            case "email": shared.contains(.email)
            case "contactPreference": shared.contains(.contactPreference)
            default: false
            }
        }
    }

    private func caseNumber(_ file: OpenFile) async throws -> String? {
        guard let id = file.snapshot.state.caseID else { return nil }
        let history = try await reader.stream(StreamID(StreamKind.case, id), in: file.jurisdiction.slug)
        for event in history {
            if case .opened(let opened)? = try Case.Event(event, opener: file.opener(event)) {
                return opened.number.text
            }
        }
        return nil
    }

    func programNames(in slug: String) async throws -> [UUID: String] {
        try await capacityRows(in: slug).reduce(into: [:]) { names, row in
            if let id = UUID(uuidString: row.key) { names[id] = row.name }
        }
    }
}

extension Optional {
    func asyncMap<Other>(_ transform: (Wrapped) async throws -> Other) async rethrows -> Other? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
