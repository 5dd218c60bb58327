import EventModel
import Testing

@Suite("Deciders")
struct DeciderTests {
    @Test("A history is folded in order, from the state of an empty stream")
    func fold() {
        #expect(Tally.state(after: []) == [])
        #expect(Tally.state(after: [3, 1, 2]) == [3, 1, 2])
    }
}

private enum Tally: Decider {
    enum Refusal: Error { case never }
    static let initialState: [Int] = []
    static func decide(_ command: Int, given state: [Int]) throws(Refusal) -> [Int] { [command] }
    static func evolve(_ state: inout [Int], with event: Int) { state.append(event) }
}
