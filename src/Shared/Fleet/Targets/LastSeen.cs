using System.Globalization;

namespace TenantTokens.Fleet.Targets;

/// <summary>Says when an absent target was last seen.</summary>
public static class LastSeen
{
    /// <summary>
    /// Returns a sentence to append to a reason, beginning with a space. Empty while the target is present or when the time is not known.
    /// </summary>
    public static string Words(TargetRecord target)
        => target.LastSeen is { } seen
            ? string.Create(CultureInfo.InvariantCulture, $" Last seen {seen.UtcDateTime:yyyy-MM-dd HH:mm'Z'}.")
            : "";
}
