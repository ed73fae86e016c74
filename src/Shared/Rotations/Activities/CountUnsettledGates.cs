using TenantTokens.Durable;
using TenantTokens.Fleet;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>Counts the ActiveGates that are not on the new token (I6).</summary>
public sealed class CountUnsettledGates(TargetLedger targets) : IActivity<string, UnsettledGates>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, UnsettledGates> Name { get; } = new(nameof(CountUnsettledGates));

    /// <inheritdoc />
    public async Task<UnsettledGates> RunAsync(string input, CancellationToken cancellationToken)
    {
        string[] names =
        [
            .. (await targets.ListAsync(input, cancellationToken))
                .Where(static target => target is { Component: Component.ActiveGate, IsSettledGate: false })
                .Select(static target => target.Name),
        ];
        return new(names.Length, string.Join(", ", names.Take(5)));
    }
}
