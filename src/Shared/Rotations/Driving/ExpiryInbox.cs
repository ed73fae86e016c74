using Microsoft.Extensions.Logging;
using TenantTokens.Durable;
using TenantTokens.Schedules;

namespace TenantTokens.Rotations.Driving;

/// <summary>Takes the vault's events that a secret expires soon.</summary>
public sealed partial class ExpiryInbox(NearExpiryHandler handler, RotationWaker waker, ILogger<ExpiryInbox> logger)
{
    /// <summary>Takes one. What is no such event is passed over: delivered again it would be none either.</summary>
    /// <exception cref="Tokens.TokenVaultException">The vault could not be read: have the event delivered again.</exception>
    public async Task TakeAsync(string json, IDurableClient client, CancellationToken cancellationToken)
    {
        if (!SecretNearExpiryParser.TryParse(json, out SecretNearExpiry? nearExpiry, out string? problem))
        {
            Log.PassedOver(logger, problem);
            return;
        }

        NearExpiryAnswer answer = await handler.HandleAsync(nearExpiry, cancellationToken);
        Log.Taken(logger, answer.Verdict.ToString(), answer.Message);
        if (answer.Asked is { Rotation: { } rotation })
        {
            await waker.WakeAsync(client, rotation.EnvironmentId, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(611, LogLevel.Warning, "An event was passed over: {Problem}")]
        public static partial void PassedOver(ILogger logger, string problem);

        [LoggerMessage(612, LogLevel.Information, "A near-expiry event: {Verdict}. {Reason}")]
        public static partial void Taken(ILogger logger, string verdict, string reason);
    }
}
