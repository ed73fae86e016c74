using System.Net;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Local.Hosting;

/// <summary>Where the pages and the API listen: this machine alone, unless a proxy with TLS stands in front.</summary>
internal static class ListenAddress
{
    /// <summary>
    /// The address that was asked for; by default the port of a public address on this machine, else any free port of loopback.
    /// </summary>
    /// <exception cref="UserErrorException">
    /// It is none, or other machines could reach it although nothing encrypts what is sent.
    /// </exception>
    public static IPEndPoint Of(string? wanted, WebOptions options)
    {
        if (wanted is null)
        {
            return new(IPAddress.Loopback, options.PublicAddress is { IsLoopback: true } address ? address.Port : 0);
        }

        if (!IPEndPoint.TryParse(wanted, out IPEndPoint? endpoint))
        {
            throw new UserErrorException($"--listen must be address:port, such as 127.0.0.1:8080 or [::1]:8080; it is '{wanted}'.");
        }

        // which is https, as the configuration demands
        return IPAddress.IsLoopback(endpoint.Address) || options.PublicAddress is { IsLoopback: false }
            ? endpoint
            : throw new UserErrorException(
                $"--listen {wanted}: other machines can reach this address, and the traffic is not encrypted. Put a proxy with TLS in"
                    + " front and set web.publicAddress to its address (https://…), or listen on 127.0.0.1 or [::1].");
    }
}
