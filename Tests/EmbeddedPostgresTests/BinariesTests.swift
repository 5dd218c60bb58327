import Testing

@testable import EmbeddedPostgres

@Suite("Binaries")
struct BinariesTests {
    @Test(
        "The major version is read from what the server prints",
        arguments: [
            ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", 15), ("postgres (PostgreSQL) 17beta2", 17),
            ("postgres (PostgreSQL) 16.0", 16), ("something else", nil),
        ])
    func version(text: String, major: Int?) {
        #expect(Binaries.major(inVersion: text) == major)
    }

    @Test("The installed programs are found, and a missing version names its Debian package")
    func find() throws {
        #expect(try Binaries.find(forCluster: nil).major >= 15)
        let error = #expect(throws: EmbeddedPostgresError.self) { try Binaries.find(forCluster: 12) }
        #expect(error?.code == .wrongVersion)
        #expect(error?.message.contains("apt-get install postgresql-12") == true)
    }
}
