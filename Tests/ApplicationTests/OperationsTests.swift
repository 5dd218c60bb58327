import Application
import CountySupport
import EventLog
import Postgres
import ReadModels
import Testing

@Suite("What the operator sees", .timeLimit(.minutes(5)))
struct OperationsTests {
    @Test("A read model that differed from its rebuild is named; one that did not, or of another version, is not")
    func differences() async throws {
        try await TestCounty.run { county in
            #expect(try await county.throughline.operations(for: county.principal(.operator)).differences == [])
            try await county.site.pool.run { session in
                for (name, version, rows) in [
                    (WorklistProjection.name, WorklistProjection.version, 2),
                    (InboxProjection.name, InboxProjection.version, 0),
                    (CapacityProjection.name, CapacityProjection.version + 1, 3),
                ] {
                    try session.query(
                        """
                        insert into read.comparison
                            (projection, version, jurisdiction, claimed_at, checked_at, position, differences)
                        values (\(name), \(Int32(version)), \(TestCounty.slug), now(), now(), 5, \(Int64(rows)))
                        """)
                }
            }
            let found = try await county.throughline.operations(for: county.principal(.operator)).differences
            #expect(found.map(\.name) == [WorklistProjection.name])
            #expect(found.first?.jurisdiction == TestCounty.slug)
            #expect(found.first?.rows == 2)
        }
    }
}
