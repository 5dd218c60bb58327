import Crypto
import Foundation
import Testing

@testable import Vault

@Suite("Key file")
struct KeyFileTests {
    @Test("The first use makes a file that only its owner may read, and the next use reads it")
    func create() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let made = try KeyFile.loadOrCreate(folder.keyFile)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.keyFile)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        #expect(folder.names == ["keys.json"])
        let read = try KeyFile.loadOrCreate(folder.keyFile)
        #expect(read.epochs == [1])
        #expect(read.secret(for: "x") == made.secret(for: "x"))
        #expect(read.secret(for: "x") != made.secret(for: "y"))
        #expect(read.secret(for: "x").count == 32)
        #expect(try made.key(epoch: 1) == read.key(epoch: 1))
        #expect(try read.key(epoch: 2) == nil)
    }

    @Test("Many that start at once share one file")
    func race() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let secrets = try await withThrowingTaskGroup(of: Data.self) { group in
            for _ in 0..<16 { group.addTask { try KeyFile.loadOrCreate(folder.keyFile).secret(for: "x") } }
            return try await group.reduce(into: Set<Data>()) { $0.insert($1) }
        }
        #expect(secrets.count == 1)
        #expect(folder.names == ["keys.json"])
    }

    @Test("A file that is there is never made again")
    func second() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let first = try KeyFile.loadOrCreate(folder.keyFile)
        try KeyFileStorage.create(folder.keyFile, .fresh())
        #expect(try KeyFile.loadOrCreate(folder.keyFile).secret(for: "x") == first.secret(for: "x"))
        #expect(folder.names == ["keys.json"])
    }

    @Test("A file that others may read or write is refused", arguments: [0o640, 0o604, 0o620, 0o644])
    func permissions(mode: Int) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        _ = try KeyFile.loadOrCreate(folder.keyFile)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.keyFile)
        #expect(code(folder) == .openToOthers)
    }

    @Test("A changed or cut file is refused at every byte, and stays as it is")
    func corruption() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        _ = try KeyFile.loadOrCreate(folder.keyFile)
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.keyFile))
        for length in stride(from: 0, to: whole.count - 2, by: 7) {
            try overwrite(folder, whole.prefix(length))
            #expect(code(folder) == .corrupt)
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder.keyFile)) == whole.prefix(length))
        }
        let text = String(decoding: whole, as: UTF8.self)
        let root = try #require(text.range(of: #""root" : ""#)?.upperBound)
        var changed = text
        changed.replaceSubrange(root...root, with: text[root] == "A" ? "B" : "A")
        try overwrite(folder, Data(changed.utf8))
        #expect(code(folder) == .corrupt)
        try overwrite(folder, whole)
        #expect(code(folder) == nil)
    }

    @Test("A file of a newer Throughline is refused as such")
    func future() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        _ = try KeyFile.loadOrCreate(folder.keyFile)
        try overwrite(folder, Data(#"{"throughlineKeyFile":2,"keys":[]}"#.utf8))
        #expect(code(folder) == .fromTheFuture)
    }

    @Test("A folder that is not there, and a folder in the file's place, are told")
    func noFolder() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        #expect(throws: KeyFileError.self) { try KeyFile.loadOrCreate(folder.path + "/none/keys.json") }
        #expect(throws: KeyFileError.self) { try KeyFile.loadOrCreate(folder.path) }
    }

    @Test("Another holder of the file sees a new epoch, and a destroyed key is gone from the disk")
    func epochs() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let (one, two) = (try KeyFile.loadOrCreate(folder.keyFile), try KeyFile.loadOrCreate(folder.keyFile))
        let before = one.secret(for: "x")
        let old = try #require(try one.key(epoch: 1)).withUnsafeBytes { Data($0).base64EncodedString() }
        #expect(try String(contentsOfFile: folder.keyFile, encoding: .utf8).contains(old))
        #expect(try one.addEpoch() == 2)
        #expect(try two.key(epoch: 2) == one.key(epoch: 2))
        try two.destroyEpochs(before: 2)
        #expect(two.epochs == [2])
        #expect(try !String(contentsOfFile: folder.keyFile, encoding: .utf8).contains(old))
        #expect(folder.names == ["keys.json", "keys.json.lock"])
        let mode = try FileManager.default.attributesOfItem(atPath: folder.keyFile)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        let again = try KeyFile.loadOrCreate(folder.keyFile)
        #expect(again.epochs == [2])
        #expect(again.secret(for: "x") == before)
    }

    private func code(_ folder: TemporaryFolder) -> KeyFileError.Code? {
        do throws(KeyFileError) {
            _ = try KeyFile.loadOrCreate(folder.keyFile)
            return nil
        } catch {
            #expect(error.description.contains(folder.keyFile))
            return error.code
        }
    }

    private func overwrite(_ folder: TemporaryFolder, _ data: Data) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.keyFile))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: data)
        try file.close()
    }
}
