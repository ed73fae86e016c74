using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Simulation.Checks;

/// <summary>Something that has just happened, after which the checks look.</summary>
internal abstract record Happening
{
    /// <summary>A start, finish or cancel of ours has arrived and not taken effect yet.</summary>
    public sealed record CallArrived(string Call) : Happening;

    /// <summary>A start, finish or cancel of ours took effect.</summary>
    /// <param name="Call">Which.</param>
    /// <param name="OpenBy">Whose rotation was open before; null for none.</param>
    /// <param name="InForce">The token in force before.</param>
    /// <param name="HasRaced">Whether somebody acted at Dynatrace after we last read which token is in force.</param>
    public sealed record CallTookEffect(string Call, string? OpenBy, string InForce, bool HasRaced = false) : Happening;

    /// <summary>The rotation's row was written.</summary>
    public sealed record RowWritten(RotationRecord? Before, RotationRecord After) : Happening;

    /// <summary>A run command of ours has arrived at Azure.</summary>
    /// <param name="Target">oneagent/… or activegate/….</param>
    /// <param name="Action">probe, apply or restore.</param>
    /// <param name="Token">The token that it carries; null for a probe.</param>
    public sealed record CommandArrived(string Target, string Action, string? Token) : Happening
    {
        /// <summary>The direction that it belongs to; null for a probe.</summary>
        public long? Generation { get; init; }

        /// <summary>For how long the host will take it, by the host's own clock; null for a probe.</summary>
        public TimeSpan? IsTakenFor { get; init; }
    }

    /// <summary>A target's row was written.</summary>
    public sealed record TargetWritten(TargetRecord? Before, TargetRecord After) : Happening;

    /// <summary>A run command of ours has changed the token of a component.</summary>
    /// <param name="Target">oneagent/… or activegate/….</param>
    /// <param name="Action">apply or restore.</param>
    /// <param name="RotationId">The rotation that sent it.</param>
    /// <param name="Generation">The direction that it belongs to.</param>
    public sealed record HostChanged(string Target, string Action, string RotationId, string Generation) : Happening;

    /// <summary>Somebody has read the status.</summary>
    public sealed record StatusRead(RotationSnapshot Status) : Happening;

    /// <summary>An operator has said something.</summary>
    /// <param name="Kind">What.</param>
    /// <param name="IsAboutATarget">Whether a target was named: it may be refused for what that target is.</param>
    /// <param name="IsNamed">Whether status named it as a move just before.</param>
    /// <param name="IsAccepted">Whether it was taken.</param>
    public sealed record CommandGiven(OperatorCommandKind Kind, bool IsAboutATarget, bool IsNamed, bool IsAccepted) : Happening;

    /// <summary>A request to the pages or the API was answered.</summary>
    /// <param name="Method">GET, POST ….</param>
    /// <param name="Page">Its path as a template: nothing of a link.</param>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Written">What was written of a rotation meanwhile, by this request.</param>
    /// <param name="IsVaultDown">Whether the vault is down or the disk full: then an error is the right answer.</param>
    public sealed record WebAnswered(string Method, string Page, int Status, IReadOnlyList<string> Written, bool IsVaultDown) : Happening;

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
