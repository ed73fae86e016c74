using System.Net;
using System.Net.Sockets;

namespace TenantTokens.Web.Guards;

/// <summary>
/// The unit by which callers are counted: an IPv4 address, or the /64 that every IPv6 customer has at least. Counting single IPv6 addresses
/// would be pointless.
/// </summary>
internal static class NetworkBlock
{
    /// <summary>Returns the block of an address. All callers without an address share one block.</summary>
    public static string From(string? address)
        => IPAddress.TryParse(address, out IPAddress? parsed)
            && parsed is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(parsed.GetAddressBytes().AsSpan(0, 8))
            : address ?? "";
}
