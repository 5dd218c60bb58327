extension Frame: Codable {
    private enum Key: String, CodingKey { case kind, call, body }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let name = try container.decode(String.self, forKey: .kind)
        guard let kind = FrameKind(rawValue: name) else { throw FrameError.unknownKind(String(name.prefix(64))) }
        call = try container.decodeIfPresent(UInt64.self, forKey: .call) ?? 0
        func body<Body: Decodable>() throws -> Body { try container.decode(Body.self, forKey: .body) }
        message =
            switch kind {
            case .ready: .ready(try body())
            case .screen: .screen(try body())
            case .decide: .decide(try body())
            case .react: .react(try body())
            case .project: .project(try body())
            case .screening: .screening(try body())
            case .events: .events(try body())
            case .refusal: .refusal(try body())
            case .reactions: .reactions(try body())
            case .rows: .rows(try body())
            case .fault: .fault(try body())
            case .log: .log(try body())
            case .ping: .ping
            }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(message.kind, forKey: .kind)
        try container.encode(call, forKey: .call)
        switch message {
        case .ready(let body): try container.encode(body, forKey: .body)
        case .screen(let body): try container.encode(body, forKey: .body)
        case .decide(let body): try container.encode(body, forKey: .body)
        case .react(let body): try container.encode(body, forKey: .body)
        case .project(let body): try container.encode(body, forKey: .body)
        case .screening(let body): try container.encode(body, forKey: .body)
        case .events(let body): try container.encode(body, forKey: .body)
        case .refusal(let body): try container.encode(body, forKey: .body)
        case .reactions(let body): try container.encode(body, forKey: .body)
        case .rows(let body): try container.encode(body, forKey: .body)
        case .fault(let body): try container.encode(body, forKey: .body)
        case .log(let body): try container.encode(body, forKey: .body)
        case .ping: break
        }
    }
}
