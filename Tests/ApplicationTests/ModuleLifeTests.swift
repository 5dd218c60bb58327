import Access
import Application
import CountySupport
import EventModel
import Foundation
import Testing
import Workflows

@testable import Application

@Suite("The life of a module", .timeLimit(.minutes(5)))
struct ModuleLifeTests {
    @Test("Installed, proposed by one person and approved by another, a version decides from its day on")
    func life() async throws {
        try await TestCounty.run { county in
            let today = county.clock.today
            try await county.install(.example())
            #expect(try await county.active(on: today) == [])

            try await county.propose("1.0.0", from: today.adding(days: 2))
            #expect(try await county.active(on: today.adding(days: 2)) == [])
            try await county.approve("1.0.0")
            #expect(try await county.active(on: today.adding(days: 1)) == [])
            #expect(try await county.active(on: today.adding(days: 2)) == ["1.0.0"])

            let found = try #require(
                try await county.throughline.activeModule(
                    ModulePackage.exampleID, in: TestCounty.slug, on: today.adding(days: 2)))
            #expect(found.activation.proposedBy == county.principal(.administrator).accountID)
            #expect(found.activation.answeredBy == county.principal(.supervisor).accountID)
            #expect(found.document.source == ModulePackage.example().document.source)
            #expect(found.module.policyVersion == "1.0.0+sha256.\(ModulePackage.example().hash)")
            let byTrack = try await county.throughline.activeModule(
                withTrack: "first-chance", in: TestCounty.slug, on: today.adding(days: 2))
            #expect(byTrack == found)
        }
    }

    @Test("The version that came into force last decides; when it is retired, the one before it does")
    func succession() async throws {
        try await TestCounty.run { county in
            let today = county.clock.today
            for version in ["1.0.0", "1.1.0"] {
                try await county.install(.example(version))
                try await county.propose(version)
                try await county.approve(version)
            }
            #expect(try await county.active(on: today) == ["1.1.0"])
            _ = try await county.throughline.retireModule(
                ModulePackage.exampleID, "1.1.0", in: TestCounty.slug, reason: "It asks too much.",
                county.context(.administrator))
            #expect(try await county.active(on: today) == ["1.0.0"])

            let retired = try await county.throughline.installedModule(ModulePackage.exampleID, "1.1.0")
            #expect(retired.document.source == ModulePackage.example("1.1.0").document.source)
            #expect(retired.activation(in: TestCounty.slug)?.state == .retired)
            #expect(retired.activation(in: TestCounty.slug)?.reason == "It asks too much.")
        }
    }

    @Test("Another server sees what this one decided")
    func otherServer() async throws {
        try await TestCounty.run { county in
            try await TestSite.run(on: county.database, at: county.clock) { other in
                let today = county.clock.today
                #expect(try await other.throughline.activeModules(in: TestCounty.slug, on: today).isEmpty)
                try await county.install(.example())
                try await county.propose("1.0.0")
                try await county.approve("1.0.0")
                #expect(
                    try await other.throughline.activeModules(in: TestCounty.slug, on: today).map(\.id)
                        == [ModulePackage.exampleID])
            }
        }
    }

    @Test("A version never changes: the same again is nothing new, anything else is refused")
    func immutable() async throws {
        try await TestCounty.run { county in
            try await county.install(.example())
            let head = try await county.head(networkLog)
            try await county.install(.example())
            #expect(try await county.head(networkLog) == head)
            await expectRefusal("module.version-taken") {
                try await county.install(.example(criterion: "Only on Mondays."))
            }
            #expect(try await county.head(networkLog) == head)
        }
    }

    @Test("A document with faults is not installed, and one with open questions is not proposed")
    func checked() async throws {
        try await TestCounty.run { county in
            await expectRefusal("module.faults") { try await county.install(.example(citation: nil)) }
            try await county.install(.example(concerns: "record"))
            await expectRefusal("module.open-questions") { try await county.propose("1.0.0") }
        }
    }

    @Test("What a document leaves to the county is given when it is proposed, and kept")
    func settings() async throws {
        try await TestCounty.run { county in
            let setting = "settings: {limit: {text: {en: The limit, es: El límite}, kind: number, required: true}}"
            try await county.install(.example(settings: setting, limit: true))
            await expectRefusal("module.settings") { try await county.propose("1.0.0") }
            await expectRefusal("module.settings") { try await county.propose("1.0.0", settings: ["limit": "few"]) }
            try await county.propose("1.0.0", settings: ["limit": "3"])
            try await county.approve("1.0.0")
            let found = try await county.throughline.activeModule(
                ModulePackage.exampleID, in: TestCounty.slug, on: county.clock.today)
            #expect(found?.settings == ["limit": "3"])
        }
    }

    @Test("Whoever proposed cannot approve, by whichever way in")
    func twoPeople() async throws {
        try await TestCounty.run { county in
            try await county.install(.example())
            try await county.propose("1.0.0")
            await expectRefusal("module.second-person-needed") { try await county.approve("1.0.0", as: .administrator) }
            var shell = county.principal(.administrator)
            shell.channel = .commandLine
            await expectRefusal("module.second-person-needed") {
                try await county.throughline.approveModule(
                    ModulePackage.exampleID, "1.0.0", in: TestCounty.slug, CommandContext(shell, commandID: UUID()))
            }
            await expectRefusal("module.person-needed") {
                try await county.throughline.approveModule(
                    ModulePackage.exampleID, "1.0.0", in: TestCounty.slug,
                    CommandContext(.commandLine, commandID: UUID()))
            }
            #expect(try await county.active(on: county.clock.today) == [])
        }
    }

    @Test("A proposal that was refused is not approved any more, and can be made again")
    func refused() async throws {
        try await TestCounty.run { county in
            try await county.install(.example())
            try await county.propose("1.0.0")
            _ = try await county.throughline.refuseModule(
                ModulePackage.exampleID, "1.0.0", in: TestCounty.slug, reason: "Not before May.",
                county.context(.supervisor))
            await expectRefusal("module.not-proposed") { try await county.approve("1.0.0") }
            try await county.propose("1.0.0")
            try await county.approve("1.0.0")
            #expect(try await county.active(on: county.clock.today) == ["1.0.0"])
        }
    }

    @Test(
        "Only an administrator installs, proposes and retires; a supervisor may approve",
        arguments: TestCounty.Person.allCases)
    func permission(person: TestCounty.Person) async throws {
        try await TestCounty.run { county in
            let manages = person == .administrator
            await county.expect(denied: !manages) { try await county.install(.example(), as: person) }
            try await county.install(.example())
            await county.expect(denied: !manages) { try await county.propose("1.0.0", as: person) }
            if !manages { try await county.propose("1.0.0") }
            let approves = person == .supervisor
            if !manages {
                await county.expect(denied: !approves) { try await county.approve("1.0.0", as: person) }
            }
            if !approves { try await county.approve("1.0.0") }
            await county.expect(denied: !manages) {
                _ = try await county.throughline.retireModule(
                    ModulePackage.exampleID, "1.0.0", in: TestCounty.slug, reason: "No.", county.context(person))
            }
        }
    }

    @Test("A module is for the counties that its document names, and for an administrator of all of them")
    func elsewhere() async throws {
        try await TestCounty.run { county in
            await county.expect(denied: true) { try await county.install(.example(jurisdictions: ["us-zz-other"])) }
            try await county.install(.example())
            await county.expect(denied: true) {
                _ = try await county.throughline.proposeModule(
                    ModulePackage.exampleID, "1.0.0", in: "us-zz-other", county.context(.administrator))
            }
        }
    }
}
