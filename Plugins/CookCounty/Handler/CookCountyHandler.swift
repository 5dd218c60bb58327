import ModuleKit

/// What the document of Cook County cannot say: the court date in Branch 9, reckoned from the day of the filing.
@main
struct CookCountyHandler: HandlerModule {
    func decide(_ request: DecideRequest) throws -> [ProposedEvent] {
        guard request.command == Self.fileAgreement else {
            throw Fault("this module does not decide \(request.command)")
        }
        guard request.state["courtDate"] == nil else {
            throw Refusal(code: "already_scheduled", reason: "The case has a court date in Branch 9 already.")
        }
        guard request.payload["waives-preliminary-examination"] == true, request.payload["in-open-court"] == true else {
            throw Refusal(
                code: "waiver_not_filed",
                reason: "Branch 9 takes a case only after the agreement and the waiver of preliminary examination are "
                    + "made in open court and filed.")
        }
        guard let filed = request.payload.day("filed-on") else {
            throw Refusal(code: "no_such_date", reason: "The day of the filing is no date. Write it as 2026-10-13.")
        }
        guard filed <= request.on else {
            throw Refusal(code: "not_filed_yet", reason: "The agreement cannot have been filed on a day to come.")
        }
        let payload: JSONObject = [
            "agreementFiledOn": .string(filed.description), "courtTime": .string(Branch9.courtTime),
            "courtDate": .string(Branch9.courtDate(afterFilingOn: filed).description),
        ]
        return [ProposedEvent(type: Self.scheduled, payload: payload)]
    }

    /// The first court date; those after it follow from steps, and the document has them.
    func react(_ request: ReactRequest) throws -> [Reaction] {
        guard request.event.type == Self.scheduled, let courtDate = request.event.payload.day("courtDate") else {
            return []
        }
        return [.deadline(name: "br9.appearance", on: courtDate)]
    }

    func project(_ request: ProjectRequest) throws -> [RowChange] {
        guard request.event.type == Self.scheduled else { return [] }
        let columns = request.event.payload.filter { ["courtDate", "courtTime"].contains($0.key) }
        return [RowChange(table: "branch_9_docket", key: request.event.stream, columns: columns)]
    }
}

extension JSONObject {
    fileprivate func day(_ key: String) -> Day? {
        if case .string(let text) = self[key] { Day(text) } else { nil }
    }
}
