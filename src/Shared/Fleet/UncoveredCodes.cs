namespace TenantTokens.Fleet;

/// <summary>Why a target cannot be changed, as machines read it.</summary>
public static class UncoveredCodes
{
    /// <summary>Dynatrace knows the agent, Azure knows no such machine.</summary>
    public const string UnknownMachine = "unknown-machine";

    /// <summary>Several machines fit the agent, or several agents the machine.</summary>
    public const string Ambiguous = "ambiguous";

    /// <summary>A container: no run command reaches it.</summary>
    public const string Container = "container";

    /// <summary>An application-only agent: its token is baked into an image or package.</summary>
    public const string ApplicationOnly = "application-only";

    /// <summary>The machine is off or its Arc agent is not connected.</summary>
    public const string NotRunning = "not-running";

    /// <summary>The agent turned up after the plan was made.</summary>
    public const string Joined = "joined-after-plan";
}
