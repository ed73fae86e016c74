using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>A Teams channel, reached through the webhook of a Workflows flow.</summary>
public sealed record TeamsOptions
{
    /// <summary>The vault secret that holds the URL of the webhook. Whoever has that URL can post to the channel.</summary>
    [Required]
    [SecretName]
    public required string WebhookSecret { get; init; }
}
