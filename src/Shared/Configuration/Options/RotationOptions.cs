
namespace TenantTokens.Configuration.Options;

/// <summary>What rotation.json says, validated. Holds names of vault secrets, never a secret.</summary>
public sealed record RotationOptions
{
    /// <summary>The Dynatrace environments whose tenant tokens are rotated; at least one, ids distinct.</summary>
    public required IReadOnlyList<EnvironmentOptions> Environments { get; init; }

    /// <summary>Where Azure is and who we are there.</summary>
    public required AzureOptions Azure { get; init; }

    /// <summary>Which machines belong to the fleet.</summary>
    public required FleetOptions Fleet { get; init; }

    /// <summary>How fast and how carefully a rotation goes; all defaults when left out.</summary>
    public PolicyOptions Policy { get; init; } = new();

    /// <summary>Who decides what; all defaults when left out.</summary>
    public ApprovalOptions Approvals { get; init; } = new();

    /// <summary>Who is told of what happens; nobody when left out.</summary>
    public NotificationOptions Notifications { get; init; } = new();

    /// <summary>The pages and the API; all defaults when left out.</summary>
    public WebOptions Web { get; init; } = new();

    /// <summary>True when every endpoint is on this machine. Only then are the simulator's shortcuts allowed.</summary>
    public bool IsLoopback => Azure.ArmEndpoint.IsLoopback && Azure.VaultUri.IsLoopback && Environments.All(static environment => environment.ApiUrl.IsLoopback);

    /// <summary>The environment of this id.</summary>
    /// <exception cref="KeyNotFoundException">None is configured with it; names those that are.</exception>
    public EnvironmentOptions Environment(string environmentId)
        => Environments.FirstOrDefault(environment => string.Equals(environment.Id, environmentId, StringComparison.Ordinal))
            ?? throw new KeyNotFoundException($"No environment '{environmentId}' is configured; there are: {string.Join(", ", Environments.Select(static environment => environment.Id))}.");
}
