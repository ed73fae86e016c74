namespace TenantTokens.Rotations.Watching;

/// <summary>
/// The message for a rotation that is parked because ActiveGates reject more messages than before start: the causes, how to distinguish
/// them, and the choices.
/// </summary>
internal static class RejectedMessagesHold
{
    private const string Causes =
        "Monitoring data is being lost. Nothing is sent. There are three possible causes. (1) An ActiveGate still has the old token, or"
            + " has it again, and rejects "
        + "OneAgents on the new one. The sign: one ActiveGate rejects, the others do not, and moved hosts go offline. (2) Somebody"
        + " finished this rotation at Dynatrace, "
        + "so the old token is dead. The sign: every ActiveGate rejects, hosts not yet moved go offline, and moved hosts stay online."
        + " Connection info does not "
        + "show this. (3) Agents outside this rotation carry a wrong token. The sign: the hosts of this fleet stay online.";

    /// <summary>Writes the message.</summary>
    /// <param name="now">The messages rejected per minute now.</param>
    /// <param name="before">The messages rejected per minute before start.</param>
    /// <param name="isCanaryOut">Whether one OneAgent got the new token after an earlier question, as a test.</param>
    public static string Message(string now, string before, bool isCanaryOut)
        => $"ActiveGates reject {now} messages a minute because of their authorization; before start it was {before}. {Causes} "
            + (isCanaryOut
                ? "The number rose after one OneAgent was moved as a canary, which points to (1). Fix that ActiveGate, then resume: the"
                    + " rotation checks the canary again and accepts this number. Or abort."
                : "Resume finishes the ActiveGates first and sends nothing to OneAgents meanwhile. Then it moves one OneAgent as a"
                    + " canary, and goes on if that OneAgent comes online and rejections do not rise. Abort puts the old token back,"
                    + " which is right for (1) and does harm for (2).");
}
