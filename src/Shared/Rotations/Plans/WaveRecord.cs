using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Plans;

/// <summary>A wave: targets that may be changed before anybody looks again. Changes by addition only.</summary>
public sealed record WaveRecord
{
    /// <summary>0 is the probe of the plan; then in the order in which they run.</summary>
    public required int Number { get; init; }

    /// <summary>What it does to its targets.</summary>
    public required TargetAction Action { get; init; }

    /// <summary>Whose turn it is; null for the probe, which takes both.</summary>
    public Component? Component { get; init; }

    /// <summary>True for the first wave of its component: a failure in it holds the rotation.</summary>
    public bool IsCanary { get; init; }

    /// <summary>The direction it belongs to; 0 for a wave that was planned before there was one.</summary>
    public long Generation { get; init; }

    /// <summary>How many targets it was planned with.</summary>
    public required int Targets { get; init; }

    /// <summary>How many lanes (subscription and region) it runs side by side.</summary>
    public required int Lanes { get; init; }

    /// <summary>When it had run and soaked; null before.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The most commands in flight at once in this wave; 0 for the run's cap.</summary>
    public int MaxInFlight { get; init; }

    /// <summary>
    /// True for one host that Dynatrace must see online before others follow: after a change of direction, or in a doubt.
    /// </summary>
    public bool IsProof { get; init; }
}
