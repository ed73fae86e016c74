using System.Globalization;

namespace TenantTokens.Fleet.Targets;

/// <summary>When a target that is not there was last seen, in words.</summary>
public static class LastSeen
{
    /// <summary>A sentence to add to a reason, with a space before it; empty while the target is there or when nobody can say.</summary>
    public static string Words(TargetRecord target)
        => target.LastSeen is { } seen
            ? string.Create(CultureInfo.InvariantCulture, $" Last seen {seen.UtcDateTime:yyyy-MM-dd HH:mm'Z'}.")
            : "";
}
