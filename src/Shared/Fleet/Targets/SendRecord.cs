using TenantTokens.RunCommand;

namespace TenantTokens.Fleet.Targets;

/// <summary>A command to a host, recorded before it is sent.</summary>
/// <param name="CommandName">The run command's name on the machine.</param>
/// <param name="Action">What the command does.</param>
/// <param name="Generation">The generation of the rotation's direction that the command belongs to.</param>
/// <param name="Attempt">The number of the attempt in that generation, from 1.</param>
/// <param name="SentAt">When it was sent, by our clock (UTC).</param>
/// <param name="Settled">True when the outcome is known or can no longer become known.</param>
/// <param name="DeletePending">True while the run command is still on the machine.</param>
/// <param name="DeleteProblem">Azure's message when it refused to delete the run command; null when it did not refuse.</param>
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
    /// <summary>Returns the record after the command's end, with the outcome of its deletion.</summary>
    public SendRecord After(RunCommandResult result)
        => this with
        {
            Settled = result is not RunCommandResult.DeadlinePassed,
            DeletePending = result.DeletePending,
            DeleteProblem = result.DeleteProblem,
        };
}
