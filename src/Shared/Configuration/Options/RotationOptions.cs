using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace TenantTokens.Configuration.Options;

/// <summary>
/// Which tenant tokens are rotated, over which machines, how carefully, and who decides. Holds names of vault secrets, never a secret.
/// </summary>
public sealed record RotationOptions
{
    /// <summary>The schema of this file, for editors. Nothing else reads it.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>
    /// The Dynatrace environments whose tenant tokens are rotated. No two have the same id or the same secret for the tenant token.
    /// </summary>
    [Required]
    [MinLength(1)]
    public required IReadOnlyList<EnvironmentOptions> Environments { get; init; }

    /// <summary>Where Azure is, and the identity under which this program works there.</summary>
    [Required]
    public required AzureOptions Azure { get; init; }

    /// <summary>Which machines belong to the fleet.</summary>
    [Required]
    public required FleetOptions Fleet { get; init; }

    /// <summary>How fast and how carefully a rotation goes.</summary>
    public PolicyOptions Policy { get; init; } = new();

    /// <summary>Who decides what.</summary>
    public ApprovalOptions Approvals { get; init; } = new();

    /// <summary>Who is told when a rotation starts, waits for a person or ends. Without this section, no message is sent.</summary>
    public NotificationOptions Notifications { get; init; } = new();

    /// <summary>The pages and the API.</summary>
    public WebOptions Web { get; init; } = new();

    /// <summary>True when every endpoint is on this machine. Only then are the simulator's shortcuts allowed.</summary>
    public bool IsLoopback
        => Azure.IsLoopback && Environments.All(static environment => environment.ApiUrl.IsLoopback);

    /// <summary>The environment of this id.</summary>
    /// <exception cref="KeyNotFoundException">None is configured with it. The message names those that are.</exception>
    public EnvironmentOptions Environment(string environmentId)
        => Environments.FirstOrDefault(environment => string.Equals(environment.Id, environmentId, StringComparison.Ordinal))
            ?? throw new KeyNotFoundException(
                $"No environment '{environmentId}' is configured. The configuration has: "
                + $"{string.Join(", ", Environments.Select(static environment => environment.Id))}.");
}
