using TenantTokens.Durable;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Claiming;

/// <summary>Takes, renews or reads back the claim on the environment. Changes nothing else; repeatable.</summary>
public sealed class HoldClaim(RotationLedger rotations, EnvironmentClaim claim) : IActivity<string, HoldClaim.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, Result> Name { get; } = new("HoldClaim");

    /// <inheritdoc />
    public async Task<Result> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        try
        {
            ClaimRefusal? refusal = await claim.WhyNotAsync(rotation, isLasting: false, cancellationToken);
            return new(refusal?.Code, refusal?.Message);
        }
        catch (Exception exception) when (VaultOutage.Is(exception) || exception is TokenVaultException)
        {
            // A vault that is down is no lost claim.
            return new(ParkCodes.ClaimUnreadable, ClaimText.Unreadable(rotation.EnvironmentId, exception), IsOutage: true);
        }
    }

    /// <summary>Whether this copy holds the claim.</summary>
    /// <param name="Code">Null when it does; otherwise why the rotation has to hold.</param>
    /// <param name="Message">The same for people.</param>
    /// <param name="IsOutage">Whether nobody can tell, because the vault does not answer: then it is asked again for a while.</param>
    public sealed record Result(string? Code = null, string? Message = null, bool IsOutage = false);
}
