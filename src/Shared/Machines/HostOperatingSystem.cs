namespace TenantTokens.Machines;

/// <summary>The operating system of a machine, which decides which host script it runs.</summary>
public enum HostOperatingSystem
{
    /// <summary>Runs rotate.sh.</summary>
    Linux,

    /// <summary>Runs rotate.ps1.</summary>
    Windows,

    /// <summary>Azure does not say which; no script is sent.</summary>
    Unknown,
}
