using TenantTokens.Machines;

namespace TenantTokens.RunCommand;

/// <summary>
/// Deletes a run command that nobody follows any more, and looks whether it is gone: Azure answers 202 and deletes later, or never. While
/// the command stands, its protected parameters stand with it.
/// </summary>
public sealed class RunCommandDeletion(RunCommandClient client)
{
    /// <summary>
    /// Deletes a command whose script can no longer run. One whose deletion was accepted and is not done is asked about again later.
    /// </summary>
    public async Task<DeleteOutcome> RunAsync(Machine machine, RunCommandName name, CancellationToken cancellationToken)
    {
        if (await client.GetAsync(machine, name, cancellationToken) is not GetAnswer.Found and var seen)
        {
            return Read(seen);
        }

        return await client.DeleteAsync(machine, name, cancellationToken) switch
        {
            DeleteAnswer.Gone => new(IsGone: true),
            DeleteAnswer.Accepted => Read(await client.GetAsync(machine, name, cancellationToken)),
            DeleteAnswer.Failed failed => new(IsGone: false, failed.Message),
            _ => new(IsGone: false),
        };
    }

    private static DeleteOutcome Read(GetAnswer answer) => answer switch
    {
        GetAnswer.Missing => new(IsGone: true),
        GetAnswer.Failed failed => new(IsGone: false, failed.Message),
        _ => new(IsGone: false),
    };
}
