import Foundation
import Postgres

/// Runs PostgreSQL's own programs on our database.
enum PostgresProgram {
    /// A program that finds the database by its environment, so that no password stands on its command line.
    static func process(
        _ program: String, _ arguments: [String], on configuration: PostgresConfiguration
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(try configuration.environment()) { $1 }
        return process
    }

    /// Runs a program to its end, and throws what it said when it fails. It blocks: call it on a thread that may.
    static func run(_ program: String, _ arguments: [String], on configuration: PostgresConfiguration) throws {
        let process = try process(program, arguments, on: configuration)
        let said = Pipe()
        process.standardError = said
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(program: program, text: text.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    /// A program that did not do its work, with what it said.
    struct Failed: Error, CustomStringConvertible {
        var program: String
        var text: String
        var description: String { "\(program), which comes with Debian's postgresql-client, failed: \(text)" }
    }
}
