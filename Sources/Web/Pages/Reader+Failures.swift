import Application
import EventModel
import Foundation

/// What a use case refuses, in the reader's words.
extension Reader {
    func sentence(for refused: Refused) -> String {
        var parameters: [String: any CustomStringConvertible] = refused.parameters
        if let status = refused.parameters["status"] { parameters["status"] = words("status.\(status)") }
        if let fields = refused.parameters["fields"] {
            parameters["fields"] = fields.split(separator: " ").map { words("share.\($0)") }
                .joined(separator: words("list.separator"))
        }
        if let on = refused.parameters["on"].flatMap({ Day($0) }) { parameters["on"] = day(on) }
        return words.ifKnown("refusal.\(refused.code)") == nil
            ? words("error.422.text") : words("refusal.\(refused.code)", parameters)
    }

    func day(_ day: Day) -> String { self.day(day.start(in: zone)) }

    /// Where a failure is about the form: its fields' errors, and what is about none of its fields.
    func complaints(_ failure: Failure, fields: Set<String>) -> (errors: [String: String], problem: String?)? {
        switch failure {
        case .refused(let refused):
            let sentence = sentence(for: refused)
            guard let field = refused.field, fields.contains(field) else { return ([:], sentence) }
            return ([field: sentence], nil)
        case .invalid(let invalid):
            var errors: [String: String] = [:]
            var others: [String] = []
            for field in invalid {
                let sentence = words("invalid.\(field.problem.rawValue)")
                if fields.contains(field.field) { errors[field.field] = sentence } else { others.append(sentence) }
            }
            return (errors, others.first)
        default: return nil
        }
    }
}

extension Failure {
    /// 409 where the record stands in the way, 422 where the form does.
    var isAboutForm: Bool {
        switch self {
        case .refused(let refused): refused.field != nil
        default: true
        }
    }
}
