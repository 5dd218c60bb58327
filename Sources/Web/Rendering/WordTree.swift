import Mustache

/// Lets a template name a fixed word by its key: `{{t.worklist.title}}`.
struct WordTree: MustacheParent {
    let words: Words
    var prefix = ""

    func child(named name: String) -> Any? {
        let key = prefix + name
        return words.ifKnown(key) ?? WordTree(words: words, prefix: key + ".")
    }
}
