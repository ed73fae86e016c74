using TenantTokens.Machines;

namespace TenantTokens.RunCommand;

/// <summary>
/// Deletes a run command that no activity follows any more, and checks that it is gone: Azure answers 202 and deletes later, or never. As
/// long as the command exists, so do its protected parameters.
/// </summary>
public sealed class RunCommandDeletion(RunCommandClient client)
{
    /// <summary>
    /// Deletes a command whose script can no longer run. When the deletion is accepted and not done yet, the caller asks again later.
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
