import Testing

@testable import EmbeddedPostgres

@Suite("Process mark")
struct ProcessMarkTests {
    @Test("This process is alive, and is read back as it was written")
    func current() {
        let mark = ProcessMark.current
        #expect(mark.isAlive)
        #expect(ProcessMark(text: mark.text) == mark)
    }

    @Test("A process with the same id but another start is a stranger")
    func reused() {
        #expect(!ProcessMark(pid: ProcessMark.current.pid, startTime: "1").isAlive)
        #expect(!ProcessMark(pid: 0, startTime: "1").isAlive)
    }

    @Test("Text that is no mark is none", arguments: ["", "12", "a b", "1 2 3"])
    func senseless(text: String) { #expect(ProcessMark(text: text) == nil) }
}
