/// A plain table; under 44 rem each row becomes a card whose values carry their column's name.
struct DataTable: Hashable, Sendable {
    struct Column: Hashable, Sendable {
        var label: String
        var isNumber = false
    }

    struct Cell: Hashable, Sendable {
        var text: String = ""
        var href: String? = nil
        /// The machine form of a time.
        var machine: String? = nil
        var note: String? = nil
        var tag: Tag? = nil
        var button: PostButton? = nil
        fileprivate(set) var column = ""
        fileprivate(set) var isHead = false
        fileprivate(set) var isNumber = false

        init(_ text: String = "", href: String? = nil, note: String? = nil, tag: Tag? = nil, button: PostButton? = nil)
        {
            self.text = text
            self.href = href
            self.note = note
            self.tag = tag
            self.button = button
        }

        init(_ moment: Moment, note: String? = nil) {
            text = moment.text
            machine = moment.machine
            self.note = note
        }
    }

    struct Row: Hashable, Sendable {
        var cells: [Cell]
    }

    var caption: String
    /// Whether the caption is shown; otherwise a heading beside the table says the same.
    var showsCaption = false
    var columns: [Column]
    var rows: [Row]

    /// The first cell of each row is its header.
    init(caption: String, showsCaption: Bool = false, columns: [Column], rows: [[Cell]]) {
        self.caption = caption
        self.showsCaption = showsCaption
        self.columns = columns
        self.rows = rows.map { cells in
            Row(
                cells: zip(cells, columns).enumerated().map { index, pair in
                    var cell = pair.0
                    cell.column = pair.1.label
                    cell.isNumber = pair.1.isNumber
                    cell.isHead = index == 0
                    return cell
                })
        }
    }
}
