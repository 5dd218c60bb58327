public import ModuleKit

/// Keeps the workers of one version of a module: hands calls out, replaces the dead, and gives up on the hopeless.
///
/// A worker that ended is replaced when the next call needs it, after a pause that grows with the crashes of the last
/// minute. No call is ever made twice: who was in the crash gets the failure.
public actor ModuleSupervisor {
    private enum Grant {
        case worker(ModuleWorker)
        /// A place is free, and whoever gets this starts the worker for it.
        case place
        case refused(ModuleFailure)
    }

    public nonisolated let manifest: Manifest
    nonisolated let checked: CheckedManifest
    private let program: ModuleProgram
    private let rules: SupervisionRules
    private let report: @Sendable (ModuleNotice) -> Void

    private var condition = ModuleStatus.Condition.serving
    private var idle: [ModuleWorker] = []
    private var pids: [ObjectIdentifier: Int32] = [:]
    private var freePlaces: Int
    private var waiting: [CheckedContinuation<Grant, Never>] = []
    private var notBefore = ContinuousClock.now
    private var history: CrashHistory
    private var inFlight = 0
    private var drained: [CheckedContinuation<Void, Never>] = []
    private var walls = SandboxSupport.current
    private var calls = 0
    private var failures = 0
    private var crashes = 0
    private var slowest = Duration.zero
    private var latencies = RecentLatencies()

    /// Starts every worker and checks the manifest; throws when either fails, with nothing left running.
    public static func start(
        _ program: ModuleProgram, rules: SupervisionRules = SupervisionRules(),
        report: @escaping @Sendable (ModuleNotice) -> Void = { _ in }
    ) async throws(ModuleFailure) -> ModuleSupervisor {
        let manifest = try await firstManifest(of: program, within: rules.startDeadline)
        let checked: CheckedManifest
        do throws(ManifestError) {
            checked = try CheckedManifest(manifest, reserved: rules.reserved)
        } catch {
            throw .manifest(error)
        }
        let supervisor = ModuleSupervisor(checked, program: program, rules: rules, report: report)
        do throws(ModuleFailure) {
            for _ in 0..<rules.workers { try await supervisor.addWorker() }
        } catch {
            await supervisor.drain()
            throw error
        }
        return supervisor
    }

    private init(
        _ checked: CheckedManifest, program: ModuleProgram, rules: SupervisionRules,
        report: @escaping @Sendable (ModuleNotice) -> Void
    ) {
        self.checked = checked
        manifest = checked.manifest
        self.program = program
        self.rules = rules
        self.report = report
        freePlaces = rules.workers
        history = CrashHistory(rules)
    }

    /// A process only for its manifest: who a log line belongs to must be known before the first worker runs.
    private static func firstManifest(
        of program: ModuleProgram, within limit: Duration
    ) async throws(ModuleFailure) -> Manifest {
        let worker = ModuleWorker(program) { _, _ in }
        do throws(ModuleFailure) {
            let manifest = try await worker.start(within: limit)
            await worker.stop()
            return manifest
        } catch {
            await worker.stop()
            throw error
        }
    }

    // MARK: Calls

    /// Asks a worker, waiting for a free one if need be.
    func ask(_ question: Message) async throws(ModuleFailure) -> Message {
        guard condition == .serving else { throw condition == .quarantined ? .quarantined : .retired }
        inFlight += 1
        calls += 1
        defer { leave() }
        do throws(ModuleFailure) {
            while true {
                let worker = try await takeWorker()
                if let answer = try await answer(to: question, by: worker) { return answer }
            }
        } catch {
            failures += 1
            throw error
        }
    }

    /// Answers `nil` when the worker turned out to be dead before it was asked.
    private func answer(to question: Message, by worker: ModuleWorker) async throws(ModuleFailure) -> Message? {
        let began = ContinuousClock.now
        do throws(ModuleFailure) {
            switch try await worker.call(question, within: rules.callDeadline) {
            case .answered(let answer):
                let took = ContinuousClock.now - began
                slowest = max(slowest, took)
                latencies.add(took)
                await giveBack(worker)
                return answer
            case .wasDead(let ending):
                await lose(worker, because: .crashed(ending))
                return nil
            }
        } catch {
            if error.endsWorker { await lose(worker, because: error) } else { await giveBack(worker) }
            throw error
        }
    }

    private func leave() {
        inFlight -= 1
        guard inFlight == 0 else { return }
        for waiter in drained { waiter.resume() }
        drained = []
    }

    // MARK: Workers

    private func takeWorker() async throws(ModuleFailure) -> ModuleWorker {
        if let worker = idle.popLast() { return worker }
        if freePlaces > 0 {
            freePlaces -= 1
            return try await startWorker()
        }
        guard waiting.count < rules.waitingCalls else { throw .busy }
        switch await withCheckedContinuation({ waiting.append($0) }) {
        case .worker(let worker): return worker
        case .place: return try await startWorker()
        case .refused(let failure): throw failure
        }
    }

    private func addWorker() async throws(ModuleFailure) {
        freePlaces -= 1
        await giveBack(try await startWorker())
    }

    /// Fills a place that the caller has taken.
    private func startWorker() async throws(ModuleFailure) -> ModuleWorker {
        // A cancelled caller does not shorten the pause for the others: it only starts its worker early.
        try? await ContinuousClock().sleep(until: notBefore)
        guard condition != .quarantined else {
            freePlaces += 1
            throw .quarantined
        }
        let worker = ModuleWorker(program) { [manifest, report] lines, dropped in
            func tell(_ what: ModuleNotice.What) {
                report(ModuleNotice(module: manifest.id, version: manifest.version, what: what))
            }
            for line in lines { tell(.log(line)) }
            if dropped > 0 { tell(.logDropped(lines: dropped)) }
        }
        do throws(ModuleFailure) {
            guard try await worker.start(within: rules.startDeadline) == manifest else { throw .manifest(.changed) }
        } catch {
            await lose(worker, because: error)
            throw error
        }
        await note(worker)
        return worker
    }

    private func note(_ worker: ModuleWorker) async {
        guard let pid = await worker.pid, let walls = await worker.walls else { return }
        pids[ObjectIdentifier(worker)] = pid
        self.walls = walls
        tell(.started(pid: pid, walls: walls))
    }

    private func giveBack(_ worker: ModuleWorker) async {
        guard condition != .quarantined else { return await dismiss(worker) }
        if waiting.isEmpty { idle.append(worker) } else { waiting.removeFirst().resume(returning: .worker(worker)) }
    }

    private func lose(_ worker: ModuleWorker, because failure: ModuleFailure) async {
        pids[ObjectIdentifier(worker)] = nil
        crashes += 1
        let verdict = history.record(at: .now)
        if case .restart(let pause) = verdict { notBefore = .now + pause }
        let begins = verdict == .quarantine && condition == .serving
        if begins { condition = .quarantined }
        tell(.crashed(failure, lastWords: await worker.stop()))
        if case .restart(let pause) = verdict { tell(.restarting(after: pause)) }
        if begins { await beginQuarantine() }
        offerPlace()
    }

    private func offerPlace() {
        if waiting.isEmpty { freePlaces += 1 } else { waiting.removeFirst().resume(returning: .place) }
    }

    private func dismiss(_ worker: ModuleWorker) async {
        pids[ObjectIdentifier(worker)] = nil
        await worker.stop()
        freePlaces += 1
    }

    // MARK: Quarantine

    private func beginQuarantine() async {
        for waiter in waiting { waiter.resume(returning: .refused(.quarantined)) }
        waiting = []
        tell(.quarantined(crashes: history.count(at: .now)))
        await dismissIdle()
    }

    /// Lets a module out of quarantine; without effect outside of it.
    public func release() {
        guard condition == .quarantined else { return }
        condition = .serving
        history.forget()
        notBefore = .now
        tell(.released)
    }

    // MARK: The end

    /// Takes no new call, waits for those in flight and ends every worker.
    public func drain() async {
        guard condition != .stopped else { return }
        condition = .draining
        while inFlight > 0 { await withCheckedContinuation { drained.append($0) } }
        await dismissIdle()
        guard condition != .stopped else { return }
        condition = .stopped
        tell(.stopped)
    }

    private func dismissIdle() async {
        while let worker = idle.popLast() { await dismiss(worker) }
    }

    // MARK: Status

    public func status() -> ModuleStatus {
        ModuleStatus(
            module: manifest.id, version: manifest.version, condition: condition, pids: pids.values.sorted(),
            calls: calls, failures: failures, crashes: crashes, recentCrashes: history.count(at: .now),
            median: latencies.percentile(50), percentile99: latencies.percentile(99), slowest: slowest, walls: walls)
    }

    private func tell(_ what: ModuleNotice.What) {
        report(ModuleNotice(module: manifest.id, version: manifest.version, what: what))
    }
}
