import EventModel
import ModuleKit
import Testing

@testable import ModuleHost

@Suite("Manifest")
struct ManifestTests {
    private func manifest(
        id: String = "us-il-cook.diversion", version: String = "1.0.0", events: [EventDeclaration] = []
    ) -> Manifest {
        Manifest(id: id, version: version, jurisdictions: ["us-il-cook"], events: events)
    }

    @Test("A plain manifest is accepted")
    func accepted() throws {
        let declared = EventDeclaration(type: "cook.victim_approved", schema: .object(["type": "object"]))
        #expect(throws: Never.self) { try CheckedManifest(manifest(events: [declared]), reserved: ["referral"]) }
    }

    @Test("Another protocol, a bad id, version or name is refused")
    func refused() {
        var other = manifest()
        other.protocolVersion = 2
        #expect(throws: ManifestError.protocolVersion(2)) { try CheckedManifest(other) }
        #expect(throws: ManifestError.id("../etc")) { try CheckedManifest(manifest(id: "../etc")) }
        for id in ["", "us-il-cook.", ".", "us..il", "Us-Il"] {
            #expect(throws: ManifestError.id(id)) { try CheckedManifest(manifest(id: id)) }
        }
        #expect(throws: ManifestError.version("1/2")) { try CheckedManifest(manifest(version: "1/2")) }
        var nobody = manifest()
        nobody.jurisdictions = []
        #expect(throws: ManifestError.noJurisdictions) { try CheckedManifest(nobody) }
        for name in ["approved", "cook.", "cook..approved", "Cook.approved"] {
            #expect(throws: ManifestError.name(name)) {
                try CheckedManifest(manifest(events: [EventDeclaration(type: name, schema: .object([:]))]))
            }
        }
    }

    @Test("A module cannot declare what belongs to the core, nor anything twice")
    func names() {
        let core = EventDeclaration(type: "referral.accepted", schema: .object([:]))
        #expect(throws: ManifestError.reserved("referral.accepted")) {
            try CheckedManifest(manifest(events: [core]), reserved: ["referral"])
        }
        let own = EventDeclaration(type: "cook.approved", schema: .object([:]))
        #expect(throws: ManifestError.declaredTwice("cook.approved")) {
            try CheckedManifest(manifest(events: [own, own]))
        }
    }

    @Test("A keyword that is not checked is refused by its name and place")
    func unsupported() {
        let schema: JSONValue = .object(["properties": .object(["zip": .object(["pattern": "^[0-9]+$"])])])
        let expected = ManifestError.schema(
            of: "cook.moved", .unsupportedKeyword("pattern", at: "/properties/zip"))
        #expect(throws: expected) {
            try CheckedManifest(manifest(events: [EventDeclaration(type: "cook.moved", schema: schema)]))
        }
        #expect(expected.description.contains("\"pattern\""))
    }
}
