using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Web.Identity;

/// <summary>
/// Identifies people and applications of the Entra tenant. The headers of the platform's sign-in count only together with a token that we
/// have checked: when that sign-in is off, every caller can send those headers
/// (https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities).
/// </summary>
public sealed class EntraIdentity(EntraTokens tokens, EntraOptions options, RevocationLedger revocations) : IRequestIdentity
{
    private const string PrincipalHeader = "X-MS-CLIENT-PRINCIPAL";
    /// <summary>The header in which the platform's sign-in passes on a person's token.</summary>
    internal const string IdTokenHeader = "X-MS-TOKEN-AAD-ID-TOKEN";


    /// <inheritdoc />
    public string? SignInPath => "/.auth/login/aad";

    /// <inheritdoc />
    public string? SignOutPath => "/.auth/logout"; // the platform's own page, which ends the session that its sign-in began

    /// <inheritdoc />
    public async Task<IdentityVerdict> IdentifyAsync(HttpContext context, CancellationToken cancellationToken)
    {
        IHeaderDictionary headers = context.Request.Headers;
        string? token = One(headers, IdTokenHeader) ?? BearerOf(headers);
        if (token is null)
        {
            return headers.ContainsKey(PrincipalHeader) || headers.ContainsKey(IdTokenHeader)
                ? new(null, $"{PrincipalHeader} is accepted only together with exactly one id token.")
                : IdentityVerdict.Nothing;
        }

        if (await tokens.ReadAsync(token, cancellationToken) is not { } claims)
        {
            return new(null, "The token is not valid: this app does not accept its signature, issuer, audience or expiry.");
        }

        Caller caller = CallerOf(claims);
        if (!PersonName.IsValid(caller.Name))
        {
            return new(null, $"The name in the token is not valid: it must be a {PersonName.Allowed}.");
        }

        // The platform's sign-in keeps a token until it expires, and so does a person who has copied it. A revocation ends it sooner.
        return await revocations.BeforeAsync(caller.Voter, cancellationToken) is { } before && !(IssuedAt(claims) >= before)
            ? new(null, $"The sign-in of {caller.Name} was revoked. Sign out, then sign in again.")
            : new(caller);
    }

    private static DateTimeOffset? IssuedAt(ClaimsIdentity claims)
        => long.TryParse(claims.FindFirst("iat")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds < uint.MaxValue
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private Caller CallerOf(ClaimsIdentity claims)
    {
        string id = claims.FindFirst("oid")?.Value ?? claims.FindFirst("sub")?.Value ?? "";
        string? person = claims.FindFirst("idtyp")?.Value is "app"
            ? null
            : claims.FindFirst("preferred_username")?.Value ?? claims.FindFirst("upn")?.Value;
        bool isCallback = person is null && id.Length > 0 && options.CallbackIdentities.Contains(id, StringComparer.OrdinalIgnoreCase);
        return new(
            person is null ? $"app:{id}" : PersonName.Normalize(person),
            isCallback ? KnownBy.Callback : KnownBy.Entra,
            RolesOf(claims))
        {
            IsPerson = person is not null,
            Subject = id.Length > 0 ? id : null,
            Groups = [.. claims.FindAll("groups").Select(static claim => claim.Value)],
        };
    }

    private static WebRoles RolesOf(ClaimsIdentity claims)
    {
        WebRoles roles = WebRoles.None;
        foreach (Claim claim in claims.FindAll("roles"))
        {
            roles |= claim.Value switch
            {
                "Reader" => WebRoles.Reader,
                "Operator" => WebRoles.Operator,
                "Approver" => WebRoles.Approver,
                "Emergency" => WebRoles.Emergency,
                _ => WebRoles.None,
            };
        }

        return roles;
    }

    private static string? BearerOf(IHeaderDictionary headers)
        => One(headers, "Authorization") is { } value && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? value[7..].Trim()
            : null;

    private static string? One(IHeaderDictionary headers, string name) => headers[name] is [{ Length: > 0 } only] ? only : null;
}
