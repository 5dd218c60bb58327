/// Ids and texts that the examples share, all invented.
enum Example {
    static let jurisdiction = "0199f1a2-0000-7000-8000-000000000001"
    static let office = "0199f1a2-0000-7000-8000-000000000002"
    static let partner = "0199f1a2-0000-7000-8000-000000000003"
    static let program = "0199f1a2-0000-7000-8000-000000000004"
    static let participant = "0199f1a2-0000-7000-8000-000000000005"
    static let caseID = "0199f1a2-0000-7000-8000-000000000006"
    static let consent = "0199f1a2-0000-7000-8000-000000000007"
    static let referral = "0199f1a2-0000-8000-8000-000000000008"
    static let screening = "0199f1a2-0000-8000-8000-00000000000a"
    static let event = "0199f1a2-0000-7000-8000-000000000009"
    static let slug = "us-il-cook"
}
