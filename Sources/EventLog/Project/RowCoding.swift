import EventModel

extension JSONReader {
    /// Reads rows as `to_json` writes them: a row's coded keys are columns.
    static var rows: JSONReader { JSONReader(moments: .database, outerName: ColumnName.snakeCase) }
}

extension JSONWriter {
    /// Writes rows for `json_populate_recordset` and for `COPY`.
    static var rows: JSONWriter {
        JSONWriter(moments: .database, sortsKeys: false, outerName: ColumnName.snakeCase)
    }
}
