using TenantTokens.Approvals;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Sending;
using TenantTokens.Rotations.Watching;

namespace TenantTokens.Rotations.Reading;

/// <summary>A rotation as it is shown, read at one moment.</summary>
/// <param name="Rotation">The rotation's row.</param>
/// <param name="Plan">The summary of its plan; null before the plan was made.</param>
/// <param name="Coverage">The number of its targets in each state.</param>
/// <param name="Targets">Its targets, ordered by name.</param>
/// <param name="Waves">Its waves, in order.</param>
/// <param name="Gate">The open gate; null when none is open.</param>
/// <param name="GateOutcome">The result of the votes at that gate. Without a decision, it is hold once the deadline has passed.</param>
/// <param name="Rest">The exceptions that the gate asks about.</param>
public sealed record RotationSnapshot(
    RotationRecord Rotation,
    PlanRecord? Plan,
    Coverage Coverage,
    IReadOnlyList<TargetRecord> Targets,
    IReadOnlyList<WaveRecord> Waves,
    GateRecord? Gate,
    GateOutcome GateOutcome,
    IReadOnlyList<ExceptionItem> Rest)
{
    /// <summary>The state of the watch after its last check.</summary>
    public WatchState Watch { get; init; } = new();

    /// <summary>The rotation's run commands that are still on machines.</summary>
    public IReadOnlyList<RunCommandLeft> CommandsLeft { get; init; } = [];

    /// <summary>The machines in scope that no agent at Dynatrace claims, by name.</summary>
    public IReadOnlyList<UnclaimedMachine> Unclaimed { get; init; } = [];

    /// <summary>The result of the last message through each channel.</summary>
    public IReadOnlyList<ChannelState> Notifications { get; init; } = [];
}
