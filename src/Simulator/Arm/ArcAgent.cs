namespace TenantTokens.Simulator.Arm;

/// <summary>The settings of an Arc machine's agent. https://learn.microsoft.com/azure/azure-arc/servers/security-extensions</summary>
/// <param name="Version">The agent's version; run commands need 1.33 or later.</param>
/// <param name="ConfigMode">full or monitor; monitor refuses every extension.</param>
/// <param name="ExtensionsEnabled">False refuses every extension.</param>
/// <param name="AllowList">Extensions that may run; all when it is empty.</param>
/// <param name="BlockList">Extensions that may not run.</param>
internal sealed record ArcAgent(
    string Version,
    string ConfigMode,
    bool ExtensionsEnabled,
    IReadOnlyList<string> AllowList,
    IReadOnlyList<string> BlockList)
{
    private const string Handler = "microsoft.cplat.core/runcommandhandlerlinux";
    private static readonly Version _oldest = new(1, 33);

    public static ArcAgent Newest { get; } = new("1.67.03456.001", "full", ExtensionsEnabled: true, [], []);

    /// <summary>Why the machine refuses run commands; null when it accepts them.</summary>
    public string? Refusal => this switch
    {
        _ when System.Version.Parse(Version) < _oldest
            => $"The Azure Connected Machine agent {Version} does not support run commands; 1.33 or later is needed.",
        { ConfigMode: "monitor" } or { ExtensionsEnabled: false } => "Extension operations are disabled by the agent's configuration.",
        _ when BlockList.Contains(Handler) || (AllowList.Count > 0 && !AllowList.Contains(Handler))
            => $"The extension {Handler} is blocked by the agent's configuration.",
        _ => null,
    };

    /// <param name="version">The agent's version.</param>
    /// <param name="how">What blocks run commands: blocklist, allowlist, monitor or disabled; null for nothing.</param>
    public static ArcAgent Blocked(string version, string? how) => Newest with
    {
        Version = version,
        ConfigMode = how is "monitor" ? "monitor" : "full",
        ExtensionsEnabled = how is not "disabled",
        AllowList = how is "allowlist" ? ["Allow/None"] : [],
        BlockList = how is "blocklist" ? [Handler] : [],
    };
}
