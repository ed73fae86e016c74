namespace TenantTokens.RunCommand;

/// <summary>The result of a run command. It contains no secret.</summary>
public abstract record RunCommandResult
{
    private RunCommandResult()
    {
    }

    /// <summary>
    /// True when the command may have reached Azure, now or in an earlier run of this attempt. Its script may be running or may have run.
    /// </summary>
    public bool Sent { get; init; }

    /// <summary>
    /// True when the command is, or may be, still on the machine. It counts towards Azure's limit of 25 per machine until it is deleted.
    /// </summary>
    public bool DeletePending { get; init; }

    /// <summary>
    /// Azure's message when it refused to delete the command, without secrets; null when it did not refuse or was not asked.
    /// </summary>
    public string? DeleteProblem { get; init; }

    /// <summary>What Azure itself says about the command, without secrets, when there is no report of the script; else empty.</summary>
    public string PlatformMessage { get; init; } = string.Empty;

    /// <summary>The script has ended.</summary>
    /// <param name="ExitCode">Its exit code; -1 when Azure killed it or gives none.</param>
    /// <param name="Report">Its last report; null when it printed no readable one.</param>
    /// <param name="StderrTail">The end of its standard error, at most 1,000 characters, without secrets.</param>
    public sealed record Completed(int ExitCode, HostReport? Report, string StderrTail) : RunCommandResult;

    /// <summary>The caller forbade sending just before the PUT.</summary>
    public sealed record NotSent : RunCommandResult;

    /// <summary>The machine is off. The script does not run.</summary>
    public sealed record MachineNotRunning : RunCommandResult;

    /// <summary>
    /// Azure asks for a longer wait than an activity may take. Run the same request again after it: it continues where this run stopped.
    /// </summary>
    /// <param name="Until">When to run it again (UTC).</param>
    public sealed record Throttled(DateTimeOffset Until) : RunCommandResult;

    /// <summary>
    /// As far as Azure shows, the script did not end in time. It may be running, have run, or still begin; only its own not-after stops it.
    /// </summary>
    public sealed record DeadlinePassed : RunCommandResult;

    /// <summary>Azure will not run the script.</summary>
    /// <param name="Code">
    /// <c>machine-gone</c>, <c>conflict</c> (which may pass), <c>not-started</c> (the platform gave up before the script began), a code for
    /// what waiting does not resolve, such as <c>scope-locked</c> or <c>too-many-run-commands</c>, or <c>http-{status}</c>.
    /// </param>
    /// <param name="Message">Azure's message, without secrets.</param>
    public sealed record Refused(string Code, string Message) : RunCommandResult;
}
