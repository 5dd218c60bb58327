import Foundation

/// How many places each program of the partner has open.
struct CapacityPage: PageModel {
    static let template = "capacity"

    struct Program: Sendable {
        var id: String
        var name: String
        var status: Tag
        var updated: String
        /// "Not updated for 15 days": asks for a fresh number.
        var stale: String?
        var width: Int
        var tone: String
        var summary: String
        var places: Form
        /// Asks why, because the office sees it.
        var pause: Form?
        var resume: PostButton?
        var pauseReason: String?

        /// - parameter tokens: fresh tokens for each form of the program.
        init(
            id: String, name: String, open: Int, maximum: Int, pausedBecause: String? = nil, updated: Date,
            action: String, pauseAction: String, resumeAction: String, tokens: () -> FormTokens,
            sent: Submission? = nil, for reader: Reader
        ) {
            let words = reader.words
            self.id = "program-\(id)"
            self.name = name
            let sent = sent ?? Submission(["openPlaces": "\(open)", "maximum": "\(maximum)"])
            status =
                pausedBecause == nil
                ? Tag(words(open > 0 ? "places.accepting" : "places.full"), open > 0 ? .done : .wait)
                : Tag(words("places.paused"), .rest, icon: "pause")
            self.updated = words("capacity.updated", ["date": reader.dateTime(updated)])
            let age = reader.days(from: updated, to: reader.now)
            stale = age > 14 ? words("capacity.stale", ["count": age]) : nil
            width =
                maximum > 0 ? min(100, Int((Double(max(0, maximum - open)) / Double(maximum) * 100).rounded())) : 100
            tone = pausedBecause != nil || open == 0 ? "rest" : width >= 85 ? "wait" : "done"
            summary = words("capacity.summary", ["open": open, "count": maximum])
            let number = { (field: String) in
                Field.line(
                    field, words("field.\(field)"), required: true,
                    input: .init(type: "number", inputMode: "numeric", width: "short", min: "0", max: "999"), from: sent
                ).identified(by: id)
            }
            places = Form(
                action: action, tokens: tokens(), fields: [number("openPlaces"), number("maximum")],
                submit: words("capacity.save"))
            pauseReason = pausedBecause
            if pausedBecause == nil {
                pause = Form(
                    action: pauseAction, tokens: tokens(),
                    fields: [
                        Field.line(
                            "reason", words("capacity.pause-reason"), hint: words("capacity.pause-hint"),
                            required: true, from: sent
                        )
                        .identified(by: id)
                    ],
                    submit: words("capacity.pause"))
            } else {
                resume = PostButton(
                    label: words("capacity.resume"), action: resumeAction, tokens: tokens(),
                    context: words("list.for-person", ["name": name]), isMain: true)
            }
        }
    }

    var programs: [Program]
    var errors: ErrorSummary?
    var empty: EmptyState?

    init(programs: [Program], for reader: Reader) {
        self.programs = programs
        errors = ErrorSummary(programs.flatMap { $0.places.fields + ($0.pause?.fields ?? []) })
        empty =
            programs.isEmpty
            ? EmptyState(title: reader.words("capacity.empty-title"), text: reader.words("capacity.empty-text")) : nil
    }
}
