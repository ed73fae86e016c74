namespace TenantTokens.RunCommand;

/// <summary>What became of a run command. Holds no secret.</summary>
public abstract record RunCommandResult
{
    private RunCommandResult()
    {
    }

    /// <summary>
    /// True when the command may have reached Azure, now or in an earlier run of this attempt: the script may run, or may have run.
    /// </summary>
    public bool Sent { get; init; }

    /// <summary>
    /// True when the command is, or may be, still on the machine. It counts against Azure's 25 per machine until somebody deletes it.
    /// </summary>
    public bool DeletePending { get; init; }

    /// <summary>Azure's words when it refused to delete the command, without secrets; null when it did not, or was not asked.</summary>
    public string? DeleteProblem { get; init; }

    /// <summary>
    /// What Azure itself says of the command, without secrets, where no script's report says it; empty when it says nothing.
    /// </summary>
    public string PlatformMessage { get; init; } = string.Empty;

    /// <summary>The script has ended.</summary>
    /// <param name="ExitCode">Its exit code; -1 when Azure killed it or gives none.</param>
    /// <param name="Report">Its last report; null when it printed none that can be read.</param>
    /// <param name="StderrTail">The end of its standard error, at most 1,000 characters, without secrets.</param>
    public sealed record Completed(int ExitCode, HostReport? Report, string StderrTail) : RunCommandResult;

    /// <summary>The caller said no just before the command was sent.</summary>
    public sealed record NotSent : RunCommandResult;

    /// <summary>The machine is off. The script does not run.</summary>
    public sealed record MachineNotRunning : RunCommandResult;

    /// <summary>
    /// Azure asks us to stay away longer than a wait on the spot. Run the same request again then: it goes on where this left off.
    /// </summary>
    /// <param name="Until">When.</param>
    public sealed record Throttled(DateTimeOffset Until) : RunCommandResult;

    /// <summary>
    /// The script did not end in time, as far as we can see. It may run, have run, or still begin; only its own not-after stops it.
    /// </summary>
    public sealed record DeadlinePassed : RunCommandResult;

    /// <summary>Azure does not run the script.</summary>
    /// <param name="Code">
    /// <c>machine-gone</c>, <c>conflict</c> (it may pass), <c>not-started</c> (the platform gave up before the script began), what no
    /// waiting cures, such as <c>scope-locked</c> or <c>too-many-run-commands</c>, or <c>http-{status}</c>.
    /// </param>
    /// <param name="Message">Azure's words, without secrets.</param>
    public sealed record Refused(string Code, string Message) : RunCommandResult;
}
