import ArgumentParser
import Foundation
import Hummingbird
import Ledger
import Logging
import Telemetry
import Witness

struct WitnessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness", abstract: "Watch over logs of others, by co-signing what extends their history.",
        discussion: """
            A witness belongs in another administration than the logs that it watches. It needs no database and sees
            no case: only a log's name, its number of entries, and one hash over them.

              throughline witness key --key witness.key --name witness.example/court
              throughline witness serve --key witness.key --state witness --log LOG_KEY
            """,
        subcommands: [Key.self, Serve.self])

    struct Key: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a witness's key, or show the public half of one.",
            discussion: """
                Prints the verifier key, which those give to their tools who trust this witness.

                Example: throughline witness key --key witness.key --name witness.example/court
                """)
        @Option(help: "The file with the secret key.", completion: .file()) var key: String
        @Option(help: "The name that it signs under, for a new key; best a host and path of yours.") var name: String?
        @Flag(help: "Print one JSON document.") var json = false

        func run() async throws {
            try await Exit.on {
                let made: SigningKey
                if let name {
                    made = try WitnessKeyFile.create(key, name: name)
                    Console.say("The secret key is in \(key). Whoever has it can sign for \(name).")
                } else {
                    made = try WitnessKeyFile.read(key)
                }
                let text = made.verifier.description
                if json { try Console.json(["name": made.name, "verifierKey": text]) } else { Console.print(text) }
            }
        }
    }

    struct Serve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Answer requests for co-signatures (C2SP tlog-witness).",
            discussion: """
                The folder of --state is all that a witness remembers. Keep it on a disk that survives, and never put
                back an older copy of it: a witness that forgets can be made to sign another history.

                Example: throughline witness serve --key witness.key --state witness --listen 127.0.0.1:8090 --log KEY
                """)
        @Option(help: "The file with the secret key.", completion: .file()) var key: String
        @Option(help: "The folder in which it remembers what it signed.", completion: .directory) var state: String
        @Option(help: "The address and port to listen on.") var listen = "127.0.0.1:8090"
        @Option(help: "The verifier key of a log to watch, as its publisher gives it; once for each log.")
        var log: [String]

        func run() async throws {
            try await Exit.on {
                let address = try await Exit.onSettings { try Settings.address(listen) }
                let logs = try log.map { text in
                    guard let key = try? VerifierKey(text) else {
                        throw InputError(
                            "--log \"\(text)\" is no verifier key. Give it as the log's publisher writes it.")
                    }
                    return key
                }
                guard !logs.isEmpty, Set(logs.map { Array($0.name.utf8) }).count == logs.count else {
                    throw InputError("Give --log once for each log, with one key for each name.")
                }
                guard logs.allSatisfy({ $0.kind == .note }) else {
                    throw InputError("--log is a log's key; one of those given is a witness's.")
                }
                let signer = try WitnessKeyFile.read(key)
                let witness = Witness(key: signer, logs: logs, store: try WitnessStore(folder: state))
                try await serve(witness, at: address, as: signer)
            }
        }

        private func serve(_ witness: Witness, at address: Settings.Address, as signer: SigningKey) async throws {
            let logger = Logger(label: "witness") { StructuredLogHandler(label: $0, format: .text) }
            let application = Hummingbird.Application(
                router: witness.router(logger: logger),
                configuration: .init(address: .hostname(address.host, port: address.port), serverName: "throughline"),
                onServerRunning: { channel in
                    let port = channel.localAddress?.port ?? address.port
                    Console.say("\(signer.verifier) answers at http://\(address.host):\(port)/add-checkpoint")
                }, logger: logger)
            try await application.runService()
        }
    }
}

/// The file of a witness's secret key: one line that only its owner may read.
enum WitnessKeyFile {
    static func create(_ path: String, name: String) throws -> SigningKey {
        let key = try SigningKey(name: name, kind: .cosignature)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw InputError(
                "\(path) cannot be made (\(String(cString: strerror(errno)))). A key is never overwritten.")
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: Data("\(key.secretText)\n".utf8))
        try file.synchronize()
        return key
    }

    static func read(_ path: String) throws -> SigningKey {
        var status = stat()
        guard stat(path, &status) == 0, let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw InputError("There is no readable key file at \(path). Make one with `throughline witness key`.")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw InputError("\(path) may be read by others than its owner: chmod 600 it.")
        }
        let key = try SigningKey(text.trimmingCharacters(in: .whitespacesAndNewlines))
        guard key.verifier.kind == .cosignature else { throw InputError("\(path) holds a log's key, not a witness's.") }
        return key
    }
}
