using TenantTokens.Fleet.Targets;

namespace TenantTokens.Rotations.Waves;

/// <summary>How many targets of a wave, lane or segment ended how. Names stand in the ledger.</summary>
/// <param name="Settled">On the wanted token, or probed.</param>
/// <param name="Failed">Ended otherwise.</param>
/// <param name="Unsent">Not sent, because the wave was stopped.</param>
public sealed record WaveTally(int Settled, int Failed, int Unsent)
{
    /// <summary>Nothing yet.</summary>
    public static WaveTally None { get; } = new(0, 0, 0);

    /// <summary>Adds two tallies.</summary>
    public static WaveTally operator +(WaveTally left, WaveTally right)
        => new(left.Settled + right.Settled, left.Failed + right.Failed, left.Unsent + right.Unsent);

    /// <summary>Adds another tally.</summary>
    public WaveTally Add(WaveTally other) => this + other;

    /// <summary>The tally of one target.</summary>
    public static WaveTally From(TargetState state, TargetAction action) => (state, action) switch
    {
        (TargetState.Pending, TargetAction.Probe) => new(1, 0, 0),
        (TargetState.Pending, _) => new(0, 0, 1),
        _ when state.HasReached(action) => new(1, 0, 0),
        _ => new(0, 1, 0),
    };
}
