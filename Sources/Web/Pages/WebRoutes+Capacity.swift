import Access
import Application
import EventModel
import Foundation
import Gateway
import Hummingbird
import ReadModels

/// How many places each program of the partner has.
extension WebRoutes {
    func addCapacity(to router: Router<GatewayContext>) {
        page("/capacity", on: router) { try await capacityPage($0) }
        data("/capacity.csv", on: router) { visit in
            var table = CSVTable(header: ["id", "name", "maximum", "available", "taken", "accepting", "updated"])
            for line in try await capacityLines(visit) {
                table.add([
                    line.id, line.name, "\(line.maximum)", "\(line.available)", "\(line.taken)",
                    line.accepting ? "yes" : "no", line.updated,
                ])
            }
            return .csv(table, named: "capacity")
        }
        data("/capacity.json", on: router) { visit in try .json(["items": try await capacityLines(visit)]) }
        post("/capacity/:id", on: router) { visit, form in
            try await change(visit, form, saying: "event.program.capacity_updated", names: ["available": "openPlaces"])
            { id in
                let open = try Self.number(form, "openPlaces")
                let maximum = try Self.number(form, "maximum")
                return try await throughline.updateCapacity(
                    of: id, maximum: maximum, available: open, try visit.command(form))
            }
        }
        post("/capacity/:id/pause", on: router) { visit, form in
            try await change(visit, form, saying: "event.program.intake_paused") { id in
                guard let reason = form["reason"] else { throw Failure.invalid([InvalidField("reason", .required)]) }
                return try await throughline.pauseIntake(of: id, reason: reason, until: nil, try visit.command(form))
            }
        }
        post("/capacity/:id/resume", on: router) { visit, form in
            try await change(visit, form, saying: "event.program.intake_resumed") { id in
                try await throughline.resumeIntake(of: id, try visit.command(form))
            }
        }
    }

    private struct Line: Encodable, Sendable {
        var id: String
        var name: String
        var maximum: Int
        var available: Int
        var taken: Int
        var accepting: Bool
        var updated: String
    }

    private func capacityLines(_ visit: Visit) async throws -> [Line] {
        try await ownPrograms(visit).map { program in
            let row = program.row
            return Line(
                id: row.key, name: row.name, maximum: row.maximum, available: row.available, taken: row.taken,
                accepting: row.accepting, updated: row.updatedAt.rfc3339)
        }
    }

    private func ownPrograms(_ visit: Visit) async throws -> [ProgramInfo] {
        let principal = try visit.principal()
        let slug = try visit.slug()
        let resource = Resource(jurisdiction: slug, programOrganization: principal.organization)
        try throughline.require(.updateCapacity, on: resource, for: principal)
        return try await throughline.programs(in: slug, of: principal.organization)
    }

    private static func number(_ form: SentForm, _ name: String) throws(Failure) -> Int {
        guard let text = form[name] else { throw .invalid([InvalidField(name, .required)]) }
        guard let number = Int(text), number >= 0 else { throw .invalid([InvalidField(name, .malformed)]) }
        return number
    }

    private func change(
        _ visit: Visit, _ form: SentForm, saying key: String, names: [String: String] = [:],
        _ work: (UUID) async throws -> Receipt
    ) async throws -> Response {
        let id = try visit.id()
        do {
            let receipt = try await work(id)
            await throughline.settle(
                try await throughline.county(ofProgram: id, for: try visit.principal()), to: receipt.position)
            return visit.goOn(to: Place.capacity.path, saying: FlashNote(key))
        } catch let failure as Failure {
            let fields: Set<String> = ["openPlaces", "maximum", "reason", "available"]
            guard let complaints = visit.reader.complaints(failure, fields: fields) else { throw failure }
            var errors = complaints.errors
            for (from, to) in names { errors[to] = errors.removeValue(forKey: from) ?? errors[to] }
            if case .invalid(let invalid) = failure {
                for field in invalid where field.problem == .malformed {
                    errors[field.field] = visit.words("form.bad-number")
                }
            }
            return try await capacityPage(
                visit.belonging(to: Place.capacity.path), sent: (id, form, errors, complaints.problem),
                status: failure.isAboutForm ? .unprocessableContent : .conflict)
        }
    }

    private func capacityPage(
        _ visit: Visit, sent: (id: UUID, form: SentForm, errors: [String: String], problem: String?)? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let programs = try await ownPrograms(visit).compactMap { info in
            info.id.map { id in
                var submission: Submission?
                if let sent, sent.id == id {
                    submission = sent.form.submission(errors: sent.errors)
                    for (name, value) in ["openPlaces": info.row.available, "maximum": info.row.maximum]
                    where submission?.values[name] == nil { submission?.values[name] = ["\(value)"] }
                }
                return CapacityPage.Program(
                    id: id.text, name: info.row.name, open: info.row.available, maximum: info.row.maximum,
                    pausedBecause: info.row.accepting ? nil : info.row.pauseReason ?? "", updated: info.row.updatedAt,
                    action: "/capacity/\(id.text)", pauseAction: "/capacity/\(id.text)/pause",
                    resumeAction: "/capacity/\(id.text)/resume", tokens: { visit.tokens() }, sent: submission,
                    for: visit.reader)
            }
        }
        var model = CapacityPage(programs: programs, for: visit.reader)
        if let problem = sent?.problem { model.errors = ErrorSummary([], other: [problem]) }
        return visit.page(model, title: visit.words("capacity.title"), current: .capacity, status: status)
    }
}
