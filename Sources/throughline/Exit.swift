import Access
import Application
import ArgumentParser
import EmbeddedPostgres
import EventLog
import Foundation
import Ledger
import Notary
import Postgres
import Vault
import Witness

/// Exit status by the kind of failure, after sysexits(3).
enum Exit {
    static let doesNotHold = ExitCode(1)
    static let usage = ExitCode(64)
    static let badInput = ExitCode(65)
    static let unavailable = ExitCode(69)
    static let internalError = ExitCode(70)
    static let notPermitted = ExitCode(77)

    /// Runs a command's work and turns what it throws into a sentence and a status.
    static func on(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let exit as ExitCode {
            throw exit
        } catch {
            let (sentence, status) = explain(error)
            Console.say("throughline: \(sentence)")
            throw status
        }
    }

    static func onSettings<Value>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch let error as SettingsError {
            Console.say("throughline: \(error)")
            throw usage
        }
    }

    private static func explain(_ error: any Error) -> (String, ExitCode) {
        switch error {
        case let failure as Failure: explain(failure)
        case let error as EmbeddedPostgresError: ("\(error)", unavailable)
        case let error as PostgresError where error.isConnectionLoss || error.code == .connectionFailed:
            ("The database cannot be reached. \(error)", unavailable)
        case let error as AppendError where error.code == .unavailable || error.code == .noRoom:
            ("\(error)", unavailable)
        case let error as SettingsError: ("\(error)", usage)
        case let error as KeyFileError: ("\(error)", notPermitted)
        case let error as InputError: ("\(error)", badInput)
        case let error as NotaryError: ("\(error)", badInput)
        case let problem as PublisherProblem: ("Publishing has stopped. \(problem)", doesNotHold)
        case let error as FormatError: ("\(error)", badInput)
        case let error as WitnessStoreError: ("\(error)", unavailable)
        default: ("\(error)", internalError)
        }
    }

    private static func explain(_ failure: Failure) -> (String, ExitCode) {
        switch failure {
        case .denied(let denied): ("That is not permitted (\(denied.code)).", notPermitted)
        case .notFound: ("There is no such thing here. Check the id and --jurisdiction.", badInput)
        case .refused(let refused): ("The rules refuse it: \(refused.code) \(refused.parameters).", badInput)
        case .invalid(let fields):
            (
                fields.map { field in
                    let accepted = field.accepted.isEmpty ? "" : ", accepted: \(field.accepted.joined(separator: ", "))"
                    return "\(field.field) is \(field.problem.rawValue)\(accepted)"
                }.joined(separator: "; "), badInput
            )
        case .noRoom: ("The database's disk is full. Nothing was stored; make room and try again.", unavailable)
        case .busy, .outcomeUnknown: ("The database is busy or went away. Try again.", unavailable)
        case .stale, .versionRequired, .conflict, .keyReused:
            ("Somebody else changed it first. Try again.", internalError)
        }
    }
}

/// Input that cannot be used.
struct InputError: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// What a command says: results on standard output, everything else on standard error.
enum Console {
    static func say(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }

    static func print(_ text: String) { FileHandle.standardOutput.write(Data("\(text)\n".utf8)) }

    static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

    /// Overwrites the line of progress; only on a terminal.
    static func progress(_ text: String) {
        guard showsProgress else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
    }

    static func endProgress() {
        if showsProgress { FileHandle.standardError.write(Data("\n".utf8)) }
    }

    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// A plain table with a header line.
    static func table(_ header: [String], _ rows: [[String]]) {
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
        for row in [header] + rows {
            let cells = zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
            print(cells.joined(separator: "  ").trimmingCharacters(in: .whitespaces))
        }
    }
}
