using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>One Dynatrace environment.</summary>
public sealed record EnvironmentOptions
{
    /// <summary>The environment id, as it stands in <c>authorization.properties</c> of its ActiveGates.</summary>
    [Required]
    [Pattern("[A-Za-z0-9_-]{1,64}", "1 to 64 letters, digits, '-' or '_'")]
    public required string Id { get; init; }

    /// <summary>
    /// The base URL of the API without <c>/api</c>: <c>https://{id}.live.dynatrace.com</c> or <c>https://{domain}/e/{id}</c>. Not the
    /// address of an ActiveGate, which would be stopped while it is needed.
    /// </summary>
    [Required]
    [WebAddress(mayHavePath: true)]
    [ApiAddress]
    public required Uri ApiUrl { get; init; }

    /// <summary>The vault secret that holds the Dynatrace API token.</summary>
    [Required]
    [SecretName]
    public required string ApiTokenSecret { get; init; }

    /// <summary>The vault secret whose versions hold the tenant token. Nothing else may use it.</summary>
    [Required]
    [SecretName]
    public required string TenantTokenSecret { get; init; }

    /// <summary>
    /// A PEM file with the only certificate authorities to trust for this environment. The path is absolute or relative to this file.
    /// </summary>
    [PemFile]
    [WhenAbsent("those of the system")]
    public string? TrustedCa { get; init; }

    /// <summary>
    /// When rotations start by themselves, and when hosts may be touched. Without a schedule, a rotation starts only when an operator
    /// requests it, and hosts may be touched at any time.
    /// </summary>
    public ScheduleOptions? Schedule { get; init; }
}
