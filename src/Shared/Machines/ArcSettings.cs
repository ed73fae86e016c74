using System.Globalization;

namespace TenantTokens.Machines;

/// <summary>
/// What an Arc agent allows, as Resource Graph reports it (https://learn.microsoft.com/azure/azure-arc/servers/security-extensions). Each
/// value may be missing.
/// </summary>
/// <param name="Version">The agent's version, for example <c>1.67.03456.001</c>.</param>
/// <param name="Mode"><c>full</c> or <c>monitor</c>.</param>
/// <param name="ExtensionsEnabled"><c>true</c> or <c>false</c>.</param>
/// <param name="AllowList">The only extensions that may be installed; empty when all may be.</param>
/// <param name="BlockList">Extensions that may not be installed.</param>
internal sealed record ArcSettings(string? Version, string? Mode, string? ExtensionsEnabled, string? AllowList, string? BlockList)
{
    // The first agent version that supports run commands.
    private const int LeastMajor = 1;
    private const int LeastMinor = 33;

    /// <summary>Returns what prevents run commands on an Arc machine; null when nothing is known to.</summary>
    public static MachineObstacle? ObstacleOf(ArcSettings arc, HostOperatingSystem system)
    {
        string handler = system is HostOperatingSystem.Windows ? "runcommandhandlerwindows" : "runcommandhandlerlinux";
        return arc switch
        {
            _ when system is HostOperatingSystem.Unknown => new(
                UncoveredCodes.UnknownSystem,
                "Azure does not report whether it runs Linux or Windows. Connect or update its Arc agent, or project osType in your own"
                    + " query."),
            _ when IsTooOld(arc.Version) => new(
                UncoveredCodes.ArcAgentTooOld,
                $"Its Arc agent {arc.Version} is too old for run commands. Upgrade it to {LeastMajor}.{LeastMinor} or newer."),
            _ when Is(arc.Mode, "monitor") => Blocked("its Arc agent is in monitor mode: azcmagent config set config.mode full"),
            _ when Is(arc.ExtensionsEnabled, "false")
                => Blocked("extensions are turned off on it: azcmagent config set extensions.enabled true"),
            _ when Holds(arc.BlockList, handler) => Blocked($"its extension block list names microsoft.cplat.core/{handler}: take it out"),
            _ when IsList(arc.AllowList) && !Holds(arc.AllowList, handler)
                => Blocked($"its extension allow list lacks microsoft.cplat.core/{handler}: add it"),
            _ => null,
        };
    }

    private static MachineObstacle Blocked(string why)
        => new(UncoveredCodes.RunCommandBlocked, $"Run commands are blocked, because {why}.");

    private static bool IsTooOld(string? version)
        => version?.Split('.') is [var first, var second, ..]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            && (major, minor).CompareTo((LeastMajor, LeastMinor)) < 0;

    private static bool Is(string? value, string other) => string.Equals(value, other, StringComparison.OrdinalIgnoreCase);

    private static bool Holds(string? list, string name) => list?.Contains(name, StringComparison.OrdinalIgnoreCase) is true;

    private static bool IsList(string? list) => list?.Trim() is { Length: > 0 } and not ("[]" or "null");
}
