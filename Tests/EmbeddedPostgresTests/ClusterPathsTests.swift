import Testing

@testable import EmbeddedPostgres

@Suite("Cluster paths")
struct ClusterPathsTests {
    @Test("The socket lies in the data directory while its path is short enough")
    func natural() {
        let paths = ClusterPaths(dataDirectory: "/srv/throughline")
        #expect(paths.socketDirectory == "/srv/throughline/postgres/socket")
        #expect(!paths.hasShortSocketDirectory)
    }

    @Test("A socket path of 107 bytes fits, one more moves it to a short directory", arguments: [0, 1])
    func limit(extra: Int) {
        let fixed = "//postgres/socket/\(ClusterPaths.socketName)".utf8.count
        let directory = "/" + String(repeating: "d", count: ClusterPaths.socketPathLimit - fixed + extra)
        let paths = ClusterPaths(dataDirectory: directory)
        #expect(paths.hasShortSocketDirectory == (extra == 1))
        #expect("\(paths.socketDirectory)/\(ClusterPaths.socketName)".utf8.count <= ClusterPaths.socketPathLimit)
    }

    @Test("The short directory is the same for the same path and another for another")
    func stable() {
        let long = "/" + String(repeating: "d", count: 200)
        let first = ClusterPaths(dataDirectory: long).socketDirectory
        #expect(ClusterPaths(dataDirectory: long + "/").socketDirectory == first)
        #expect(ClusterPaths(dataDirectory: long + "x").socketDirectory != first)
    }
}
