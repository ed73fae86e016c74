using Microsoft.AspNetCore.Http;

namespace TenantTokens.Web.Identity;

/// <summary>One way in which a request can say who sent it.</summary>
public interface IRequestIdentity
{
    /// <summary>Where a person signs in; null when they cannot do so in a browser.</summary>
    string? SignInPath { get; }

    /// <summary>Where a person who signed in here signs out again; null when they cannot.</summary>
    string? SignOutPath { get; }

    /// <summary>Who sent the request.</summary>
    Task<IdentityVerdict> IdentifyAsync(HttpContext context, CancellationToken cancellationToken);
}
