import Application
import Casework
import EventModel
import Foundation
import ReadModels

/// A line of the worklist for other tools.
struct WorklistLine: Encodable, Sendable {
    static let header = [
        "id", "number", "name", "status", "program", "partner", "group", "priority", "deadline", "due", "late",
        "lastChange", "version",
    ]

    var id: String
    var number: String
    var name: String?
    var status: String
    var program: String
    var partner: String
    var group: String
    var priority: String
    var deadline: String?
    var due: String?
    var late: Bool
    var lastChange: String
    var version: Int64

    init(_ item: WorklistItem, _ names: ListNames) {
        let row = item.row
        (id, number, name, status) = (row.key, row.number, item.name.short, row.status.rawValue)
        (program, partner) = (names.program(row.program), names.organization(row.partner))
        (group, priority) = (row.group.rawValue, row.priority.rawValue)
        (deadline, due, late) = (row.nextClock?.rawValue, row.nextDue?.rfc3339, row.late)
        (lastChange, version) = (row.lastAt.rfc3339, row.version)
    }

    var cells: [String?] {
        [
            id, number, name, status, program, partner, group, priority, deadline, due, late ? "yes" : "no",
            lastChange, "\(version)",
        ]
    }
}
