using TenantTokens.Fleet.Targets;

namespace TenantTokens.Rotations.Proving;

/// <summary>A target that its host proved but that Dynatrace does not see online. It is Inconclusive until it is seen.</summary>
internal static class NotOnline
{
    private const string Code = "not-online";

    public static bool IsMarked(TargetRecord target) => target is { State: TargetState.Inconclusive, Code: Code };

    public static TargetRecord Mark(TargetRecord target) => target.IsOnNewToken
        ? target.MoveTo(
            TargetState.Inconclusive,
            TargetCause.NotSeenOnline,
            Code,
            "The host has the new token, but Dynatrace does not show it online.") with
        {
            Online = false,
        }
        : target with { Online = false };

    public static TargetRecord Unmark(TargetRecord target) => IsMarked(target)
        ? target.MoveTo(TargetState.Rotated, TargetCause.SeenOnline, "ok", "On the new token and online.")
        : target;
}
