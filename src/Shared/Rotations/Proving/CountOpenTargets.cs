using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Proving;

/// <summary>
/// Counts what is still to be done: the targets whose turn is still to come, and the ActiveGates that are not on the new token
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

    /// <summary>What is still to be done.</summary>
    /// <param name="Pending">Targets whose turn is still to come: joiners, machines that came back, and what is to be tried again.</param>
    /// <param name="UnsettledGates">ActiveGates that are not on the new token and that nobody accepted by name.</param>
    public sealed record Result(int Pending, int UnsettledGates);
}
