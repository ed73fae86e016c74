namespace TenantTokens.Machines;

/// <summary>
/// Reads which host script a machine runs off what Azure calls its operating system: <c>osType</c> is Linux or Windows, <c>osName</c> of an
/// Arc machine may be a distribution or edition, such as <c>ubuntu</c> or <c>Windows Server 2022 Datacenter</c>.
/// </summary>
internal static class OperatingSystemName
{
    // Those that the Azure Connected Machine agent supports: https://learn.microsoft.com/azure/azure-arc/servers/prerequisites
    private static readonly string[] _linux =
    [
        "linux",
        "ubuntu",
        "debian",
        "centos",
        "red hat",
        "redhat",
        "rhel",
        "suse",
        "sles",
        "oracle",
        "rocky",
        "alma",
        "amazon",
        "amzn",
        "mariner",
    ];

    /// <summary>Null when nothing is said, or nothing that tells.</summary>
    public static HostOperatingSystem? Read(string? name)
        => name is null ? null
            : name.Contains("windows", StringComparison.OrdinalIgnoreCase) ? HostOperatingSystem.Windows
            : _linux.Any(known => name.Contains(known, StringComparison.OrdinalIgnoreCase)) ? HostOperatingSystem.Linux
            : null;
}
