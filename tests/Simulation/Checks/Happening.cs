using TenantTokens.Rotations;

namespace TenantTokens.Simulation.Checks;

/// <summary>Something that has just happened, after which the checks look.</summary>
internal abstract record Happening
{
    /// <summary>A start, finish or cancel of ours has arrived and not taken effect yet.</summary>
    public sealed record CallArrived(string Call) : Happening;

    /// <summary>A start, finish or cancel of ours took effect.</summary>
    /// <param name="Call">Which.</param>
    /// <param name="OpenBy">Whose rotation was open before; null for none.</param>
    public sealed record CallTookEffect(string Call, string? OpenBy) : Happening;

    /// <summary>The rotation's row was written.</summary>
    public sealed record RowWritten(RotationRecord? Before, RotationRecord After) : Happening;

    /// <summary>A run command of ours has arrived at Azure.</summary>
    /// <param name="Target">oneagent/… or activegate/….</param>
    /// <param name="Action">probe, apply or restore.</param>
    /// <param name="Token">The token that it carries; null for a probe.</param>
    public sealed record CommandArrived(string Target, string Action, string? Token) : Happening;

    /// <summary>Heartbeats were lost.</summary>
    /// <param name="Sender">Whose.</param>
    /// <param name="Token">The token that they carried.</param>
    /// <param name="Through">The ActiveGate that refused them; null when it was none.</param>
    /// <param name="Count">How many.</param>
    /// <param name="WasRejected">Rejected, else undelivered.</param>
    public sealed record HeartbeatsLost(string Sender, string? Token, GateView? Through, long Count, bool WasRejected) : Happening;

    /// <summary>The story is over: the rotation has ended some time ago, or nothing moves it any more.</summary>
    /// <param name="Exits">What was tried to end a rotation that does not move; null when it has ended.</param>
    public sealed record Ended(string? Stuck) : Happening;
}
