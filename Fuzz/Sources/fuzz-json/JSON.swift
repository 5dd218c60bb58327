import EventModel
import Foundation
import ModuleKit

/// Whatever is in the log, or comes from a module. What is accepted is written in one way and reads back the same;
/// nothing crashes.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let document = Data(UnsafeBufferPointer(start: start, count: count))
    check(JSONValue.self, document)
    check([String: [Double]].self, document)
    check([Int8].self, document)
    check([UUID].self, document)
    check([Day].self, document)
    checkMoments(document)
    if let frame = try? Frame(json: document) {
        var parser = FrameParser()
        guard let bytes = try? frame.encoded() else { preconditionFailure("a frame cannot be written") }
        parser.append(bytes)
        precondition((try? parser.next()) == frame, "a frame reads back differently")
        precondition(!parser.isInsideFrame)
    }
    return 0
}

private func check<Value: Codable & Equatable>(_ type: Value.Type, _ document: Data) {
    guard let value = try? JSONReader().decode(type, from: document) else { return }
    let written = try? JSONWriter().encode(value)
    guard let written, let again = try? JSONReader().decode(type, from: written) else {
        preconditionFailure("a value is accepted, and not when it is written")
    }
    precondition(again == value, "a value reads back differently")
    precondition((try? JSONWriter().encode(again)) == written, "a second spelling")
}

/// Far moments are kept less exactly than to the microsecond, but each has one spelling.
private func checkMoments(_ document: Data) {
    guard let moments = try? JSONReader().decode([Date].self, from: document) else { return }
    let written = try? JSONWriter().encode(moments)
    guard let written, let again = try? JSONReader().decode([Date].self, from: written) else {
        preconditionFailure("a moment is accepted, and not when it is written")
    }
    precondition((try? JSONWriter().encode(again)) == written, "a second spelling of a moment")
}
