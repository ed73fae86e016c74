namespace TenantTokens.Configuration.Options;

/// <summary>A Teams channel, reached through the webhook of a Workflows flow.</summary>
public sealed record TeamsOptions
{
    /// <summary>The vault secret that holds the webhook's URL. Whoever has that URL can post to the channel.</summary>
    public required string WebhookSecret { get; init; }
}
