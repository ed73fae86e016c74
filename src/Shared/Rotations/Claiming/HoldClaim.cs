using TenantTokens.Durable;
using TenantTokens.Tokens;

namespace TenantTokens.Rotations.Claiming;

/// <summary>Takes, renews or checks the claim on the environment. Changes nothing else; repeatable.</summary>
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
            // A vault that does not answer does not mean that the claim is lost.
            return new(ParkCodes.ClaimUnreadable, ClaimText.Unreadable(rotation.EnvironmentId, exception), IsOutage: true);
        }
    }

    /// <summary>Whether this copy holds the claim.</summary>
    /// <param name="Code">Null when this copy holds the claim; otherwise the code for why the rotation parks.</param>
    /// <param name="Message">The reason for people; null when this copy holds the claim.</param>
    /// <param name="IsOutage">
    /// Whether the vault does not answer, so that it is not known. The vault is then asked again for a while.
    /// </param>
    public sealed record Result(string? Code = null, string? Message = null, bool IsOutage = false);
}
