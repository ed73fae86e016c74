using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Proving;

/// <summary>
/// Counts what is still to be done: the targets that are still to be rotated, and the ActiveGates without the new token
/// (docs/invariants.md#i6).
/// </summary>
public sealed class CountOpenTargets(TargetLedger targets) : IActivity<string, CountOpenTargets.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, Result> Name { get; } = new("CountOpenTargets");

    /// <inheritdoc />
    public async Task<Result> RunAsync(string input, CancellationToken cancellationToken)
    {
        IReadOnlyList<TargetRecord> all = await targets.ListAsync(input, cancellationToken);
        return new(
            all.Count(static target => target.IsOpenFor(TargetAction.Apply)),
            all.Count(static target => target is { Component: Component.ActiveGate, IsSettledActiveGate: false }));
    }

    /// <summary>The number of targets that are still to be done.</summary>
    /// <param name="Pending">Targets that are still to be rotated: joiners, machines that came back, and retries.</param>
    /// <param name="UnsettledGates">ActiveGates without the new token that were not accepted by name.</param>
    public sealed record Result(int Pending, int UnsettledGates);
}
