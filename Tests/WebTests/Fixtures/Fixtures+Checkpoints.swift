import Foundation

@testable import Web

extension Fixtures {
    /// The page of checkpoints in each state of its badge.
    var checkpoints: [(String, CheckpointsPage)] {
        let states: [(String, VerificationBadge.State)] = [
            ("verified", .verified(to: 1204)), ("waiting", .waiting(verifiedTo: 1204, newer: 3)),
            ("unchecked", .unchecked),
            ("mismatch", .mismatch(position: 37, finding: "Position 37: this position is missing")),
            ("stopped", .mismatch(position: nil, finding: "400 entries were published.")),
        ]
        return states.map { name, state in
            let badge = VerificationBadge(
                state, checks: [words("badge.check.events", ["count": 1204]), words("badge.check.no-witness")],
                root: String(repeating: "9f", count: 32),
                button: PostButton(label: words("badge.again"), action: Place.checkpoints.path, tokens: tokens()),
                links: [Link(label: words("badge.download"), href: "/log/us-zz-halden/checkpoint")], for: reader)
            return (name, page(badge, isEmpty: name == "unchecked"))
        }
    }

    private func page(_ badge: VerificationBadge, isEmpty: Bool) -> CheckpointsPage {
        CheckpointsPage(
            badge: badge,
            checkpoints: isEmpty
                ? []
                : [
                    .init(
                        size: 1204, signedAt: at(-1), newer: 24, root: String(repeating: "9f", count: 32), witnesses: 2),
                    .init(
                        size: 1180, signedAt: at(-2), newer: 1180, root: String(repeating: "0a", count: 32),
                        witnesses: 0),
                ],
            slug: "us-zz-halden", origin: isEmpty ? nil : "log.example/log/us-zz-halden",
            verifierKey: isEmpty ? nil : "log.example/log/us-zz-halden+00aa11bb+AQID",
            older: isEmpty ? nil : Link(label: words("checkpoints.older"), href: "/audit/checkpoints?before=1180"),
            asked: isEmpty ? nil : "2000", for: reader)
    }
}
