using Microsoft.AspNetCore.Http;

namespace TenantTokens.Web.Identity;

/// <summary>A way to identify the sender of a request.</summary>
public interface IRequestIdentity
{
    /// <summary>The path where a person signs in; null when they cannot do so in a browser.</summary>
    string? SignInPath { get; }

    /// <summary>The path where a person signs out; null when they cannot.</summary>
    string? SignOutPath { get; }

    /// <summary>Identifies the sender of a request.</summary>
    Task<IdentityVerdict> IdentifyAsync(HttpContext context, CancellationToken cancellationToken);
}
