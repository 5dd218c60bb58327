import Application
import EventModel
import Foundation

extension ReferralInput {
    /// Reads the answers of an action's form.
    init(_ form: SentForm) throws(Failure) {
        self.init()
        var wrong: [InvalidField] = []
        func day(_ name: String) -> Day? {
            guard let text = form[name] else { return nil }
            if let day = Day(text) { return day }
            wrong.append(InvalidField(name, .malformed, accepted: ["2026-10-13"]))
            return nil
        }
        func id(_ name: String) -> UUID? {
            guard let text = form[name] else { return nil }
            if let id = UUID(uuidString: text) { return id }
            wrong.append(InvalidField(name, .malformed))
            return nil
        }
        note = form["note"]
        code = form["code"]
        question = form["question"]
        answer = form["answer"]
        reason = form["reason"]
        outcome = form["outcome"]
        on = day("on")
        time = form["time"]
        place = form["place"]
        reviewBy = day("reviewBy")
        redirectTo = id("redirectTo")
        placesOpenOn = day("placesOpenOn")
        attendance = form["attendance"]
        whoCouldNot = form["whoCouldNot"]
        capacityOverride = form["capacityOverride"]
        by = form["by"]
        field = form["field"]
        event = id("event")
        was = form["was"]
        now = form["now"]
        why = form["why"]
        channel = "page"
        guard wrong.isEmpty else { throw .invalid(wrong) }
    }
}
