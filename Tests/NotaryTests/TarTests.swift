import Foundation
import Testing
import TestSupport

@testable import Notary

@Suite("A bundle's archive")
struct TarTests {
    @Test("What was written is read again, and tar itself lists it")
    func roundTrip() throws {
        let folder = try TestCluster.makeDirectory()
        let path = "\(folder)/bundle.tar"
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        let file = try #require(FileHandle(forWritingAtPath: path))
        let tar = TarWriter(modified: 1_700_000_000) { try file.write(contentsOf: $0) }
        let files: [(String, [UInt8])] = [
            ("manifest.json", Array("{}".utf8)), ("tile/0/000.p/7", [UInt8](repeating: 7, count: 513)),
            ("tile/entries/x001/234", []), ("events/000000000000.jsonl", [UInt8](repeating: 10, count: 512)),
        ]
        for (name, content) in files { try tar.add(name, Data(content)) }
        try tar.finish()
        try file.close()

        let reader = try TarReader(path: path)
        #expect(reader.names == files.map(\.0).sorted())
        for (name, content) in files { #expect(try reader.content(of: name) == content) }
        #expect(try reader.content(of: "other") == nil)

        let listing = Process()
        listing.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        listing.arguments = ["tar", "-tf", path]
        let output = Pipe()
        listing.standardOutput = output
        try listing.run()
        let listed = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        listing.waitUntilExit()
        #expect(listing.terminationStatus == 0)
        #expect(listed.split(separator: "\n").map(String.init) == files.map(\.0))
    }

    @Test(
        "A file that is cut short or is something else is refused in a sentence", arguments: [0, 100, 512, 700, 1024])
    func damaged(length: Int) throws {
        let folder = try TestCluster.makeDirectory()
        let path = "\(folder)/bundle.tar"
        var whole = Data()
        let tar = TarWriter(modified: 0) { whole += $0 }
        try tar.add("checkpoint", Data(repeating: 65, count: 600))
        try tar.finish()
        try whole.prefix(length).write(to: URL(fileURLWithPath: path))
        #expect(throws: NotaryError.self) { _ = try TarReader(path: path) }
        try Data(repeating: 66, count: 2048).write(to: URL(fileURLWithPath: path))
        #expect(throws: NotaryError.self) { _ = try TarReader(path: path) }
    }
}
