using System.Security.Cryptography;
using System.Text;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>How targets are told apart and called.</summary>
internal static class TargetIdentity
{
    /// <summary>Stable for a component and what identifies it, whatever its case.</summary>
    public static string IdOf(Component component, string identity)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{component}:{identity.ToUpperInvariant()}"));
        return $"{(component is Component.ActiveGate ? "ag" : "oa")}-{Convert.ToHexStringLower(hash)[..20]}";
    }

    /// <summary>For people and gates.</summary>
    public static string NameOf(Component component, string host)
        => $"{(component is Component.ActiveGate ? "activegate" : "oneagent")}/{host}";

    /// <summary>
    /// The entity id of a host whose OneAgent reports this host id: <c>6b899713d5b4a22c</c> is <c>HOST-6B899713D5B4A22C</c>.
    /// </summary>
    public static string EntityOf(string hostId) => "HOST-" + hostId.Trim().ToUpperInvariant();
}
