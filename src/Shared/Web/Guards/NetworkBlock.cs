using System.Net;
using System.Net.Sockets;

namespace TenantTokens.Web.Guards;

/// <summary>
/// What counts as one caller: an IPv4 address, or the /64 that one IPv6 customer has at least. Counting single IPv6 addresses would count
/// nothing.
/// </summary>
internal static class NetworkBlock
{
    /// <summary>The block of an address; the same for all that have none.</summary>
    public static string From(string? address)
        => IPAddress.TryParse(address, out IPAddress? parsed)
            && parsed is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(parsed.GetAddressBytes().AsSpan(0, 8))
            : address ?? "";
}
