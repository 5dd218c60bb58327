import Crypto
public import Foundation
public import Postgres

extension Vault {
    /// Makes a person findable by these names, and by a name with the birth date; replaces what was there.
    ///
    /// The birth date alone finds nobody: it would tell too much. Nobody whose key is gone becomes findable.
    public func index(
        subject: UUID, in jurisdiction: String, names: [String], birthDate: String?, _ session: PostgresSession
    ) throws {
        let tokens = names.reduce(into: Set<String>()) { $0.formUnion(NameTokens.of($1)) }
        let plain = tags(tokens, birthDate: nil, in: jurisdiction)
        let dated = birthDate.map { tags(tokens, birthDate: $0, in: jurisdiction) } ?? []
        let fields = plain.map { _ in Self.nameField } + dated.map { _ in Self.nameAndBirthField }
        try session.query(
            "delete from vault.blind_index where jurisdiction = \(jurisdiction) and subject = \(subject)")
        try session.query(
            """
            insert into vault.blind_index (jurisdiction, field, tag, subject) \
            select k.jurisdiction, n.field, n.tag, k.subject from unnest(\(fields), \(plain + dated)) as n (field, tag), \
            vault.key k where k.jurisdiction = \(jurisdiction) and k.subject = \(subject)
            """)
    }

    /// The people whose names have all the words of `name`, and that birth date where one is given.
    ///
    /// Case, accents and the order of words do not matter. A name without a letter finds nobody.
    public func find(
        name: String, birthDate: String? = nil, in jurisdiction: String, limit: Int = 100
    ) async throws -> [UUID] {
        let tags = tags(NameTokens.of(name), birthDate: birthDate, in: jurisdiction)
        guard !tags.isEmpty else { return [] }
        let field = birthDate == nil ? Self.nameField : Self.nameAndBirthField
        return try await pool.run { session in
            try session.query(
                """
                select subject from vault.blind_index where jurisdiction = \(jurisdiction) and field = \(field) \
                and tag = any(\(tags)) group by subject having count(*) = \(tags.count) order by subject limit \(limit)
                """
            ).map { try $0.get(0, as: UUID.self) }
        }
    }

    private static let nameField = "name"
    private static let nameAndBirthField = "name-birth"

    private func tags(_ tokens: Set<String>, birthDate: String?, in jurisdiction: String) -> [Data] {
        let field = birthDate == nil ? Self.nameField : Self.nameAndBirthField
        let key = keyFile.indexKey(jurisdiction: jurisdiction, field: field)
        return tokens.map { token in
            var text = Data()
            text.appendLengthPrefixed(token)
            if let birthDate { text.appendLengthPrefixed(birthDate.trimmingCharacters(in: .whitespaces)) }
            return Data(HMAC<SHA256>.authenticationCode(for: text, using: key))
        }
    }
}
