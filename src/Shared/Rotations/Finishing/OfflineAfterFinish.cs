using TenantTokens.Fleet.Targets;

namespace TenantTokens.Rotations.Finishing;

/// <summary>
/// A target that was online before finish and is not now: Pending again, so that the sweep sends it the new token at once.
/// </summary>
public static class OfflineAfterFinish
{
    /// <summary>The code beside Pending.</summary>
    public const string Code = "dark-after-finish";

    private const string WentOffline = "It was online before finish and has been offline since; it may lack the new token.";

    /// <summary>True for a target that stands so.</summary>
    public static bool IsMarked(TargetRecord target) => target is { State: TargetState.Pending, Code: Code };

    /// <summary>
    /// The target as a sweep can take it. One that was no proved success keeps its own state: it is part of the rest that an approver
    /// accepted by name, or out of reach, and the sweep has it by that.
    /// </summary>
    public static TargetRecord Mark(TargetRecord target) => target is { IsOnNewToken: true, Machine: not null }
        ? target.MoveTo(TargetState.Pending, TargetCause.WentOfflineAfterFinish, Code, WentOffline) with { Online = false }
        : target with { Online = false };

    /// <summary>The target when it is online again; one that a sweep is at work on is left to it.</summary>
    public static TargetRecord Unmark(TargetRecord target) => IsMarked(target) && target.Send is null or { Settled: true }
        ? target.MoveTo(TargetState.Rotated, TargetCause.CameOnlineAfterFinish, "ok", "On the new token and online.") with { Online = true }
        : target;
}
