/// What a module proposes after an event: a deadline, a notice or a further command.
public enum Reaction: Hashable, Sendable {
    /// Something is due on a date.
    case deadline(name: String, on: Day)
    /// Words to send to a role.
    case notice(template: String, to: String)
    /// A command for the server to give; it is checked like anyone's.
    case command(name: String, payload: JSONObject)
}

extension Reaction: Codable {
    private enum Key: String, CodingKey { case propose, name, on, template, to, payload }
    private enum Kind: String, Codable { case deadline, notice, command }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        switch try container.decode(Kind.self, forKey: .propose) {
        case .deadline:
            self = .deadline(
                name: try container.decode(String.self, forKey: .name), on: try container.decode(Day.self, forKey: .on))
        case .notice:
            self = .notice(
                template: try container.decode(String.self, forKey: .template),
                to: try container.decode(String.self, forKey: .to))
        case .command:
            self = .command(
                name: try container.decode(String.self, forKey: .name),
                payload: try container.decode(JSONObject.self, forKey: .payload))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .deadline(let name, let day):
            try container.encode(Kind.deadline, forKey: .propose)
            try container.encode(name, forKey: .name)
            try container.encode(day, forKey: .on)
        case .notice(let template, let role):
            try container.encode(Kind.notice, forKey: .propose)
            try container.encode(template, forKey: .template)
            try container.encode(role, forKey: .to)
        case .command(let name, let payload):
            try container.encode(Kind.command, forKey: .propose)
            try container.encode(name, forKey: .name)
            try container.encode(payload, forKey: .payload)
        }
    }
}
