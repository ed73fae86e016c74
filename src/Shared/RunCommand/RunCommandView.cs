namespace TenantTokens.RunCommand;

/// <summary>A run command as Azure reports it.</summary>
/// <param name="ProvisioningState">Whether the platform could start the script: Creating, Succeeded, Failed...</param>
/// <param name="ExecutionState">The state of the script: Unknown, Pending, Running, Failed, Succeeded, TimedOut or Canceled.</param>
/// <param name="ExitCode">
/// The script's exit code. Meaningless before the view is terminal: it is 0 while the script runs. Null when Azure gives none.
/// </param>
/// <param name="Output">The last 4 KB of standard output.</param>
/// <param name="Error">The last 4 KB of standard error.</param>
/// <param name="PlatformMessage">
/// The platform's message about the command: the execution message, or the messages of its statuses; empty when there is none.
/// </param>
/// <param name="RetryAfter">How long Azure suggests to wait before the next GET; null when it does not say.</param>
public sealed record RunCommandView(
    string? ProvisioningState,
    string ExecutionState,
    int? ExitCode,
    string Output,
    string Error,
    string PlatformMessage,
    TimeSpan? RetryAfter)
{
    /// <summary>True when the script has ended: Succeeded, Failed, TimedOut or Canceled.</summary>
    public bool HasEnded => ExecutionState is "Succeeded" or "Failed" or "TimedOut" or "Canceled";

    /// <summary>True while the script runs: deleting the command now would kill it.</summary>
    public bool IsRunning => ExecutionState is "Running";

    /// <summary>True when nothing more will happen: the script has ended, or the platform gave up before the script began.</summary>
    public bool IsTerminal => HasEnded || (!IsRunning && ProvisioningState is "Failed" or "Canceled");
}
