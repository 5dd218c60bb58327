import Application
import Casework
import EventModel

extension ImportFormat {
    /// The diversion table of the Cook County State's Attorney's open-data portal.
    public static let cookCountyDiversion = ImportFormat(
        name: "cook-county-diversion", summary: "Cook County State's Attorney, open-data table \"Diversion\"",
        begin: { header throws(ImportError) in
            let columns = try CookCountyDiversion.Columns(header)
            return RowReader(ignored: columns.ignored) { record throws(RowError) in
                try CookCountyDiversion.referral(from: record, columns)
            }
        })
}

/// One row per participant and diversion program.
///
/// The office says that narcotics cases were entered after the referral, so a referral may come before its receipt;
/// and that an unknown referral date was filled in with the earliest participation date, so one that is also the
/// closing date is marked as imputed. Neither is an error.
enum CookCountyDiversion {
    enum Column: String, CaseIterable {
        case caseID = "CASE_ID"
        case participant = "CASE_PARTICIPANT_ID"
        case receivedOn = "RECEIVED_DATE"
        case offenseCategory = "OFFENSE_CATEGORY"
        case program = "DIVERSION_PROGRAM"
        case referredOn = "REFERRAL_DATE"
        case sequence = "DIVERSION_COUNT"
        case offenseTitle = "PRIMARY_CHARGE_OFFENSE_TITLE"
        case statute = "STATUTE"
        case race = "RACE"
        case gender = "GENDER"
        case result = "DIVERSION_RESULT"
        case closedOn = "DIVERSION_CLOSED_DATE"
    }

    /// Programs that the office's notes explain; another code is kept and reported.
    static let programs: Set<String> = ["ACT", "ARI", "BR9", "DC", "DDPP", "DS", "MHC", "RJCC", "VC"]

    /// Dates outside are most likely typing errors.
    private static let plausible = Day(daysSince1970: 7_305)..<Day(daysSince1970: 47_482)  // 1990 to 2099

    static func referral(from record: CSVRecord, _ columns: Columns) throws(RowError) -> TakenOverReferral {
        let row = Row(record: record, columns: columns)
        let caseKey = try row.identifier(.caseID)
        let participantKey = try row.identifier(.participant)
        let program = try row.required(.program)
        let referredOn = try row.date(.referredOn)
        let receivedOn = try row.date(.receivedOn)
        let sequence = try row.count(.sequence)
        let result = try row.result()

        var warnings: [String] = []
        if referredOn < receivedOn { warnings.append("referral-before-receipt") }
        if result?.closedOn == referredOn { warnings.append("closed-on-referral-day") }
        if let result, result.closedOn < referredOn { warnings.append("closed-before-referral") }
        if result == nil { warnings.append("outcome-never-determined") }
        if ![referredOn, receivedOn, result?.closedOn ?? referredOn].allSatisfy(plausible.contains) {
            warnings.append("date-outlier")
        }
        if !programs.contains(program) { warnings.append("unknown-program") }
        return TakenOverReferral(
            caseKey: caseKey, participantKey: participantKey,
            referralKey: "\(participantKey)|\(program)|\(referredOn)|\(sequence)",
            offenseCategory: row.text(.offenseCategory), offenseTitle: row.text(.offenseTitle),
            statute: row.text(.statute), race: row.text(.race), gender: row.text(.gender), program: program,
            sequence: sequence, referredOn: referredOn, receivedOn: receivedOn,
            referralDateImputed: result?.closedOn == referredOn, result: result, warnings: warnings)
    }

    /// Where each column stands in this file.
    struct Columns: Sendable {
        let places: [Column: Int]
        let ignored: [String]

        init(_ header: [String]) throws(ImportError) {
            let names = header.map { $0.trimmed }
            var places: [Column: Int] = [:]
            var ignored: [String] = []
            for (place, name) in names.enumerated() {
                guard let column = Column(rawValue: name) else {
                    ignored.append(name)
                    continue
                }
                guard places.updateValue(place, forKey: column) == nil else {
                    throw ImportError(
                        .repeatedColumn, names: [name], "The header names the column \(name) twice. Keep one of them.")
                }
            }
            let missing = Column.allCases.filter { places[$0] == nil }.map(\.rawValue)
            guard missing.isEmpty else {
                let word = missing.count == 1 ? "column" : "columns"
                throw ImportError(
                    .missingColumn, names: missing,
                    "The header lacks the \(word) \(missing.joined(separator: ", ")). "
                        + "It has: \(names.map(\.shortened).joined(separator: ", ")).")
            }
            self.places = places
            self.ignored = ignored
        }
    }
}

extension String {
    var trimmed: String {
        guard let first, let last, first.isWhitespace || last.isWhitespace else { return self }
        return String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// For a message: what is there may be a page of anything.
    var shortened: String { count > 40 ? "\(prefix(40))…" : self }
}
