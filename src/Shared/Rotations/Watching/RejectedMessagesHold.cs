namespace TenantTokens.Rotations.Watching;

/// <summary>What is said when ActiveGates reject more messages than before start: the causes, how to tell them apart, and the moves.</summary>
internal static class RejectedMessagesHold
{
    private const string Causes =
        "Monitoring data is being lost. Nothing is sent. It has one of these causes. (1) An ActiveGate still has the old token, or has it again, and rejects "
        + "OneAgents on the new one: one ActiveGate rejects, the others do not; hosts that were moved go offline. (2) Somebody finished this rotation at Dynatrace, "
        + "so the old token is dead: every ActiveGate rejects; hosts that were not moved go offline, and those that were stay online. Connection info does not "
        + "show that. (3) Agents that are not part of this rotation carry a wrong token: the hosts of this fleet stay online.";

    /// <summary>The message.</summary>
    /// <param name="now">What is rejected a minute.</param>
    /// <param name="before">What was before start.</param>
    /// <param name="isCanaryOut">Whether a OneAgent was moved after an earlier question, to see what happens.</param>
    public static string Message(string now, string before, bool isCanaryOut)
        => $"ActiveGates reject {now} messages a minute because of their authorization; before start it was {before}. {Causes} "
            + (isCanaryOut
                ? "Since one OneAgent was moved as a canary it is more, which speaks for (1): mend that ActiveGate, then resume to look at the canary again and go on with this many; or abort."
                : "Resume settles the ActiveGates and holds the OneAgents; then it moves one OneAgent as a canary and goes on if that one comes online and no more is rejected. Abort puts the old token back, which is right for (1) and harms for (2).");
}
