import Application
import Synchronization

/// Stands in for the log: keeps each referral once and counts the batches.
final class RecordingLog: Sendable {
    private let state = Mutex<(referrals: [String: TakenOverReferral], batches: [Int])>(([:], []))

    func record(_ batch: [TakenOverReferral]) -> (recorded: Int, known: Int) {
        state.withLock { state in
            state.batches.append(batch.count)
            var recorded = 0
            for referral in batch where state.referrals.updateValue(referral, forKey: referral.referralKey) == nil {
                recorded += 1
            }
            return (recorded, batch.count - recorded)
        }
    }

    var referrals: [String: TakenOverReferral] { state.withLock { $0.referrals } }
    var batches: [Int] { state.withLock { $0.batches } }
}
