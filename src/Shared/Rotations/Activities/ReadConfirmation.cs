using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>Whether somebody has said yes to the plan.</summary>
public sealed class ReadConfirmation(RotationLedger rotations) : IActivity<string, Confirmation>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, Confirmation> Name { get; } = new("ReadConfirmation");

    /// <inheritdoc />
    public async Task<Confirmation> RunAsync(string input, CancellationToken cancellationToken) => new((await rotations.GetAsync(input, cancellationToken)).PlanConfirmed);
}
