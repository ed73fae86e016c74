using TenantTokens.Configuration.Options;
using TenantTokens.Tokens;

namespace TenantTokens.RunCommand;

/// <summary>
/// Runs a command from beginning to end: checks whether it exists, sends it, waits for it, deletes it. Repeatable with the same name: it
/// then continues with the existing command. It blocks no thread while it waits.
/// </summary>
/// <param name="client">Calls Azure.</param>
/// <param name="policy"><see cref="PolicyOptions.PollInterval"/> is the time between two GETs when Azure suggests none.</param>
/// <param name="scrubber">Masks the protected values, and removes secrets from the output.</param>
/// <param name="time">The clock for all waits.</param>
public sealed class RunCommandExecution(RunCommandClient client, PolicyOptions policy, SecretScrubber scrubber, TimeProvider time)
{
    /// <summary>Runs the command. Expected outcomes are results, not exceptions.</summary>
    /// <param name="request">The command to run.</param>
    /// <param name="maySend">
    /// Called just before each PUT, but not when the command already exists. When it returns false, the result is <see
    /// cref="RunCommandResult.NotSent"/>.
    /// </param>
    /// <param name="ended">
    /// Called with the result just before the command is deleted, so that the caller can record it: a deleted command without a recorded
    /// result would be sent again. Null when that does no harm.
    /// </param>
    /// <param name="cancellationToken">Cancels when the process shuts down. Everything stays as it is, and a later run continues.</param>
    /// <exception cref="InvalidOperationException">
    /// A protected value is also in the script or in an open parameter. Nothing was sent.
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
