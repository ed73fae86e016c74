namespace TenantTokens.Configuration.Options;

/// <summary>The Entra tenant whose tokens count, and the application that they must be for. Holds no secret.</summary>
public sealed record EntraOptions
{
    /// <summary>The tenant's id. Tokens of other tenants never count.</summary>
    public required string TenantId { get; init; }

    /// <summary>The application (client) id of this app's registration: the audience of its tokens, alone or as <c>api://{id}</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary>Object ids of the identities (a Logic App's) that may bring the answers of approvers. Default none.</summary>
    public IReadOnlyList<string> CallbackIdentities { get; init; } = [];

    /// <summary>Where the tenant's OpenID configuration is. Default the public cloud.</summary>
    public Uri Authority { get; init; } = new("https://login.microsoftonline.com/");
}
