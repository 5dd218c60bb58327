import Foundation
import Testing

@testable import Access

@Suite("Permission")
struct PermissionTests {
    /// Who may do what. One column for each of prosecutor, supervisor, partner, corrections, auditor, administrator,
    /// operator:
    /// `-` never, `o` for the own organization in an own jurisdiction, `a` the same but only the author,
    /// `j` for every organization of an own jurisdiction, `s` only for oneself, `*` always.
    static let expected: [Action: String] = [
        .viewWorklist: "oo-oj--",
        .viewInbox: "--o-j--",
        .viewReferral: "ooooj--",
        .listReferrals: "ooooj--",
        .viewHistory: "ooooj--",
        .viewParticipant: "ooooj--",
        .registerParticipant: "oo-o---",
        .recordConsent: "oo-o---",
        .revokeConsent: "oooo---",
        .openCase: "oo-o---",
        .recordDisposition: "oo-----",
        .listCases: "oo--j--",
        .viewCase: "oo--j--",
        .declineCase: "oo-----",
        .listScreenings: "oo--j--",
        .viewScreening: "oo--j--",
        .screenCase: "oo-----",
        .approveScreening: "-o-----",
        .moveScreening: "-o-----",
        .draftReferral: "oo-o---",
        .offerReferral: "oo-o---",
        .recallReferral: "oo-o---",
        .supplyInformation: "oo-o---",
        .withdrawReferral: "oo-o---",
        .reopenReferral: "-o-----",
        .correctRecord: "aoaa---",
        .markEnteredInError: "aoaa---",
        .acknowledgeReferral: "--o----",
        .requestInformation: "--o----",
        .acceptReferral: "--o----",
        .overrideCapacity: "-oo----",
        .waitlistReferral: "--o----",
        .declineReferral: "--o----",
        .scheduleIntake: "--o----",
        .beginService: "--o----",
        .recordSession: "--o----",
        .reportProgress: "--o----",
        .holdReferral: "--o----",
        .resumeReferral: "--o----",
        .completeReferral: "--o----",
        .reportUnsuccessful: "--o----",
        .registerOrganization: "-----j-",
        .registerProgram: "-----j-",
        .updateCapacity: "--o----",
        .readEvents: "----j--",
        .viewIndicators: "jjjjjj-",
        .viewAudit: "----j--",
        .viewAccessLog: "----j--",
        .manageAccounts: "-----o-",
        .manageTokens: "sssssss",
        .viewOperations: "------*",
        .viewModules: "-j--jj-",
        .manageModules: "-----j-",
        .approveModules: "-j---j-",
        .releaseModules: "------*",
        .viewDeadlines: "oooojj-",
        .importData: "-o-----",
        .exportData: "-o--j--",
    ]

    static let columns: [(Role, OrganizationKind)] = [
        (.prosecutor, .prosecutor), (.supervisor, .prosecutor), (.partner, .partner), (.corrections, .corrections),
        (.auditor, .oversight), (.administrator, .prosecutor), (.operator, .operations),
    ]

    @Test("The table says something about every action")
    func completeTable() {
        #expect(Set(Self.expected.keys) == Set(Action.allCases))
        #expect(Self.expected.values.allSatisfy { $0.count == Self.columns.count })
        #expect(Set(Self.columns.map(\.0)) == Set(Role.allCases))
    }

