import Casework
import EventModel
import Foundation
import Testing

/// Each file in `Samples` is an event as some version of the code stored it. A file is never edited or removed.
@Suite("Stored samples")
struct StoredSampleTests {
    static let tests = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    static let folder = tests.appending(path: "Samples")
    static let sources = tests.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/Casework")

    struct Sample: Sendable, CustomTestStringConvertible {
        var type: String
        var version: Int
        var family: Family
        var payload: any EventPayload.Type
        var isCurrent: Bool
        var testDescription: String { file }
        var file: String { "\(type).v\(version).json" }
    }

    /// What must be there: every version from 1 to today's of every type.
    static let samples: [Sample] = Family.all.flatMap { family in
        family.decoders.flatMap { decoder in
            (1...decoder.version).map {
                Sample(
                    type: decoder.type, version: $0, family: family, payload: decoder.payload,
                    isCurrent: $0 == decoder.version)
            }
        }
    }

    @Test("Every version of every event that was ever stored still reads", arguments: samples)
    func everySample(sample: Sample) throws {
        let data = try #require(
            try? Data(contentsOf: Self.folder.appending(path: sample.file)),
            "no \(sample.file): write it with THROUGHLINE_WRITE_SAMPLES=1 before this version is released")
        let event = RecordedEvent.stored(sample.type, version: sample.version, data)
        let sealed = try #require(try sample.family.read(event, nil))
        #expect(Swift.type(of: sealed).type == sample.type)
        if sample.isCurrent {
            #expect(
                String(decoding: try sealed.stored() + Data("\n".utf8), as: UTF8.self)
                    == String(decoding: data, as: UTF8.self))
        }
        let opened = try #require(try sample.family.read(event, FakeVault.opener))
        #expect(try opened.stored(sealer: FakeVault.sealer) == sealed.stored())
    }

    @Test("No sample has lost its decoder")
    func noStranger() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(files).subtracting(Self.samples.map(\.file)) == [])
        #expect(!files.isEmpty)
    }

    @Test("Every type is in one family only, and its name says a stream and the past tense in lower case")
    func names() throws {
        let types = Family.all.flatMap(\.decoders).map(\.type)
        #expect(Set(types).count == types.count)
        for type in types {
            #expect(type.wholeMatch(of: /[a-z]+\.[a-z]+(_[a-z]+)*/) != nil, "\(type)")
        }
    }

    @Test("The core's list of its own events is whole")
    func coreEvents() {
        #expect(CoreEvents.types == Set(Family.all.flatMap(\.decoders).map(\.type)))
        #expect(CoreEvents.firstWords.isSuperset(of: ["referral", "consent", "module"]))
    }

    @Test("Every event in the sources has a decoder, and every family is tested here")
    func everySource() throws {
        let files = try #require(FileManager.default.enumerator(atPath: Self.sources.path)).compactMap { $0 as? String }
        let texts = try files.filter { $0.hasSuffix(".swift") }.map {
            try String(contentsOf: Self.sources.appending(path: $0), encoding: .utf8)
        }
        let payloads = texts.reduce(0) { $0 + $1.matches(of: /: EventPayload\b/).count }
        let families = texts.reduce(0) { $0 + $1.matches(of: /: EventFamily\b/).count }
        #expect(payloads == Family.all.flatMap(\.decoders).count)
        #expect(families == Family.all.count)
    }

    @Test("A family answers the payload that it was given", arguments: Family.all.indices)
    func payloads(index: Int) throws {
        let family = Family.all[index]
        for payload in EveryEvent.all {
            let kind = Swift.type(of: payload)
            let event = RecordedEvent.stored(
                kind.type, version: kind.version, try payload.stored(sealer: FakeVault.sealer))
            let read = try family.read(event, FakeVault.opener)
            let isOurs = family.decoders.contains { $0.type == kind.type }
            #expect(read.map { AnyHashable($0) } == (isOurs ? AnyHashable(payload) : nil), "\(kind.type)")
        }
    }

    @Test(
        "Samples that are missing are written",
        .enabled(if: ProcessInfo.processInfo.environment["THROUGHLINE_WRITE_SAMPLES"] != nil))
    func write() throws {
        for payload in EveryEvent.all {
            let kind = Swift.type(of: payload)
            let file = Self.folder.appending(path: "\(kind.type).v\(kind.version).json")
            guard !FileManager.default.fileExists(atPath: file.path) else { continue }
            try (payload.stored(sealer: FakeVault.sealer) + Data("\n".utf8)).write(to: file)
        }
    }
}
