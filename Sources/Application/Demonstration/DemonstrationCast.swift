public import Access
import Casework
import Crypto
import EventModel
public import Foundation

/// The invented counties, organizations and people of a demonstration. Nobody in it is real.
public struct DemonstrationCast: Sendable {
    public struct County: Sendable {
        public var slug: String
        public var division: String
        public var name: String
        public var zone: String
    }

    public struct Office: Sendable {
        public var id: UUID
        public var name: String
        var kind: Organization.Kind
        var counties: [String]
    }

    public struct Person: Sendable {
        public var id: UUID
        public var name: String
        public var email: String
        public var office: UUID
        public var roles: Set<Role>
        public var language: String
    }

    struct Service: Sendable {
        var id: UUID
        var county: String
        var office: UUID
        var name: String
        var summary: String
        var maximum: Int
        var needs: [String]
    }

    public let counties: [County]
    public let offices: [Office]
    public let people: [Person]
    let services: [Service]

    /// Real counties that a bundled module is for. Their logs are empty here: nothing about a real county is invented.
    static let realCounties = ["us-il-cook", "us-ks-wyandotte", "us-mn-ramsey"]

    /// The password of every demonstration account.
    public static let password = "throughline-demo"

    public static let standard = DemonstrationCast()

    private init() {
        let halden = "us-zz-halden"
        let larkspur = "us-zz-larkspur"
        counties = [
            County(
                slug: halden, division: "ocd-division/country:us/state:zz/county:halden", name: "Halden County",
                zone: "America/New_York"),
            County(
                slug: larkspur, division: "ocd-division/country:us/state:zz/county:larkspur", name: "Larkspur County",
                zone: "America/Chicago"),
        ]
        func office(_ number: Int, _ name: String, _ kind: Organization.Kind, _ counties: [String]) -> Office {
            Office(id: Self.id("office", number), name: name, kind: kind, counties: counties)
        }
        offices = [
            office(1, "Halden County District Attorney", .prosecutor, [halden]),
            office(2, "Port Maren City Attorney", .prosecutor, [halden]),
            office(3, "Larkspur County Attorney", .prosecutor, [larkspur]),
            office(4, "Juniper Street Collective", .partner, [halden]),
            office(5, "Comunidad Adelante", .partner, [halden, larkspur]),
            office(6, "Second Bridge Recovery", .partner, [halden, larkspur]),
            office(7, "Halden County Reentry Unit", .corrections, [halden]),
            office(8, "Larkspur Community Corrections", .corrections, [larkspur]),
            office(9, "Maren Bay Jail Transition Team", .corrections, [halden]),
            office(10, "State Auditor of Zenith", .oversight, [halden, larkspur]),
            office(11, "Halden Inspector General", .oversight, [halden]),
            office(12, "Larkspur Civilian Review Board", .oversight, [larkspur]),
            office(13, "Throughline Operations", .operations, [halden, larkspur]),
            office(14, "Demonstration Office for Bundled Modules", .prosecutor, Self.realCounties),
        ]
        func person(
            _ number: Int, _ name: String, _ email: String, _ office: Int, _ roles: Set<Role>, _ language: String = "en"
        ) -> Person {
            Person(
                id: Self.id("person", number), name: name, email: email, office: Self.id("office", office),
                roles: roles, language: language)
        }
        people = [
            person(1, "Priya Raman", "prosecutor@demo.test", 1, [.prosecutor]),
            person(2, "Walter Osei", "supervisor@demo.test", 1, [.prosecutor, .supervisor]),
            person(3, "Denise Carter", "partner@demo.test", 4, [.partner]),
            person(4, "Inez Caldwell", "auditor@demo.test", 10, [.auditor]),
            person(5, "Mara Lindqvist", "corrections@demo.test", 7, [.corrections]),
            person(6, "Theo Marsh", "administrator@demo.test", 1, [.administrator]),
            person(7, "Sana Iqbal", "operator@demo.test", 13, [.operator]),
            person(8, "Lucía Ferrer", "lucia@demo.test", 5, [.partner], "es"),
            person(9, "Sam Whitfield", "sam@demo.test", 6, [.partner]),
            person(21, "Noor Castell", "noor@demo.test", 14, [.administrator]),
            person(22, "Ellis Brandt", "ellis@demo.test", 14, [.prosecutor, .supervisor]),
            person(10, "Grace Abara", "grace@demo.test", 3, [.prosecutor, .supervisor]),
            person(11, "Colin Voss", "colin@demo.test", 2, [.prosecutor]),
            person(12, "Rosa Delgado", "rosa@demo.test", 8, [.corrections]),
            person(13, "Jude Amari", "jude@demo.test", 9, [.corrections]),
            person(14, "Omar Quill", "omar@demo.test", 5, [.partner]),
        ]
        func service(
            _ number: Int, _ county: String, _ office: Int, _ name: String, _ summary: String, _ maximum: Int,
            _ needs: [String]
        ) -> Service {
            Service(
                id: Self.id("service", number), county: county, office: Self.id("office", office), name: name,
                summary: summary, maximum: maximum, needs: needs)
        }
        services = [
            service(
                1, halden, 4, "Work Pathways", "Job readiness, replacement ID and a first job", 30,
                [
                    "Job readiness and a replacement state ID", "A warehouse certificate, evening group",
                    "Help to keep a new job",
                ]),
            service(
                2, halden, 4, "Restorative Circle", "Circles with the people who were harmed", 12,
                ["A circle with the store owner", "Repairing harm with a neighbor", "A family circle before summer"]),
            service(
                3, halden, 5, "Family Pathways", "Parenting support in Spanish and English", 20,
                ["Parenting group in Spanish", "Support for the whole family", "A mentor who speaks Spanish"]),
            service(
                4, halden, 6, "Peer Mentoring", "A mentor who has been through it", 16,
                ["A peer mentor, evenings", "Someone to call at night", "Support in the first months of recovery"]),
            service(
                5, larkspur, 5, "Adelante Larkspur", "Benefits, housing and family support", 18,
                ["Benefits and a housing application", "A bilingual case worker", "Getting children back to school"]),
            service(
                6, larkspur, 6, "Outpatient Support", "Recovery meetings and counseling", 14,
                ["Outpatient counseling twice a week", "Recovery meetings near work", "A plan for cravings at night"]),
        ]
    }

    func people(of office: UUID) -> [Person] { people.filter { $0.office == office } }

    public func counties(of person: Person) -> Set<String> {
        Set(offices.first { $0.id == person.office }?.counties ?? [])
    }

    static func id(_ kind: String, _ number: Int) -> UUID {
        UUID(version8From: SHA256.hash(data: Data("throughline-demonstration/\(kind)/\(number)".utf8)))
    }
}
