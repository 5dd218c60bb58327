import Foundation

/// Another event store's program, which takes orders as JSON lines and answers with figures.
struct Peer {
    struct Order: Encodable {
        var work: String
        var seconds: Double
        var callers: Int?
        var batch: Int?
    }

    private struct Answer: Decodable {
        var ready: Bool?
        var figure: Double?
    }

    let name: String
    private let process = Process()
    private let orders = Pipe()
    private let answers = Pipe()

    /// Starts the program and waits until it is ready.
    init(_ name: String, scripts: String, python: String, argument: String) throws {
        self.name = name
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["\(scripts)/\(name)_peer.py", argument]
        process.standardInput = orders
        process.standardOutput = answers
        try process.run()
        guard try answer().ready == true else { throw ValidationFailure(description: "\(name) did not start.") }
    }

    /// Events per second of one piece of work.
    func figure(_ order: Order) throws -> Double {
        try orders.fileHandleForWriting.write(contentsOf: JSONEncoder().encode(order) + Data("\n".utf8))
        guard let figure = try answer().figure else {
            throw ValidationFailure(description: "\(name) gave no figure for \(order).")
        }
        return figure
    }

    func stop() {
        try? orders.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private func answer() throws -> Answer {
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            guard let byte = try answers.fileHandleForReading.read(upToCount: 1), !byte.isEmpty else {
                throw ValidationFailure(description: "\(name) ended.")
            }
            line += byte
        }
        return try JSONDecoder().decode(Answer.self, from: line)
    }
}
