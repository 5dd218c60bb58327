import Access
import Application
import Foundation
import Gateway
import Hummingbird
import Ledger
import Notary

/// What was published of a log, and whether it holds.
extension WebRoutes {
    func addCheckpoints(to router: Router<GatewayContext>) {
        page("/audit/checkpoints", on: router) { try await checkpointsPage($0) }
        post("/audit/checkpoints", on: router) { visit, _ in
            _ = try await throughline.verifyLedger(of: try visit.slug(), for: try visit.principal())
            return visit.goOn(to: Place.checkpoints.path, saying: FlashNote("checkpoints.checked"))
        }
        page("/audit/checkpoints/proof", on: router) { visit in
            let slug = try visit.slug()
            let asked = visit.query["position"]
            guard let position = asked.flatMap({ Int64($0) }), position >= 0 else {
                return try await checkpointsPage(visit, asked: asked ?? "")
            }
            do {
                let proof = try await throughline.proof(
                    ofPosition: position, in: slug, for: try visit.principal())
                return .file(proof.text, named: "\(slug)-\(position).tlog-proof")
            } catch Failure.notFound {
                return try await checkpointsPage(visit, asked: asked)
            }
        }
        page("/audit/checkpoints/:size", on: router) { visit in
            let slug = try visit.slug()
            try throughline.require(.viewAudit, on: .init(jurisdiction: slug), for: try visit.principal())
            guard let size = visit.context.parameters.get("size").flatMap({ UInt64($0) }),
                let note = try await throughline.ledger.note(ofSize: size, in: slug)
            else { throw Failure.notFound }
            return .file(note, named: "\(slug)-\(size).checkpoint")
        }
    }

    /// - Parameter asked: the position of a proof that there is none of.
    private func checkpointsPage(_ visit: Visit, asked: String? = nil) async throws -> Response {
        let slug = try visit.slug()
        let before = visit.query["before"].flatMap { UInt64($0) }
        let overview = try await throughline.ledgerOverview(of: slug, before: before, for: try visit.principal())
        let words = visit.words
        let label = overview.verification == nil ? words("badge.now") : words("badge.again")
        let button =
            overview.epoch == nil
            ? nil : PostButton(label: label, action: Place.checkpoints.path, tokens: visit.tokens(), isMain: true)
        let latest = Link(label: words("badge.download"), href: "/log/\(slug)/checkpoint")
        let badge = VerificationBadge(
            overview, button: button, links: overview.checkpoints.isEmpty ? [] : [latest], for: visit.reader)
        let sizes = overview.checkpoints.map(\.size) + [overview.before]
        let model = CheckpointsPage(
            badge: badge,
            checkpoints: zip(overview.checkpoints, sizes.dropFirst()).map { checkpoint, previous in
                .init(
                    size: Int(checkpoint.size), signedAt: checkpoint.signedAt, newer: Int(checkpoint.size - previous),
                    root: checkpoint.root.hex, witnesses: overview.witnesses[checkpoint.size] ?? 0)
            },
            slug: slug, origin: overview.epoch?.origin, verifierKey: overview.epoch?.verifierKey,
            older: overview.hasOlder
                ? Link(
                    label: words("checkpoints.older"),
                    href: Filters.url(Place.checkpoints.path, ["before": "\(sizes[sizes.count - 2])"])) : nil,
            asked: asked, for: visit.reader)
        return visit.page(
            model, title: words("nav.checkpoints"), current: .checkpoints, status: asked == nil ? .ok : .notFound)
    }
}

extension VerificationBadge {
    /// What a log's checkpoints and the last verification let one say.
    init(_ overview: LedgerOverview, button: PostButton? = nil, links: [Link] = [], for reader: Reader) {
        let words = reader.words
        let state: State =
            switch overview.state {
            case .verified(let size): .verified(to: Int(size))
            case .waiting(let size, let newer): .waiting(verifiedTo: Int(size), newer: newer)
            case .unchecked: .unchecked
            case .mismatch(let position, let finding): .mismatch(position: position.map { Int($0) }, finding: finding)
            }
        var checks: [String] = []
        var gaps: [String] = []
        if let verified = overview.verified, let epoch = overview.epoch, let verification = overview.verification {
            let witnesses = overview.witnesses[verified.size] ?? 0
            checks = [
                words("badge.check.events", ["count": Int(verified.size)]),
                words(
                    "badge.check.signed", ["origin": epoch.origin, "date": reader.moment(verified.signedAt).text]),
                words("badge.check.computed", ["date": reader.moment(verification.at).text]),
            ]
            if witnesses > 0 {
                checks.append(words("badge.check.witnesses", ["count": witnesses]))
            } else {
                gaps.append(words("badge.check.no-witness"))
            }
        }
        self.init(
            state, checks: checks, gaps: gaps, root: overview.verified?.root.hex, button: button, links: links,
            for: reader)
    }
}

extension Response {
    /// A text to keep.
    fileprivate static func file(_ text: String, named name: String) -> Response {
        var response = Response.text(text, "text/plain; charset=utf-8")
        response.headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        return response
    }
}
