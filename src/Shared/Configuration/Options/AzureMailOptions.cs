using System.ComponentModel.DataAnnotations;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Options;

/// <summary>Mail through Azure Communication Services, as the identity of this program: no key, no connection string.</summary>
public sealed record AzureMailOptions
{
    /// <summary>The Communication Services resource, for example <c>https://my-mail.communication.azure.com</c>.</summary>
    [Required]
    [WebAddress]
    public required Uri Endpoint { get; init; }
}
