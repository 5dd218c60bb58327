import EventModel
import Foundation
public import ModuleKit

/// A given, a when and a then for a module's handler: what it is asked, and what it must answer.
public struct HandlerCase: Sendable, Hashable {
    public enum Expectation: Sendable, Hashable {
        case answer(Message)
        /// A refusal by its code; its words may change.
        case refusal(code: String)
    }

    public var name: String
    /// What the handler is asked, as the host would ask it.
    public var question: Message
    public var expected: Expectation

    /// How an answer differs from what is expected; empty when the case is kept.
    public func failures(of answer: Message) -> [String] {
        switch (expected, answer) {
        case (.answer(answer), _): []
        case (.answer(let expected), _): ["expected \(expected.text)", "answered \(answer.text)"]
        case (.refusal(let code), .refusal(let refusal)) where refusal.code == code: []
        case (.refusal(let code), _): ["expected the refusal \(code)", "answered \(answer.text)"]
        }
    }
}

extension Message {
    /// The message as it stands in a frame.
    fileprivate var text: String {
        guard let bytes = try? Frame(self).encoded(),
            let frame = try? JSONDecoder().decode(JSONObject.self, from: bytes.dropFirst(4)), let body = frame["body"]
        else { return kind.rawValue }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = (try? encoder.encode(body)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return "\(kind.rawValue) \(json)"
    }
}
