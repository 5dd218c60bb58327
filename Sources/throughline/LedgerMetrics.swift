import EventLog
import Application
import Notary
import Telemetry

/// How far each log is published, for monitoring.
enum LedgerMetrics {
    static func update(_ metrics: Metrics, _ site: Site) async {
        for jurisdiction in (try? await site.reader.jurisdictions()) ?? [] {
            guard let overview = try? await site.application.ledger.overview(of: jurisdiction, limit: 1) else {
                continue
            }
            let labels = ["jurisdiction": jurisdiction]
            metrics.gauge(
                "throughline_checkpoint_size_entries", help: "Entries in the last published checkpoint.", labels: labels
            ).set(Double(overview.checkpoints.first?.size ?? 0))
            metrics.gauge(
                "throughline_publisher_stopped",
                help: "1 while checkpoints cannot be published because the database does not fit what was published.",
                labels: labels
            ).set(overview.problem == nil ? 0 : 1)
            var isMismatch = false
            if case .mismatch = overview.state { isMismatch = true }
            metrics.gauge(
                "throughline_history_mismatch",
                help: "1 while history is known not to match what was published.", labels: labels
            ).set(isMismatch ? 1 : 0)
        }
    }
}
