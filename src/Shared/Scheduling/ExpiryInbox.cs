using Microsoft.Extensions.Logging;
using TenantTokens.Durable;
using TenantTokens.Rotations.Driving;

namespace TenantTokens.Scheduling;

/// <summary>Handles Key Vault's events about secrets that expire soon. Each event is the text of one queue message.</summary>
public sealed partial class ExpiryInbox(NearExpiryHandler handler, RotationWaker waker, ILogger<ExpiryInbox> logger)
{
    /// <summary>
    /// Handles one message. Events of other types are acknowledged and logged; redelivery would not help. A message whose handling throws
    /// is delivered again; after five times it goes to the poison queue, and an alert reports it. No event is lost silently.
    /// </summary>
    /// <exception cref="UnreadableEventException">
    /// The message is not an event, or it is a near-expiry event that lacks a required value.
    /// </exception>
    /// <exception cref="TenantTokens.Tokens.TokenVaultException">
    /// The vault could not be read, so it is not known whether the event counts.
    /// </exception>
    public async Task TakeAsync(string message, IDurableClient client, CancellationToken cancellationToken)
    {
        SecretNearExpiryParser.Result parsed = SecretNearExpiryParser.Parse(message);
        if (parsed.Problem is { } problem)
        {
            throw new UnreadableEventException(problem);
        }

        if (parsed.NearExpiry is not { } nearExpiry)
        {
            Log.Ignored(logger, parsed.OtherType);
            return;
        }

        NearExpiryHandler.Answer answer = await handler.HandleAsync(nearExpiry, cancellationToken);
        Log.Handled(logger, answer.Verdict, answer.Message);
        if (answer.Asked is { Rotation: { } rotation })
        {
            await waker.WakeAsync(client, rotation.EnvironmentId, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            611,
            LogLevel.Warning,
            "An event of type {Type} was ignored. The event subscription should let near-expiry events through only.")]
        public static partial void Ignored(ILogger logger, string? type);

        [LoggerMessage(612, LogLevel.Information, "A near-expiry event: {Verdict}. {Reason}")]
        public static partial void Handled(ILogger logger, NearExpiryVerdict verdict, string reason);
    }
}
