using TenantTokens.Approvals;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Sending;
using TenantTokens.Rotations.Watching;

namespace TenantTokens.Rotations.Reading;

/// <summary>A rotation as its followers see it, read at one moment.</summary>
/// <param name="Rotation">Its row.</param>
/// <param name="Plan">Its plan; null before it was made.</param>
/// <param name="Coverage">The counts of its targets.</param>
/// <param name="Targets">Its targets, ordered by name.</param>
/// <param name="Waves">Its waves, in order.</param>
/// <param name="Gate">The gate that is open; null when none is.</param>
/// <param name="GateOutcome">
/// What the votes at that gate amount to. One that nobody has decided is held once its deadline has passed.
/// </param>
/// <param name="Rest">The exceptions that it asks about.</param>
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
    /// <summary>What the watches saw last.</summary>
    public WatchState Watch { get; init; } = new();

    /// <summary>Run commands of the rotation that still stand on machines.</summary>
    public IReadOnlyList<RunCommandLeft> CommandsLeft { get; init; } = [];

    /// <summary>Machines in scope that no agent at Dynatrace claims, by name.</summary>
    public IReadOnlyList<UnclaimedMachine> Unclaimed { get; init; } = [];

    /// <summary>How each channel fared with its last message.</summary>
    public IReadOnlyList<ChannelState> Notifications { get; init; } = [];
}
