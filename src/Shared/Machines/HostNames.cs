namespace TenantTokens.Machines;

/// <summary>Compares host names as agents and Azure spell them: in any case, with or without the domain.</summary>
internal static class HostNames
{
    /// <summary>Returns the name without its domain.</summary>
    public static string Short(string hostName)
    {
        int dot = hostName.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? hostName[..dot] : hostName;
    }

    /// <summary>
    /// Whether two spellings can mean the same host: they are equal, or one is the other without its domain. The same name in two domains
    /// means two hosts.
    /// </summary>
    public static bool AreSame(string one, string other)
        => string.Equals(one, other, StringComparison.OrdinalIgnoreCase)
            || (string.Equals(Short(one), Short(other), StringComparison.OrdinalIgnoreCase)
                && (!one.Contains('.', StringComparison.Ordinal) || !other.Contains('.', StringComparison.Ordinal)));
}
