using TenantTokens.Rotations.InForce;
using TenantTokens.Rotations.Sending;

namespace TenantTokens.Rotations.RollingBack;

/// <summary>
/// Which way hosts go when a rotation is given up. A pure function of what is in force and what is recorded; docs/restore.md shows it as a
/// table.
/// </summary>
/// <param name="Order">Who goes first, if anybody.</param>
/// <param name="IsCanaryNeeded">Whether the first host of each component must be seen online before others follow.</param>
public sealed record RestoreDecision(RestoreOrder Order, bool IsCanaryNeeded)
{
    /// <summary>Decides.</summary>
    /// <param name="agents">The token that Dynatrace hands to OneAgent installers: the one in force.</param>
    /// <param name="oldTokenIsDead">Whether the ledger says that somebody has finished the rotation.</param>
    /// <param name="isAnswered">Whether a person, asked about this very third token, has said to restore.</param>
    public static RestoreDecision From(TokenInForce agents, bool oldTokenIsDead, bool isAnswered) => agents switch
    {
        // What Dynatrace hands out is valid, whatever was recorded before. Hosts on the new token are certainly offline, so nobody waits
        // for a canary.
        TokenInForce.Old => new(RestoreOrder.ActiveGatesFirst, IsCanaryNeeded: false),
        _ when oldTokenIsDead => new(RestoreOrder.GoForward, IsCanaryNeeded: false),

        // Connection info looks like this after somebody has finished, too: then the canary stays offline.
        TokenInForce.New => new(RestoreOrder.OneAgentsFirst, IsCanaryNeeded: true),
        TokenInForce.Foreign when isAnswered => new(RestoreOrder.ActiveGatesFirst, IsCanaryNeeded: true),
        TokenInForce.Foreign => new(RestoreOrder.Ask, IsCanaryNeeded: false),
        _ => new(RestoreOrder.LookAgain, IsCanaryNeeded: false),
    };
}
