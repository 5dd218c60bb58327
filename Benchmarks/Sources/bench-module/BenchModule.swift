import BenchRules

@main
enum BenchModule {
    static func main() { FilingRule.main() }
}
