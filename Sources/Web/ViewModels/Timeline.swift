import Foundation

/// An event as the read model knows it, before it is put in words.
struct EventRecord: Hashable, Sendable {
    /// Its place in the referral's history, from 1; the page links to it as `#event-14`.
    var number: Int
    /// `referral.offered` and so on.
    var type: String
    var occurred: Date
    var occurredDateOnly = false
    var recorded: Date
    var side: Lanes.Side
    /// "Lucía Ferrer"; nobody when the system acted.
    var actor: String? = nil
    var organization: String? = nil
    /// What a person wrote, in their own words.
    var reason: String? = nil
    /// The language that it was written in.
    var reasonLanguage: String? = nil
    /// What the event says beyond its type: "No capacity", "Came", "Thu, Oct 22, 2:30 PM".
    var detail: String? = nil
    var correctedBy: Int? = nil
    var corrects: Int? = nil
    var facts: [Fact] = []
}

/// One entry of a timeline: past-tense title, who, when, why.
struct TimelineLine: Hashable, Sendable {
    var number: Int
    var anchor: String
    /// `office`, `partner` or `system`, for the shape of the mark.
    var isOffice: Bool
    var isPartner: Bool
    var isSystem: Bool
    var title: String
    var detail: String?
    var when: Moment
    var eventLabel: String
    var who: String?
    var reason: String?
    var reasonLanguage: String?
    var lateTag: Tag?
    /// "Happened Tue, Sep 15": only when it differs from when it was recorded.
    var happened: String?
    var correctedBy: Link?
    var corrects: Link?
    var isHere: Bool
    var facts: [Fact]
    var isMinor: Bool

    init(_ event: EventRecord, isHere: Bool = false, linkPrefix: String = "#event-", for reader: Reader) {
        let words = reader.words
        number = event.number
        anchor = "event-\(event.number)"
        isOffice = event.side == .office
        isPartner = event.side == .partner
        isSystem = event.side == .system
        title = words("event.\(event.type)")
        detail = event.detail
        when = reader.moment(event.recorded)
        eventLabel = words("timeline.event", ["number": event.number])
        who =
            switch (event.actor, event.organization) {
            case (let actor?, let organization?): words("timeline.who", ["name": actor, "organization": organization])
            case (let actor?, nil): actor
            case (nil, let organization?): organization
            case (nil, nil): words("timeline.system")
            }
        reason = event.reason
        reasonLanguage = event.reasonLanguage == reader.language.rawValue ? nil : event.reasonLanguage
        if let late = reader.lateness(
            occurred: event.occurred, recorded: event.recorded, dateOnly: event.occurredDateOnly)
        {
            lateTag = Tag(words("timeline.recorded-late", ["late": late]), .wait)
            happened = words(
                "timeline.happened",
                ["date": event.occurredDateOnly ? reader.day(event.occurred) : reader.dateTime(event.occurred)])
        }
        correctedBy = event.correctedBy.map {
            Link(label: words("timeline.see-event", ["number": $0]), href: "\(linkPrefix)\($0)")
        }
        corrects = event.corrects.map {
            Link(label: words("timeline.corrects", ["number": $0]), href: "\(linkPrefix)\($0)")
        }
        self.isHere = isHere
        facts = event.facts
        isMinor = (event.type.hasPrefix("clock.") || event.type.hasPrefix("deadline.")) && event.reason == nil
    }
}

/// A history, newest first; runs of minor events fold into one line.
struct Timeline: Hashable, Sendable {
    struct Item: Hashable, Sendable {
        var entry: TimelineLine?
        var fold: Fold?
    }

    struct Fold: Hashable, Sendable {
        var label: String
        var entries: [TimelineLine]
    }

    var items: [Item]

    /// - parameter events: newest first.
    /// - parameter here: the event that a past view stands at.
    /// - parameter linkPrefix: where "See event 17" leads; a past view links to the page of now.
    init(_ events: [EventRecord], here: Int? = nil, linkPrefix: String = "#event-", for reader: Reader) {
        var items: [Item] = []
        var run: [TimelineLine] = []
        func close() {
            if run.count > 1 {
                items.append(Item(fold: Fold(label: reader.words("timeline.fold", ["count": run.count]), entries: run)))
            } else {
                items += run.map { Item(entry: $0) }
            }
            run = []
        }
        for event in events {
            let entry = TimelineLine(event, isHere: event.number == here, linkPrefix: linkPrefix, for: reader)
            if entry.isMinor, !entry.isHere {
                run.append(entry)
            } else {
                close()
                items.append(Item(entry: entry))
            }
        }
        close()
        self.items = items
    }
}
