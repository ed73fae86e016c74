using TenantTokens.Durable;

namespace TenantTokens.RunCommand;

/// <summary>The life of one command: send, follow, delete.</summary>
internal sealed class RunCommandLife(
    RunCommandClient client,
    RunCommandRequest request,
    Func<CancellationToken, Task<bool>> maySend,
    Func<RunCommandResult, CancellationToken, Task>? ended,
    TimeSpan pollInterval,
    ISecretScrubber scrubber,
    TimeProvider time)
{
    /// <summary>How often something that may be a mistake of the moment is asked again.</summary>
    public const int Tries = 3;

    public async Task<RunCommandResult> RunAsync(CancellationToken cancellationToken)
    {
        RunCommandWaits waits = new(pollInterval, time);
        RunCommandSending sending = new(client, request, maySend, waits, time);
        return await sending.RunAsync(cancellationToken)
            ?? await new RunCommandFollowing(client, request, ended, waits, scrubber, time).RunAsync(sending.Seen, cancellationToken);
    }
}
