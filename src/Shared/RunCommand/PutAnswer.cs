namespace TenantTokens.RunCommand;

/// <summary>What came of creating a run command.</summary>
public abstract record PutAnswer
{
    private PutAnswer()
    {
    }

    /// <summary>200, 201 or 202.</summary>
    /// <param name="RetryAfter">When Azure suggests to look.</param>
    public sealed record Accepted(TimeSpan? RetryAfter) : PutAnswer;

    /// <summary>409 because the machine is off. Nothing was created.</summary>
    public sealed record MachineNotRunning : PutAnswer;

    /// <summary>A 409 that may pass: something else is being done to the machine. Nothing was created.</summary>
    public sealed record Conflict(string Message) : PutAnswer;

    /// <summary>429: nothing was created; try after this time.</summary>
    public sealed record Throttled(TimeSpan RetryAfter) : PutAnswer;

    /// <summary>404: the machine does not exist any more.</summary>
    public sealed record Gone : PutAnswer;

    /// <summary>Another 3xx or 4xx, a 409 that no waiting cures among them. Nothing was created.</summary>
    /// <param name="Code">A kebab-case reason, such as <c>scope-locked</c>, or <c>http-{status}</c>.</param>
    /// <param name="Message">Azure's words, without secrets.</param>
    public sealed record Refused(string Code, string Message) : PutAnswer;

    /// <summary>No answer, or a 5xx: nobody knows whether it was created. Look before trying again.</summary>
    public sealed record Unanswered(string Message) : PutAnswer;
}
