using TenantTokens.Fleet.Matching;

namespace TenantTokens.Machines;

/// <summary>Why a target cannot be changed, as machines read it. What to do is said by <see cref="Remedy"/>.</summary>
public static class UncoveredCodes
{
    /// <summary>Dynatrace knows the agent, Azure knows no such machine.</summary>
    public const string UnknownMachine = "unknown-machine";

    /// <summary>Several machines fit the agent, or several agents the machine.</summary>
    public const string Ambiguous = "ambiguous";

    /// <summary>The hosts themselves contradict what Dynatrace or Azure says of them.</summary>
    public const string Contradiction = "host-id-contradiction";

    /// <summary>A container: no run command reaches it.</summary>
    public const string Container = "container";

    /// <summary>An application-only agent: its token is baked into an image or package.</summary>
    public const string ApplicationOnly = "application-only";

    /// <summary>An instance of a uniform scale set: its model decides what is on it.</summary>
    public const string ScaleSetInstance = "vmss-uniform-instance";

    /// <summary>An image or template that carries a token.</summary>
    public const string GoldenImage = "golden-image";

    /// <summary>The machine is off or its Arc agent is not connected.</summary>
    public const string NotRunning = "not-running";

    /// <summary>Azure does not say which operating system the machine runs, so no script can be chosen.</summary>
    public const string UnknownSystem = "operating-system-unknown";

    /// <summary>The Arc agent cannot run commands yet.</summary>
    public const string ArcAgentTooOld = "arc-agent-too-old";

    /// <summary>The machine's owner does not allow run commands.</summary>
    public const string RunCommandBlocked = "run-command-blocked";

    /// <summary>An agent of an earlier plan that nobody lists now.</summary>
    public const string NotListed = "not-listed";

    /// <summary>The agent appeared after the plan was made.</summary>
    public const string Joined = "joined-after-plan";

    /// <summary>Gone from Azure and silent at Dynatrace.</summary>
    public const string Gone = "gone";

    /// <summary>A machine that is probed to find out which of several agents it carries; no target of its own.</summary>
    public const string Candidate = "candidate";
}
