using TenantTokens.Configuration.Options;
using TenantTokens.Tokens;

namespace TenantTokens.RunCommand;

/// <summary>
/// Runs a command from beginning to end: looks whether it is there, sends it, waits for it, deletes it. Repeatable with the same name: it
/// goes on with the command that is there. Holds no thread while it waits.
/// </summary>
/// <param name="client">Azure.</param>
/// <param name="policy"><see cref="PolicyOptions.PollInterval"/> is how often to look when Azure does not say.</param>
/// <param name="scrubber">Learns the protected values, and takes secrets out of what comes back.</param>
/// <param name="time">The clock of all waits.</param>
public sealed class RunCommandExecution(RunCommandClient client, PolicyOptions policy, SecretScrubber scrubber, TimeProvider time)
{
    /// <summary>Runs the command. Expected outcomes are results.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="maySend">
    /// Asked just before each PUT, never when the command is already there; false ends in <see cref="RunCommandResult.NotSent"/>.
    /// </param>
    /// <param name="ended">
    /// Told what came of the command just before it is deleted, so that it can be written down: a command that is gone and of which nobody
    /// knows the outcome would be sent again. Null where that does no harm.
    /// </param>
    /// <param name="cancellationToken">The host is going down: everything is left as it is, a later run goes on.</param>
    /// <exception cref="InvalidOperationException">
    /// A protected value also stands in the script or in an open parameter. Nothing was sent.
    /// </exception>
    public async Task<RunCommandResult> RunAsync(
        RunCommandRequest request,
        Func<CancellationToken, Task<bool>> maySend,
        Func<RunCommandResult, CancellationToken, Task>? ended,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.ThrowIfSecretIsExposed();
        foreach (string secret in request.ProtectedParameters.Values)
        {
            scrubber.Remember(secret);
        }

        RunCommandWaits waits = new(policy.PollInterval, time);
        RunCommandSending sending = new(client, request, maySend, waits, time);
        return await sending.RunAsync(cancellationToken)
            ?? await new RunCommandFollowing(client, request, ended, waits, scrubber, time).RunAsync(sending.Seen, cancellationToken);
    }
}
