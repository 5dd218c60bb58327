import Foundation
import Glibc

extension JSONReader {
    /// The value at a token as any type; the path is that of the value.
    func value<Value: Decodable>(_ type: Value.Type, at index: Int, in path: @autoclosure () -> JSONPath?) throws
        -> Value
    {
        if type == UUID.self, let value = try uuid(at: index, path()) as? Value { return value }
        if type == Date.self, let value = try date(at: index, path()) as? Value { return value }
        guard type != Data.self, type != URL.self, type != Decimal.self else {
            throw corrupted("\(type) has no stored form.", path())
        }
        return try Value(from: JSONValueDecoder(reader: self, index: index, path: path()))
    }

    func isNull(_ index: Int) -> Bool { tokens[index].kind == .null }

    func bool(at index: Int, _ path: @autoclosure () -> JSONPath?) throws -> Bool {
        switch tokens[index].kind {
        case .yes: true
        case .no: false
        default: throw mismatch(Bool.self, index, path())
        }
    }

    func string(at index: Int, _ path: @autoclosure () -> JSONPath?) throws -> String {
        let token = tokens[index]
        switch token.kind {
        case .string: return String(decoding: slice(token), as: UTF8.self)
        case .escapedString: return String(decoding: JSONText.unescaped(slice(token)), as: UTF8.self)
        default: throw mismatch(String.self, index, path())
        }
    }

    func integer<Value: FixedWidthInteger>(
        _ type: Value.Type, at index: Int, _ path: @autoclosure () -> JSONPath?
    ) throws -> Value {
        let token = tokens[index]
        guard token.kind == .number else { throw mismatch(type, index, path()) }
        guard let value = JSONText.integer(slice(token), as: type) else {
            throw corrupted("The number does not fit \(type).", path())
        }
        return value
    }

    func double(at index: Int, _ path: @autoclosure () -> JSONPath?) throws -> Double {
        let token = tokens[index]
        guard token.kind == .number else { throw mismatch(Double.self, index, path()) }
        guard let value = Double(String(decoding: slice(token), as: UTF8.self)), value.isFinite,
            value != 0 || JSONText.isZero(slice(token))
        else { throw corrupted("The number does not fit Double.", path()) }
        return value
    }

    private func uuid(at index: Int, _ path: @autoclosure () -> JSONPath?) throws -> UUID {
        let token = tokens[index]
        if token.kind == .string, let id = UUID(utf8: slice(token)) { return id }
        guard let id = UUID(uuidString: try string(at: index, path())) else {
            throw corrupted("Attempted to decode UUID from invalid UUID string.", path())
        }
        return id
    }

    private func date(at index: Int, _ path: @autoclosure () -> JSONPath?) throws -> Date {
        var text = try string(at: index, path())
        guard let date = text.withUTF8({ moments.date($0) }) else { throw corrupted(moments.reason, path()) }
        return date
    }

    private func slice(_ token: JSONToken) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[Int(token.start)..<Int(token.end)])
    }
}

extension JSONReader {
    /// The token of a member's value; the first one where a key stands twice.
    func member(_ name: String, of object: Int) -> Int? {
        var name = name
        return name.withUTF8 { wanted in
            var index = object + 1
            for _ in 0..<tokens[object].count {
                if isKey(index, wanted) { return index + 1 }
                index = Int(tokens[index + 1].next)
            }
            return nil
        }
    }

    private func isKey(_ index: Int, _ wanted: UnsafeBufferPointer<UInt8>) -> Bool {
        let token = tokens[index]
        guard token.kind == .string else { return JSONText.unescaped(slice(token)).elementsEqual(wanted) }
        guard Int(token.end - token.start) == wanted.count else { return false }
        guard let start = wanted.baseAddress, let own = bytes.baseAddress else { return true }
        return memcmp(own + Int(token.start), start, wanted.count) == 0
    }

    /// Every key of an object once, with the first value's token.
    func members(of object: Int) throws -> [(name: String, value: Int)] {
        var members: [(name: String, value: Int)] = []
        var seen: Set<String> = []
        var index = object + 1
        for _ in 0..<tokens[object].count {
            let name = try string(at: index, nil)
            if seen.insert(name).inserted { members.append((name, index + 1)) }
            index = Int(tokens[index + 1].next)
        }
        return members
    }
}

extension JSONReader {
    func mismatch(_ type: any Any.Type, _ index: Int, _ path: JSONPath?) -> DecodingError {
        let found =
            switch tokens[index].kind {
            case .null: "null"
            case .yes, .no: "a boolean"
            case .number: "a number"
            case .string, .escapedString: "a string"
            case .array: "an array"
            case .object: "an object"
            }
        let context = DecodingError.Context(
            codingPath: path?.keys ?? [], debugDescription: "Expected \(type) but found \(found).")
        return tokens[index].kind == .null ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }

    func corrupted(_ reason: String, _ path: JSONPath?) -> DecodingError {
        .dataCorrupted(.init(codingPath: path?.keys ?? [], debugDescription: reason))
    }
}
