using Microsoft.AspNetCore.Http;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Web.Guards;

/// <summary>
/// The names under which the pages and the API may be asked for: that of web.publicAddress, the host's own, and loopback's. A page of
/// another site whose name was made to lead here (DNS rebinding) is refused. The port is not compared: a proxy may listen on another one.
/// </summary>
internal sealed class KnownNames(WebOptions web, WebHostOptions host)
{
    private static readonly string[] _loopback = ["localhost", "127.0.0.1", "[::1]"];

    private readonly string[] _names =
    [
        .. (web.PublicAddress is { } address ? [NameOf(address)] : Array.Empty<string>())
            .Concat(host.OwnNames)
            .Concat(_loopback)
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Why a request under this name is refused; null when it is one of ours.</summary>
    public Refusal? Refuse(HostString asked)
        => _names.Contains(asked.Host, StringComparer.OrdinalIgnoreCase)
            ? null
            : new Refusal(
                421,
                "host",
                "This site does not have this name",
                $"Use one of these: {string.Join(", ", _names)}. To use another name, set it in web.publicAddress.");

    // As HostString reads a Host header: a name in another script decoded, whichever way it is configured, and an IPv6 address in brackets.
    private static string NameOf(Uri address)
        => address.HostNameType is UriHostNameType.Dns ? HostString.FromUriComponent(address.IdnHost).Host : address.Host;
}
