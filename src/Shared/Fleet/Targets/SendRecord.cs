using TenantTokens.RunCommand;

namespace TenantTokens.Fleet.Targets;

/// <summary>One command sent to a host, recorded before it is sent.</summary>
/// <param name="CommandName">The run command's name on the machine.</param>
/// <param name="Action">What it asks.</param>
/// <param name="Generation">The direction it belongs to.</param>
/// <param name="Attempt">Which attempt of that direction.</param>
/// <param name="SentAt">When, in our clock.</param>
/// <param name="Settled">True when its outcome is known, or can no longer come.</param>
/// <param name="DeletePending">True while the run command still stands on the machine.</param>
/// <param name="DeleteProblem">Azure's words when it refused to delete the run command; null when it did not.</param>
public sealed record SendRecord(
    string CommandName,
    TargetAction Action,
    long Generation,
    int Attempt,
    DateTimeOffset SentAt,
    bool Settled,
    bool DeletePending,
    string? DeleteProblem = null)
{
    /// <summary>The same command after its end, with what came of deleting it.</summary>
    public SendRecord After(RunCommandResult result)
        => this with
        {
            Settled = result is not RunCommandResult.DeadlinePassed,
            DeletePending = result.DeletePending,
            DeleteProblem = result.DeleteProblem,
        };
}
