import EventModel
import Foundation
import ModuleKit
import Testing
import Workflows

@testable import ModuleHost

/// Frames are a contract, not a library: a handler of plain Python, with no code of ours, lives behind the same walls.
@Suite("A handler in another language", .timeLimit(.minutes(5)))
struct OtherLanguageTests {
    private static let folder = "\(#filePath)".replacingOccurrences(
        of: "ModuleHostTests/OtherLanguageTests.swift", with: "PythonModule")

    /// The interpreter, and where its own library is.
    private func program() throws -> ModuleProgram {
        let asked = Process()
        let pipe = Pipe()
        asked.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        asked.arguments = [
            "python3", "-c",
            "import os, sys; print(os.path.realpath(sys.executable), os.path.realpath(sys.base_prefix) + '/lib')",
        ]
        asked.standardOutput = pipe
        try asked.run()
        let answer = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        asked.waitUntilExit()
        let paths = answer.split(whereSeparator: \.isWhitespace).map(String.init)
        try #require(paths.count == 2, "python3 is not installed")
        return ModuleProgram(
            executable: paths[0], arguments: ["-I", "-S", "-B", "\(Self.folder)/handler.py"],
            readable: [paths[1], Self.folder])
    }

    @Test("It keeps its cases, asked by the host that asks all others")
    func cases() async throws {
        let yaml = try String(contentsOfFile: "\(Self.folder)/handler-cases.yaml", encoding: .utf8)
        let cases = try HandlerCase.read(yaml: yaml)
        #expect(cases.count >= 8)
        try await ModuleTester.with(program()) { module in
            #expect(module.manifest.id == "us-zz-example.service-hours")
            for one in cases {
                let answer = try await module.answer(to: one.question)
                #expect(one.failures(of: answer) == [], "\(one.name)")
            }
        }
    }

    @Test("An exception of its own is a fault, and what breaks its own schema does not reach it")
    func faults() async throws {
        func plan(_ starts: JSONValue) -> Message {
            .decide(
                DecideRequest(
                    jurisdiction: "us-zz-example", on: Day(daysSince1970: 20_000), command: "hours.plan",
                    payload: ["hours": 8, "hoursPerWeek": 8, "starts": starts]))
        }
        try await ModuleTester.with(program()) { module in
            await #expect(throws: ModuleFailure.fault("ValueError")) { try await module.answer(to: plan("2026-02-30")) }
            let violation = SchemaViolation(place: "/starts", keyword: "type")
            await #expect(throws: ModuleFailure.commandBreaksSchema("hours.plan", violation)) {
                try await module.answer(to: plan(20_261_019))
            }
        }
    }

    @Test("It is short enough to be read in one sitting")
    func short() throws {
        let text = try String(contentsOfFile: "\(Self.folder)/handler.py", encoding: .utf8)
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count < 150)
    }
}
