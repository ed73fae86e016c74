using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Plans;

/// <summary>A wave: targets that may be changed before the results are checked. Changes by addition only.</summary>
public sealed record WaveRecord
{
    /// <summary>The wave's number; 0 is the plan's probe, then in the order in which they run.</summary>
    public required int Number { get; init; }

    /// <summary>What the wave does to its targets.</summary>
    public required TargetAction Action { get; init; }

    /// <summary>The component that it rotates; null for the probe, which includes both.</summary>
    public Component? Component { get; init; }

    /// <summary>True for the first wave of its component. A failure in it stops the rotation for a decision.</summary>
    public bool IsCanary { get; init; }

    /// <summary>The generation that it belongs to; 0 for a wave that was planned before there was one.</summary>
    public long Generation { get; init; }

    /// <summary>The number of targets that it was planned with.</summary>
    public required int Targets { get; init; }

    /// <summary>The number of lanes (subscription and region) that it runs in parallel.</summary>
    public required int Lanes { get; init; }

    /// <summary>When it had run and its soak was over (UTC); null before.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The most commands in flight at once in this wave; 0 for the rotation's cap.</summary>
    public int MaxInFlight { get; init; }

    /// <summary>
    /// True for a wave of one host that Dynatrace must see online before others follow, after a change of direction or a doubt.
    /// </summary>
    public bool IsProof { get; init; }
}
