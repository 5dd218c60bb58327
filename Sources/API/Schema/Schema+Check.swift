import EventModel
import Foundation
import Gateway

/// Finds everything that is wrong with a document at once, each with its place.
extension Schema {
    func check(_ value: JSON, at pointer: String = "") -> [Problem.FieldError] {
        switch (form, value) {
        case (.anything, _): return []
        case (.named(_, let schema), _): return schema.check(value, at: pointer)
        case (.string(let format), .string(let text)): return check(text, format, at: pointer)
        case (.integer(let range), .number(let number)):
            guard let whole = Int(exactly: number) else { return [malformed(pointer, "a whole number")] }
            guard let range, !range.contains(whole) else { return [] }
            return [
                error(pointer, "field.out-of-range", "Use a number from \(range.lowerBound) to \(range.upperBound).")
            ]
        case (.number, .number), (.boolean, .bool): return []
        case (.array(let element), .array(let values)):
            return values.enumerated().flatMap { element.check($1, at: "\(pointer)/\($0)") }
        case (.object(let properties), .object(let members)): return check(members, properties, at: pointer)
        case (.either(let schemas), _):
            let errors = schemas.map { $0.check(value, at: pointer) }
            return errors.contains(where: \.isEmpty) ? [] : errors.first ?? []
        default: return [malformed(pointer, typeName)]
        }
    }

    private func check(_ text: String, _ format: Format?, at pointer: String) -> [Problem.FieldError] {
        if let values {
            guard !values.contains(text) else { return [] }
            let detail = Nearest.to(text, in: values).map { "Did you mean \($0)?" } ?? "Use one of the accepted values."
            return [error(pointer, "field.unknown-value", detail, accepted: values)]
        }
        if let maxLength, text.count > maxLength {
            return [error(pointer, "field.malformed", "Write at most \(maxLength) characters.")]
        }
        switch format {
        case nil: return []
        case .uuid?: return UUID(uuidString: text) == nil ? [malformed(pointer, "an id")] : []
        case .date?: return Day(text) == nil ? [malformed(pointer, "a date such as 2026-10-13")] : []
        case .dateTime?:
            return Date(rfc3339: text) == nil ? [malformed(pointer, "a moment such as 2026-10-13T15:12:00Z")] : []
        case .moment?:
            let isMoment = Day(text) != nil || Date(rfc3339: text) != nil
            return isMoment ? [] : [malformed(pointer, "a date such as 2026-10-13, or 2026-10-13T15:12:00Z")]
        case .time?:
            let parts = text.split(separator: ":").compactMap { Int($0) }
            let isTime =
                text.utf8.count == 5 && parts.count == 2 && (0...23).contains(parts[0])
                && (0...59).contains(parts[1])
            return isTime ? [] : [malformed(pointer, "a time such as 14:30")]
        }
    }

    private func check(
        _ members: [String: JSON], _ properties: [Property], at pointer: String
    ) -> [Problem.FieldError] {
        let known = properties.map(\.name)
        var errors = members.keys.filter { !known.contains($0) }.sorted().map { key in
            let hint = Nearest.to(key, in: known).map { "Did you mean \($0)?" }
            let rest = known.isEmpty ? "This command takes no fields." : "Leave it out."
            return error(
                "\(pointer)/\(key.pointerEscaped)", "field.unknown-key",
                "There is no field \(key) here. \(hint ?? rest)",
                accepted: known)
        }
        for property in properties {
            let place = "\(pointer)/\(property.name.pointerEscaped)"
            switch members[property.name] {
            case nil, .null?:
                guard property.isRequired else { continue }
                errors.append(
                    error(place, "field.required", "Fill in \(property.name).", accepted: property.schema.values ?? []))
            case let value?: errors += property.schema.check(value, at: place)
            }
        }
        return errors
    }

    private func malformed(_ pointer: String, _ expected: String) -> Problem.FieldError {
        error(pointer, "field.malformed", "Write \(expected) here.")
    }

    private func error(
        _ pointer: String, _ code: String, _ detail: String, accepted: [String] = []
    ) -> Problem.FieldError {
        Problem.FieldError(pointer: pointer, code: code, detail: detail, accepted: accepted)
    }
}

extension String {
    /// As a step of a JSON Pointer (RFC 6901).
    fileprivate var pointerEscaped: String {
        replacingOccurrences(of: "~", with: "~0").replacingOccurrences(of: "/", with: "~1")
    }
}
