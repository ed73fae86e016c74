using Microsoft.AspNetCore.Http;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Web.Guards;

/// <summary>
/// The host names under which the pages and the API answer: that of web.publicAddress, the host's own, and loopback's. A page of another
/// site whose name was made to point here (DNS rebinding) is refused. The port is not compared: a proxy may use another one.
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

    /// <summary>Returns why a request under this name is refused; null when the name is one of ours.</summary>
    public Refusal? Refuse(HostString asked)
        => _names.Contains(asked.Host, StringComparer.OrdinalIgnoreCase)
            ? null
            : new Refusal(
                421,
                "host",
                "This site does not have this name",
                $"Use one of these: {string.Join(", ", _names)}. To use another name, set it in web.publicAddress.");

    // The same form in which HostString reads a Host header: an international name decoded, however it is configured, and an IPv6 address
    // in brackets.
    private static string NameOf(Uri address)
        => address.HostNameType is UriHostNameType.Dns ? HostString.FromUriComponent(address.IdnHost).Host : address.Host;
}
