using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>The Entra tenant whose tokens count, and the application that they must be for. Holds no secret.</summary>
public sealed record EntraOptions
{
    /// <summary>The Entra tenant whose tokens count. Those of other tenants never do.</summary>
    [Required]
    [GuidText("a tenant id")]
    public required string TenantId { get; init; }

    /// <summary>
    /// The application (client) id of this app's registration: the audience of its tokens, alone or as <c>api://{id}</c>.
    /// </summary>
    [Required]
    [GuidText("a client id")]
    public required string ClientId { get; init; }

    /// <summary>Object ids of the identities, such as a Logic App's, that may bring the answers of approvers.</summary>
    [GuidText("an object id")]
    public IReadOnlyList<string> CallbackIdentities { get; init; } = [];

    /// <summary>Where the OpenID configuration of the tenant is.</summary>
    [WebAddress]
    public Uri Authority { get; init; } = new("https://login.microsoftonline.com/");
}
