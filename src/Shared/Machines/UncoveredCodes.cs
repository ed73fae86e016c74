using TenantTokens.Fleet.Matching;

namespace TenantTokens.Machines;

/// <summary>Codes for why a target cannot be rotated. <see cref="Remedy"/> says what to do.</summary>
public static class UncoveredCodes
{
    /// <summary>Dynatrace knows the agent, but Azure knows no such machine.</summary>
    public const string UnknownMachine = "unknown-machine";

    /// <summary>Several machines match the agent, or several agents match the machine.</summary>
    public const string Ambiguous = "ambiguous";

    /// <summary>What the host reports contradicts what Dynatrace or Azure says about it.</summary>
    public const string Contradiction = "host-id-contradiction";

    /// <summary>The agent runs in a container, which no run command reaches.</summary>
    public const string Container = "container";

    /// <summary>The agent monitors one application only; its token is part of an image or package.</summary>
    public const string ApplicationOnly = "application-only";

    /// <summary>The machine is an instance of a uniform scale set: its model decides what is on it.</summary>
    public const string ScaleSetInstance = "vmss-uniform-instance";

    /// <summary>An image or template contains a token.</summary>
    public const string GoldenImage = "golden-image";

    /// <summary>The machine is off or its Arc agent is not connected.</summary>
    public const string NotRunning = "not-running";

    /// <summary>Azure does not say which operating system the machine runs, so no script can be chosen.</summary>
    public const string UnknownSystem = "operating-system-unknown";

    /// <summary>The Arc agent cannot run commands yet.</summary>
    public const string ArcAgentTooOld = "arc-agent-too-old";

    /// <summary>The machine's owner does not allow run commands.</summary>
    public const string RunCommandBlocked = "run-command-blocked";

    /// <summary>An agent of an earlier plan that neither Azure nor Dynatrace lists now.</summary>
    public const string NotListed = "not-listed";

    /// <summary>The agent appeared after the plan was made.</summary>
    public const string Joined = "joined-after-plan";

    /// <summary>The machine is gone from Azure, and its agent is silent at Dynatrace.</summary>
    public const string Gone = "gone";

    /// <summary>A machine that is probed to find out which of several agents it carries. It is not a target itself.</summary>
    public const string Candidate = "candidate";
}
