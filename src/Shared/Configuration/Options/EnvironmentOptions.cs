namespace TenantTokens.Configuration.Options;

/// <summary>One Dynatrace environment.</summary>
public sealed record EnvironmentOptions
{
    /// <summary>The environment id, as it stands in <c>authorization.properties</c>: 1 to 64 letters, digits, '-' or '_'.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// The base URL without <c>/api</c>, https: <c>https://{id}.live.dynatrace.com</c> or <c>https://{domain}/e/{id}</c>. Not an
    /// ActiveGate's: it would be stopped while it is needed.
    /// </summary>
    public required Uri ApiUrl { get; init; }

    /// <summary>The vault secret that holds the Dynatrace API token.</summary>
    public required string ApiTokenSecret { get; init; }

    /// <summary>The vault secret whose versions hold the tenant token.</summary>
    public required string TenantTokenSecret { get; init; }

    /// <summary>The absolute path of a PEM file with the only certificate authorities to trust for this environment; the system's when null.</summary>
    public string? TrustedCa { get; init; }

    /// <summary>When the token is rotated by itself, and when hosts may be touched. Default null: only when somebody asks, and at any time.</summary>
    public ScheduleOptions? Schedule { get; init; }
}