    @Test("Each role may do exactly what the table says", arguments: Self.columns.indices)
    func matrix(column: Int) throws {
        let (role, kind) = Self.columns[column]
        let principal = Fixture.principal([role], kind)
        for action in Action.allCases {
            let row = try #require(Self.expected[action])
            let letter = row[row.index(row.startIndex, offsetBy: column)]
            for (ownOrganization, ownJurisdiction, ownRecord) in Self.situations {
                let resource = Fixture.resource(
                    for: principal, ownOrganization: ownOrganization, ownJurisdiction: ownJurisdiction,
                    ownRecord: ownRecord)
                let expected =
                    switch letter {
                    case "*": true
                    case "s": ownRecord
                    case "j": ownJurisdiction
                    case "o": ownJurisdiction && ownOrganization
                    case "a": ownJurisdiction && ownOrganization && ownRecord
                    default: false
                    }
                #expect(
                    Permission.allows(principal, action, on: resource) == expected,
                    "\(role) \(action), own organization \(ownOrganization), jurisdiction \(ownJurisdiction), record \(ownRecord)"
                )
            }
        }
    }

    static let situations: [(Bool, Bool, Bool)] = [true, false].flatMap { first in
        [true, false].flatMap { second in [true, false].map { (first, second, $0) } }
    }

    @Test("A partner never sees a draft, even for its own program")
    func drafts() {
        let partner = Fixture.principal([.partner], .partner)
        let draft = Resource(
            jurisdiction: Fixture.jurisdiction, referringOrganization: Fixture.foreign,
            programOrganization: partner.organization)
        for action in [Action.viewReferral, .viewHistory, .viewParticipant, .acceptReferral] {
            #expect(throws: Denied(.organization, action)) { try Permission.check(partner, may: action, on: draft) }
        }
    }

    @Test("A refusal names the rule that refused")
    func rules() {
        let prosecutor = Fixture.principal([.prosecutor], .prosecutor)
        let own = Fixture.resource(for: prosecutor)
        let elsewhere = Fixture.resource(for: prosecutor, ownJurisdiction: false)
        let foreign = Fixture.resource(for: prosecutor, ownOrganization: false)
        let others = Fixture.resource(for: prosecutor, ownRecord: false)
        #expect(throws: Denied(.role, .acceptReferral)) {
            try Permission.check(prosecutor, may: .acceptReferral, on: own)
        }
        #expect(throws: Denied(.jurisdiction, .viewReferral)) {
            try Permission.check(prosecutor, may: .viewReferral, on: elsewhere)
        }
        #expect(throws: Denied(.organization, .viewReferral)) {
            try Permission.check(prosecutor, may: .viewReferral, on: foreign)
        }
        #expect(throws: Denied(.author, .correctRecord)) {
            try Permission.check(prosecutor, may: .correctRecord, on: others)
        }
        #expect(Denied(.author, .correctRecord).code == "denied.author")
    }

    @Test("Several roles add up")
    func severalRoles() {
        let both = Fixture.principal([.prosecutor, .administrator], .prosecutor)
        #expect(Permission.allows(both, .viewReferral, on: Fixture.resource(for: both)))
        #expect(Permission.allows(both, .manageAccounts, on: Fixture.resource(for: both)))
    }

    @Test("A role is void in an organization of another kind")
    func misplacedRole() {
        let misplaced = Fixture.principal([.prosecutor, .supervisor], .partner)
        for action in Action.allCases {
            #expect(!Permission.allows(misplaced, action, on: Fixture.resource(for: misplaced)))
        }
    }

    @Test("A token can do what its scopes and its account's roles both allow")
    func tokens() {
        var auditor = Fixture.principal([.auditor], .oversight)
        let resource = Fixture.resource(for: auditor)
        let allowed = { (scopes: Set<TokenScope>) -> Set<Action> in
            auditor.channel = .token(scopes: scopes)
            return Set(Action.allCases.filter { Permission.allows(auditor, $0, on: resource) })
        }
        #expect(allowed([]) == [])
        #expect(
            allowed([.read]) == [
                .viewWorklist, .viewInbox, .viewReferral, .listReferrals, .viewHistory, .viewParticipant, .readEvents,
                .viewIndicators, .viewDeadlines, .viewModules, .listScreenings, .viewScreening, .listCases, .viewCase,
            ])
        #expect(allowed([.audit]) == [.readEvents, .viewAudit, .viewAccessLog])
        #expect(allowed([.export]) == [.exportData])
        #expect(allowed([.write, .import]) == [])
        #expect(throws: Denied(.scope, .exportData)) {
            try Permission.check(auditor, may: .exportData, on: resource)
        }
    }

    @Test("No token manages accounts or tokens")
    func tokenManagement() {
        var administrator = Fixture.principal([.administrator], .prosecutor)
        administrator.channel = .token(scopes: Set(TokenScope.allCases))
        for action in [Action.manageAccounts, .manageTokens] {
            #expect(!Permission.allows(administrator, action, on: Fixture.resource(for: administrator)))
        }
    }

    @Test("The server itself and its command line are not held up", arguments: [Principal.system, .commandLine])
    func internalChannels(principal: Principal) {
        for action in Action.allCases {
            #expect(Permission.allows(principal, action, on: Resource(jurisdiction: "us-il-cook")))
        }
    }

    @Test("An administrator makes accounts of the own organization, in own jurisdictions, with fitting roles")
    func accounts() {
        let administrator = Fixture.principal([.administrator], .prosecutor)
        var account = NewAccount(
            id: UUID(), email: "a@example.org", displayName: "A", organization: administrator.organization,
            organizationKind: .prosecutor, jurisdictions: [Fixture.jurisdiction], roles: [.prosecutor])
        #expect(throws: Never.self) { try Permission.check(administrator, mayCreate: account) }
        account.jurisdictions.insert("us-tx-harris")
        #expect(throws: Denied(.jurisdiction, .manageAccounts)) {
            try Permission.check(administrator, mayCreate: account)
        }
        account.jurisdictions = []
        account.roles = [.partner]
        #expect(throws: Denied(.role, .manageAccounts)) { try Permission.check(administrator, mayCreate: account) }
        account.organization = Fixture.foreign
        #expect(throws: Denied(.organization, .manageAccounts)) {
            try Permission.check(administrator, mayCreate: account)
        }
    }
}

enum Fixture {
    static let jurisdiction = "us-il-cook"
    static let own = UUID()
    static let foreign = UUID()

    static func principal(_ roles: Set<Role>, _ kind: OrganizationKind) -> Principal {
        Principal(
            accountID: UUID(), displayName: "P", email: "p@example.org", organization: own, organizationKind: kind,
            jurisdictions: [jurisdiction, "us-il-lake"], roles: roles, language: "en", channel: .session(csrf: "c"))
    }

    /// A referral between the principal's organization, on the side that its kind is on, and another.
    static func resource(
        for principal: Principal, ownOrganization: Bool = true, ownJurisdiction: Bool = true, ownRecord: Bool = true
    ) -> Resource {
        let mine = ownOrganization ? principal.organization : foreign
        let isPartner = principal.organizationKind == .partner
        return Resource(
            jurisdiction: ownJurisdiction ? jurisdiction : "us-tx-harris",
            referringOrganization: isPartner ? foreign : mine,
            partnerOrganization: isPartner ? mine : foreign,
            programOrganization: isPartner ? mine : foreign,
            author: ownRecord ? principal.accountID : UUID(),
            accountOrganization: mine)
    }
}
