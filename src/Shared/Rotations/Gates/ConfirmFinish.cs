using TenantTokens.Durable;

namespace TenantTokens.Rotations.Gates;

/// <summary>
/// Checks whether the approved finish gate still covers everything that is not proved. If not, the approvers are asked again with a new
/// gate.
/// </summary>
public sealed class ConfirmFinish(ApprovedExceptions approved) : IActivity<string, bool>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, bool> Name { get; } = new("ConfirmFinish");

    /// <inheritdoc />
    public async Task<bool> RunAsync(string input, CancellationToken cancellationToken)
        => await approved.WhyNotFinishAsync(input, cancellationToken) is null;
}
