using System.Net;
using TenantTokens.Configuration.Options;

namespace TenantTokens.Local.Hosting;

/// <summary>Finds the address that the pages and the API listen on: this machine only, unless there is a proxy with TLS in front.</summary>
internal static class ListenAddress
{
    /// <summary>
    /// Returns the address that was asked for. By default that is the port of a public address on this machine, else any free port of
    /// loopback.
    /// </summary>
    /// <exception cref="UserErrorException">
    /// The text is not an address, or other machines could reach it and the traffic would not be encrypted.
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

        // A public address elsewhere is https; the configuration requires it.
        return IPAddress.IsLoopback(endpoint.Address) || options.PublicAddress is { IsLoopback: false }
            ? endpoint
            : throw new UserErrorException(
                $"--listen {wanted}: other machines can reach this address, and the traffic is not encrypted. Put a proxy with TLS in"
                    + " front and set web.publicAddress to its address (https://…), or listen on 127.0.0.1 or [::1].");
    }
}
