using TenantTokens.Durable;
using TenantTokens.Fleet;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>Counts what is still to be done: the targets whose turn is still to come, and the ActiveGates that are not on the new token (I6).</summary>
public sealed class CountOpenTargets(TargetLedger targets) : IActivity<string, OpenTargets>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, OpenTargets> Name { get; } = new("CountOpenTargets");

    /// <inheritdoc />
    public async Task<OpenTargets> RunAsync(string input, CancellationToken cancellationToken)
    {
        IReadOnlyList<TargetRecord> all = await targets.ListAsync(input, cancellationToken);
        return new(
            all.Count(static target => target.State is TargetState.Pending),
            all.Count(static target => target is { Component: Component.ActiveGate, IsSettledGate: false }));
    }
}
