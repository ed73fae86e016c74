using TenantTokens.Fleet.Targets;

namespace TenantTokens.Rotations.Waves;

/// <summary>The number of targets of a wave, lane or segment by outcome. The ledger has the names.</summary>
/// <param name="Settled">Targets with the wanted token, or probed.</param>
/// <param name="Failed">Targets with another outcome.</param>
/// <param name="Unsent">Targets without a command, because the wave was stopped.</param>
public sealed record WaveTally(int Settled, int Failed, int Unsent)
{
    /// <summary>No targets.</summary>
    public static WaveTally None { get; } = new(0, 0, 0);

    public static WaveTally operator +(WaveTally left, WaveTally right)
        => new(left.Settled + right.Settled, left.Failed + right.Failed, left.Unsent + right.Unsent);

    public WaveTally Add(WaveTally other) => this + other;

    /// <summary>Makes the tally of one target.</summary>
    public static WaveTally From(TargetState state, TargetAction action) => (state, action) switch
    {
        (TargetState.Pending, TargetAction.Probe) => new(1, 0, 0),
        (TargetState.Pending, _) => new(0, 0, 1),
        _ when state.HasReached(action) => new(1, 0, 0),
        _ => new(0, 1, 0),
    };
}
