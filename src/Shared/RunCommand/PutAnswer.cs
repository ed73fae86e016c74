namespace TenantTokens.RunCommand;

/// <summary>Azure's answer to the creation of a run command.</summary>
public abstract record PutAnswer
{
    private PutAnswer()
    {
    }

    /// <summary>200, 201 or 202: the command was created.</summary>
    /// <param name="RetryAfter">How long Azure suggests to wait before the first GET; null when it does not say.</param>
    public sealed record Accepted(TimeSpan? RetryAfter) : PutAnswer;

    /// <summary>409 because the machine is off: nothing was created.</summary>
    public sealed record MachineNotRunning : PutAnswer;

    /// <summary>A 409 that may pass, because another operation is running on the machine. Nothing was created.</summary>
    public sealed record Conflict(string Message) : PutAnswer;

    /// <summary>429: nothing was created; try again after this time.</summary>
    public sealed record Throttled(TimeSpan RetryAfter) : PutAnswer;

    /// <summary>404: the machine no longer exists.</summary>
    public sealed record Gone : PutAnswer;

    /// <summary>Another 3xx or 4xx, or a 409 that waiting does not resolve. Nothing was created.</summary>
    /// <param name="Code">A kebab-case reason, such as <c>scope-locked</c>, or <c>http-{status}</c>.</param>
    /// <param name="Message">Azure's message, without secrets.</param>
    public sealed record Refused(string Code, string Message) : PutAnswer;

    /// <summary>No answer, or a 5xx: it is not known whether the command was created. Read it before trying again.</summary>
    public sealed record Unanswered(string Message) : PutAnswer;
}
