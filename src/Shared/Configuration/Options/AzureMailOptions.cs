namespace TenantTokens.Configuration.Options;

/// <summary>Mail through Azure Communication Services, as the identity of this program: no key, no connection string.</summary>
public sealed record AzureMailOptions
{
    /// <summary>The resource, https, for example <c>https://my-mail.communication.azure.com</c>.</summary>
    public required Uri Endpoint { get; init; }
}
