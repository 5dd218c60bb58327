/// What one worker may use.
public struct SandboxLimits: Hashable, Sendable {
    /// Bytes of address space; beyond it an allocation fails, which ends most programs.
    public var addressSpace: Int
    /// Seconds of processor time over a worker's whole life; `nil` for no end, as each call has a deadline anyway.
    public var processorSeconds: Int?
    /// Descriptors open at once.
    public var descriptors: Int
    /// Processes and threads of the whole account that the server runs under, as the kernel counts them.
    public var tasks: Int

    public init(
        addressSpace: Int = 512 << 20, processorSeconds: Int? = nil, descriptors: Int = 32, tasks: Int = 1024
    ) {
        self.addressSpace = addressSpace
        self.processorSeconds = processorSeconds
        self.descriptors = descriptors
        self.tasks = tasks
    }
}
