using TenantTokens.Durable;
using TenantTokens.Fleet;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>Counts the targets whose turn is still to come: joiners, machines that came back, and what is to be tried again.</summary>
public sealed class CountPending(TargetLedger targets) : IActivity<string, PendingTargets>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, PendingTargets> Name { get; } = new(nameof(CountPending));

    /// <inheritdoc />
    public async Task<PendingTargets> RunAsync(string input, CancellationToken cancellationToken)
    {
        TargetRecord[] pending = [.. (await targets.ListAsync(input, cancellationToken)).Where(static target => target.State is TargetState.Pending)];
        int gates = pending.Count(static target => target.Component is Component.ActiveGate);
        return new(gates, pending.Length - gates);
    }
}
