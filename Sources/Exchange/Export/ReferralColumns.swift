import Casework
public import EventModel
public import ReadModels

/// The columns of an export of referrals: everything coded, nothing that names a person.
public enum ReferralColumns {
    public static let names = [
        "id", "number", "status", "participant", "case", "program", "partner", "office", "priority", "race", "gender",
        "draftedAt", "offeredAt", "acknowledgedAt", "acceptedAt", "beganOn", "endedAt", "sessions",
        "sessionsAttended", "outcome", "unsuccessfulCode", "declineCode", "withdrawalCode", "disposition",
        "dispositionOn", "source", "sourceProgram", "result", "referredOn", "closedOn", "referralDateImputed",
    ]

    public static func values(_ row: ReferralProjection.Row) -> JSONObject {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        return [
            "id": .string(row.key), "number": text(row.number), "status": .string(row.status.rawValue),
            "participant": .string(row.participant.text), "case": text(row.caseId?.text),
            "program": text(row.program?.text), "partner": text(row.partner?.text), "office": text(row.office?.text),
            "priority": .string(row.priority.rawValue), "race": text(row.race), "gender": text(row.gender),
            "draftedAt": text(row.draftedAt.map(Timestamp.text)), "offeredAt": text(row.offeredAt.map(Timestamp.text)),
            "acknowledgedAt": text(row.acknowledgedAt.map(Timestamp.text)),
            "acceptedAt": text(row.acceptedAt.map(Timestamp.text)), "beganOn": text(row.beganOn?.description),
            "endedAt": text(row.endedAt.map(Timestamp.text)), "sessions": .integer(Int64(row.sessions)),
            "sessionsAttended": .integer(Int64(row.sessionsAttended)), "outcome": text(row.outcome),
            "unsuccessfulCode": text(row.unsuccessfulCode), "declineCode": text(row.declineCode),
            "withdrawalCode": text(row.withdrawalCode), "disposition": text(row.disposition),
            "dispositionOn": text(row.dispositionOn?.description), "source": text(row.source),
            "sourceProgram": text(row.sourceProgram), "result": text(row.sourceResult),
            "referredOn": text(row.referredOn?.description), "closedOn": text(row.closedOn?.description),
            "referralDateImputed": .bool(row.referralDateImputed),
        ]
    }
}
