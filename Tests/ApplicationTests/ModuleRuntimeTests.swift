import Access
import Application
import CountySupport
import EventModel
import Foundation
import ModuleHost
import ModuleKit
import Testing

@testable import Application

@Suite("Handlers on a running server", .serialized, .timeLimit(.minutes(5)))
struct ModuleRuntimeTests {
    /// Generous, so that a busy machine is no misbehaviour.
    private let patient = SupervisionRules(
        callDeadline: .seconds(20), startDeadline: .seconds(60), waitingCalls: 4096, backOff: [.zero])

    @Test("A version takes over while requests run, and none of them fails")
    func swap() async throws {
        try await TestCounty.run(rules: patient) { county in
            let handler = try ModulePackage.Handler.misbehaving()
            try await county.putIntoForce("1.0.0", handler)
            let upgrade = ManualGate()
            let answers = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        var answers: [String] = []
                        for call in 0..<60 {
                            if call == 10 { await upgrade.open() }
                            answers.append(try await county.greet())
                        }
                        return answers
                    }
                }
                await upgrade.wait()
                try await county.putIntoForce("1.1.0", handler)
                _ = try await county.throughline.retireModule(
                    ModulePackage.exampleID, "1.0.0", in: TestCounty.slug, reason: "Replaced.",
                    county.context(.administrator))
                await county.throughline.refreshModules()
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(answers.count == 360)
            #expect(Set(answers).isSubset(of: ["1.0.0", "1.1.0"]))
            #expect(try await county.greet() == "1.1.0")
            let running = await county.throughline.modules.status()
            #expect(running.map(\.version) == ["1.1.0"] && running.map(\.failures) == [0])
        }
    }

    @Test("A case that is pinned to a version is answered by it, though another is in force and it was drained")
    func pinned() async throws {
        try await TestCounty.run(rules: patient) { county in
            let handler = try ModulePackage.Handler.misbehaving()
            try await county.putIntoForce("1.0.0", handler)
            try await county.putIntoForce("1.1.0", handler)
            _ = try await county.throughline.retireModule(
                ModulePackage.exampleID, "1.0.0", in: TestCounty.slug, reason: "Replaced.",
                county.context(.administrator))
            await county.throughline.refreshModules()
            let old = try await county.throughline.installedModule(ModulePackage.exampleID, "1.0.0")
            #expect(try await county.greet(by: old) == "1.0.0")
        }
    }

    @Test("A file that was changed or lost refuses its own commands only")
    func changedFile() async throws {
        try await TestCounty.run(rules: patient) { county in
            let handler = try ModulePackage.Handler.misbehaving()
            try await county.install(.example(handler: handler))
            try await county.install(.example("1.1.0", handler: handler))
            let store = county.throughline.modules.store.directory
            let place = "\(store)/\(ModulePackage.exampleID)/1.0.0/handler"
            try FileManager.default.removeItem(atPath: place)
            let first = try await county.throughline.installedModule(ModulePackage.exampleID, "1.0.0")
            await expectRefusal("module.handler-missing") { try await county.greet(by: first) }
            #expect(await county.throughline.modules.missing.map(\.code) == ["module.handler-missing"])

            try Data("#!/bin/sh\n".utf8).write(to: URL(fileURLWithPath: place))
            try await TestSite.run(on: county.database, at: county.clock, rules: patient) { other in
                await expectRefusal("module.handler-changed") {
                    try await other.throughline.modules.decide(.greet, by: first)
                }
                let second = try await county.throughline.installedModule(ModulePackage.exampleID, "1.1.0")
                #expect(try await county.greet(by: second) == "1.1.0")
            }
        }
    }

    @Test("A module that crashes too often is kept still, an operator is told, and lets it out again")
    func quarantine() async throws {
        try await TestCounty.run(rules: patient) { county in
            let handler = try ModulePackage.Handler.misbehaving()
            try await county.putIntoForce("1.0.0", handler)
            let module = try await county.throughline.installedModule(ModulePackage.exampleID, "1.0.0")
            let listening = Task { await county.throughline.modules.listen() }
            for _ in 0..<patient.crashLimit {
                await expectRefusal("module.handler-crashed") {
                    try await county.throughline.modules.decide(.test("exit"), by: module)
                }
            }
            await expectRefusal("module.handler-quarantined") { try await county.greet(by: module) }
            #expect(await county.throughline.modules.status().map(\.condition) == [.quarantined])

            await county.expect(denied: true) {
                try await county.throughline.releaseModule(
                    ModulePackage.exampleID, "1.0.0", for: county.principal(.administrator))
            }
            try await county.throughline.releaseModule(
                ModulePackage.exampleID, "1.0.0", for: county.principal(.operator))
            #expect(try await county.greet(by: module) == "1.0.0")
            await county.throughline.stopModules()
            await listening.value
            let incidents = await county.throughline.modules.incidents.map(\.notice.what)
            #expect(incidents.contains(.quarantined(crashes: patient.crashLimit)))
            #expect(incidents.last == .released)
        }
    }

    @Test("A handler is tried before it is installed: it must be the document's, and know its commands")
    func triedBefore() async throws {
        try await TestCounty.run(rules: patient) { county in
            let handler = try ModulePackage.Handler.misbehaving()
            let head = try await county.head(networkLog)
            await expectRefusal("module.handler-of-another") {
                try await county.install(.example(handler: handler, arguments: [ModulePackage.exampleID, "2.0.0"]))
            }
            await expectRefusal("module.handler-lacks-commands") {
                try await county.install(.example(handler: handler, command: "test.unheard_of"))
            }
            await expectRefusal("module.handler-reads-too-much") {
                try await county.install(.example(handler: handler, readable: ["/usr/../etc"]))
            }
            await expectRefusal("module.handler-not-started") {
                try await county.install(.example(handler: .init(path: #filePath)))
            }
            #expect(try await county.head(networkLog) == head)
        }
    }
}

extension TestCounty {
    func putIntoForce(_ version: String, _ handler: ModulePackage.Handler) async throws {
        try await install(.example(version, handler: handler))
        try await propose(version)
        try await approve(version)
        await throughline.refreshModules()
    }

    /// Asks the version that decides now for a greeting; answers which one gave it.
    func greet() async throws -> String {
        let active = try await throughline.activeModule(ModulePackage.exampleID, in: Self.slug, on: clock.today)
        return try await greet(by: #require(active).module)
    }

    func greet(by module: InstalledModule) async throws -> String {
        guard case .events(let events) = try await throughline.modules.decide(.greet, by: module),
            case .string(let version)? = events.first?.payload["by"]
        else { return "no greeting" }
        return version
    }
}

extension DecideRequest {
    static let greet = test("greet")

    static func test(_ command: String) -> DecideRequest {
        DecideRequest(jurisdiction: TestCounty.slug, on: Day(daysSince1970: 20_000), command: "test.\(command)")
    }
}

/// Lets one task wait for another.
private actor ManualGate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func open() {
        isOpen = true
        for waiter in waiting { waiter.resume() }
        waiting = []
    }

    func wait() async {
        if !isOpen { await withCheckedContinuation { waiting.append($0) } }
    }
}
