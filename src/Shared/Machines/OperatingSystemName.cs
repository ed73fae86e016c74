namespace TenantTokens.Machines;

/// <summary>
/// Derives the host script from what Azure says about the operating system: <c>osType</c> is Linux or Windows; <c>osName</c> of an Arc
/// machine may be a distribution or edition, such as <c>ubuntu</c> or <c>Windows Server 2022 Datacenter</c>.
/// </summary>
internal static class OperatingSystemName
{
    // The distributions that the Azure Connected Machine agent supports: https://learn.microsoft.com/azure/azure-arc/servers/prerequisites
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

    /// <summary>Returns the operating system; null when the name is missing or says neither.</summary>
    public static HostOperatingSystem? Read(string? name)
        => name is null ? null
            : name.Contains("windows", StringComparison.OrdinalIgnoreCase) ? HostOperatingSystem.Windows
            : _linux.Any(known => name.Contains(known, StringComparison.OrdinalIgnoreCase)) ? HostOperatingSystem.Linux
            : null;
}
