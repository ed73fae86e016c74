using TenantTokens.Rotations.InForce;
using TenantTokens.Rotations.Sending;

namespace TenantTokens.Rotations.RollingBack;

/// <summary>
/// The direction and order of hosts when a rotation is given up. A pure function of the tokens in force and of what is recorded;
/// docs/restore.md shows it as a table.
/// </summary>
/// <param name="Order">The order, or why there is none.</param>
/// <param name="IsCanaryNeeded">Whether the first host of each component must be seen online before others follow.</param>
public sealed record RestoreDecision(RestoreOrder Order, bool IsCanaryNeeded)
{
    /// <summary>Makes the decision.</summary>
    /// <param name="agents">The token that Dynatrace gives to OneAgent installers, which is the token in force.</param>
    /// <param name="oldTokenIsDead">Whether the ledger says that another party has finished the rotation.</param>
    /// <param name="isAnswered">Whether a person who was asked about this third token has decided to restore.</param>
    public static RestoreDecision From(TokenInForce agents, bool oldTokenIsDead, bool isAnswered) => agents switch
    {
        // The token that Dynatrace hands out is valid, whatever was recorded before. Hosts with the new token are certainly offline, so
        // nothing waits for a canary.
        TokenInForce.Old => new(RestoreOrder.ActiveGatesFirst, IsCanaryNeeded: false),
        _ when oldTokenIsDead => new(RestoreOrder.GoForward, IsCanaryNeeded: false),

        // Connection info shows the same after another party has finished the rotation; the canary then stays offline.
        TokenInForce.New => new(RestoreOrder.OneAgentsFirst, IsCanaryNeeded: true),
        TokenInForce.Foreign when isAnswered => new(RestoreOrder.ActiveGatesFirst, IsCanaryNeeded: true),
        TokenInForce.Foreign => new(RestoreOrder.Ask, IsCanaryNeeded: false),
        _ => new(RestoreOrder.LookAgain, IsCanaryNeeded: false),
    };
}
