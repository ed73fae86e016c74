using TenantTokens.Fleet.Targets;

namespace TenantTokens.Rotations.Finishing;

/// <summary>
/// A target that was online before finish and is offline now. It becomes Pending again, so that the sweep sends it the new token at once.
/// </summary>
public static class OfflineAfterFinish
{
    /// <summary>The target's code in that state.</summary>
    public const string Code = "dark-after-finish";

    private const string WentOffline = "It was online before finish and has been offline since; it may lack the new token.";

    /// <summary>True for a target in that state.</summary>
    public static bool IsMarked(TargetRecord target) => target is { State: TargetState.Pending, Code: Code };

    /// <summary>
    /// Marks the target for the sweep. A target that was not a proved success keeps its state: it is one of the exceptions that the
    /// approvers accepted, or out of reach, and the sweep handles it for that reason.
    /// </summary>
    public static TargetRecord Mark(TargetRecord target) => target is { IsOnNewToken: true, Machine: not null }
        ? target.MoveTo(TargetState.Pending, TargetCause.WentOfflineAfterFinish, Code, WentOffline) with { Online = false }
        : target with { Online = false };

    /// <summary>Removes the mark when the target is online again, unless the sweep is working on it.</summary>
    public static TargetRecord Unmark(TargetRecord target) => IsMarked(target) && target.Send is null or { Settled: true }
        ? target.MoveTo(TargetState.Rotated, TargetCause.CameOnlineAfterFinish, "ok", "On the new token and online.") with { Online = true }
        : target;
}
