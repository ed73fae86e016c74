using Azure;
using Azure.Identity;
using TenantTokens.Configuration.Options;
using TenantTokens.Rotations;
using TenantTokens.Tokens;

namespace TenantTokens.Scheduling;

/// <summary>Which vault version holds the token that an environment's fleet is on.</summary>
public sealed class VersionInForce(RotationOptions options, TokenVault vault)
{
    /// <summary>
    /// The version: the newest enabled one, but while a rotation is open the old token's, whose expiry then does not matter. A vault that
    /// cannot be read is a problem and no exception: what the cron wants does not depend on it.
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
            return (null, "The vault could not be reached."); // an AggregateException: Azure's retries have given up
        }
    }
}
