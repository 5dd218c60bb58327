import Application
import EventModel
import Foundation
import ReadModels

/// The names of programs and organizations that a list needs.
struct ListNames: Sendable {
    let programs: [ProgramInfo]
    let organizations: [OrganizationInfo]
    private let programNames: [UUID: String]
    private let organizationNames: [UUID: String]

    init(_ throughline: Throughline, in slug: String) async throws {
        programs = try await throughline.programs(in: slug)
        organizations = try await throughline.organizations(in: slug)
        programNames = programs.reduce(into: [:]) { names, program in
            if let id = program.id { names[id] = program.row.name }
        }
        organizationNames = organizations.reduce(into: [:]) { $0[$1.id] = $1.name }
    }

    func program(_ id: UUID?) -> String { id.flatMap { programNames[$0] } ?? "" }
    func organization(_ id: UUID?) -> String { id.flatMap { organizationNames[$0] } ?? "" }

    var programOptions: [Field.Option] {
        programs.compactMap { program in
            program.id.map { Field.Option(value: $0.text, label: program.row.name) }
        }
    }

    /// The organizations that run programs.
    var partnerOptions: [Field.Option] {
        let running = Set(programs.map(\.row.organization))
        return organizations.filter { running.contains($0.id) }.map { Field.Option(value: $0.id.text, label: $0.name) }
    }
}
