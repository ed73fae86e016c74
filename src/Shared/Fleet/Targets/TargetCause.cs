namespace TenantTokens.Fleet.Targets;

/// <summary>
/// Why a target moves from one state to another. <see cref="TargetTransitions"/> lists for each cause who moves the target, from which
/// states and to which.
/// </summary>
public enum TargetCause
{
    Discovered,
    ProbedWithItsMachine,
    HostIdContradicted,
    ProbeLeftStanding,
    OlderTokenFound,
    WentOff,
    CameBack,
    StillOutOfReach,
    Gone,
    LineCounted,
    Probed,
    Applied,
    Restored,
    NotSent,
    ClockNotRead,
    ProofRenewed,
    ProofLost,
    OldTokenCameBack,
    NotSeenOnline,
    SeenOnline,
    WentOfflineAfterFinish,
    CameOnlineAfterFinish,
    RetryAsked,
    Resumed,
    NeverAnswered,
    SentForwardAgain,
    OlderTokenAccepted,
    SkippedByOperator,
    SkippedAtGate,
    SweepEnded,
}
