using System.Security.Cryptography;
using System.Text;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>Makes the ids and display names of targets.</summary>
internal static class TargetIdentity
{
    /// <summary>Returns the id, which depends only on the component and its identity, in any case.</summary>
    public static string IdOf(Component component, string identity)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{component}:{identity.ToUpperInvariant()}"));
        return $"{(component is Component.ActiveGate ? "ag" : "oa")}-{Convert.ToHexStringLower(hash)[..20]}";
    }

    /// <summary>Returns the display name.</summary>
    public static string NameOf(Component component, string host)
        => $"{(component is Component.ActiveGate ? "activegate" : "oneagent")}/{host}";

    /// <summary>
    /// Returns the entity id of a host whose OneAgent reports this host id: <c>6b899713d5b4a22c</c> is <c>HOST-6B899713D5B4A22C</c>.
    /// </summary>
    public static string EntityOf(string hostId) => "HOST-" + hostId.Trim().ToUpperInvariant();
}
