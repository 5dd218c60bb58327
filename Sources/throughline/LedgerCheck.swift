import Logging
import EventLog
import Application
import Foundation
import Notary

/// Computes each log again once a day, so that a change is found though nobody asks.
enum LedgerCheck {
    static func run(_ site: Site) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(30))
            for jurisdiction in (try? await site.reader.jurisdictions()) ?? [] where !Task.isCancelled {
                do {
                    try await look(at: jurisdiction, site)
                } catch {
                    site.logger.warning(
                        "a log cannot be verified now", metadata: ["log": "\(jurisdiction)", "error": "\(error)"])
                }
            }
        }
    }

    private static func look(at jurisdiction: String, _ site: Site) async throws {
        let overview = try await site.application.ledger.overview(of: jurisdiction, limit: 1)
        let last = overview.verification?.at ?? .distantPast
        guard !overview.checkpoints.isEmpty, last < Date().addingTimeInterval(-86_400) else { return }
        let report = try await site.verify(jurisdiction, outside: [])
        guard let finding = report?.finding else { return }
        site.logger.critical(
            "history does not match what was published",
            metadata: ["log": "\(jurisdiction)", "finding": "\(finding)"])
    }
}
