import Foundation
import Glibc
import ModuleKit

extension MisbehavingModule {
    /// What breaks the module itself or its answer.
    static let misdeeds: [String: @Sendable () -> Void] = [
        "crash": { fatalError("on purpose") },
        "exit": { exit(3) },
        "hang": { while true { sleep(60) } },
        "spin": { while true {} },
        "late": { sleep(8) },
        "allocate": { allocate() },
        "flood": { for _ in 0... { ModuleLog.info(String(repeating: "x", count: 200)) } },
        "babble": { send(Array("this is no frame at all, whoever reads it".utf8)) },
        "bad_json": { sendFrame("{\"kind\": \"events\", \"call\": ") },
        "wrong_shape": { sendFrame("{\"kind\": \"events\", \"call\": 1, \"body\": {\"type\": 5}}") },
        "fraction": {
            sendFrame(
                "{\"kind\":\"events\",\"call\":1,\"body\":[{\"type\":\"test.greeted\",\"payload\":{\"by\":1.5}}]}")
        },
        "unknown_kind": { sendFrame("{\"kind\": \"poem\", \"call\": 1, \"body\": {}}") },
        "wrong_kind": { sendFrame("{\"kind\": \"rows\", \"call\": 1, \"body\": []}") },
        "another_call": { sendFrame("{\"kind\": \"events\", \"call\": 9000, \"body\": []}") },
        "deep": { sendFrame(String(repeating: "[", count: 400_000)) },
        "half": {
            send([0, 0, 1, 0] + Array("{\"kind\":".utf8)); exit(0)
        },
        "complain": {
            _ = write(2, "last words\n", 11); abort()
        },
    ]

    private static func allocate() {
        var kept: [UnsafeMutableRawPointer] = []
        while true {
            guard let memory = malloc(1 << 20) else { fatalError("out of memory") }
            memset(memory, 1, 4096)
            kept.append(memory)
        }
    }

    private static func sendFrame(_ json: String) {
        let bytes = Array(json.utf8)
        send(withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { Array($0) } + bytes)
    }

    static func send(_ bytes: [UInt8]) { _ = write(3, bytes, bytes.count) }
}
