using Azure;
using Azure.Identity;
using TenantTokens.Configuration.Options;
using TenantTokens.Rotations;
using TenantTokens.Tokens;

namespace TenantTokens.Scheduling;

/// <summary>Finds the vault version with the token that an environment's fleet uses.</summary>
public sealed class VersionInForce(RotationOptions options, TokenVault vault)
{
    /// <summary>
    /// Reads the version: the newest enabled one or, while a rotation is open, the one with the old token, whose expiry then does not
    /// matter. When the vault cannot be read, it returns a problem instead of throwing, because the cron schedule works without the vault.
    /// </summary>
    public async Task<(TokenExpiry? InForce, string? Problem)> ReadAsync(
        string environmentId,
        RotationRecord? openRotation,
        CancellationToken cancellationToken)
    {
        if (openRotation?.OldToken is { } old)
        {
            return (new(old.Version, ExpiresOn: null), null);
        }

        try
        {
            return (await vault.ReadExpiryAsync(options.Environment(environmentId).TenantTokenSecret, cancellationToken), null);
        }
        catch (RequestFailedException exception) when (exception.Status > 0)
        {
            return (null, $"The vault answered {exception.Status} {exception.ErrorCode}.");
        }
        catch (AuthenticationFailedException)
        {
            return (null, "The vault gave no access: signing in to Azure failed.");
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            return (null, "The vault could not be reached."); // AggregateException: Azure's retries have given up
        }
    }
}
