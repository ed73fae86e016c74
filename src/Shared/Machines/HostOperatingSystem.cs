namespace TenantTokens.Machines;

/// <summary>Which of the two host scripts a machine runs.</summary>
public enum HostOperatingSystem
{
    /// <summary>Runs rotate.sh.</summary>
    Linux,

    /// <summary>Runs rotate.ps1.</summary>
    Windows,

    /// <summary>Azure does not say which; no script is sent.</summary>
    Unknown,
}
