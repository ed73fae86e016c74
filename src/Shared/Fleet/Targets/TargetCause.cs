namespace TenantTokens.Fleet.Targets;

/// <summary>
/// Why a target moves from one state to another. <see cref="TargetTransitions"/> says of each who moves it, from where and to where.
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
