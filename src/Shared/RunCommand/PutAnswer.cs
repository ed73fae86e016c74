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

    /// <summary>Another 409: something else is being done to the machine, or it has its 25 commands already. Nothing was created.</summary>
    public sealed record Conflict(string Message) : PutAnswer;

    /// <summary>429: nothing was created; try after this time.</summary>
    public sealed record Throttled(TimeSpan RetryAfter) : PutAnswer;

    /// <summary>404: the machine does not exist any more.</summary>
    public sealed record Gone : PutAnswer;

    /// <summary>Another 3xx or 4xx. Nothing was created.</summary>
    public sealed record Refused(int Status, string Message) : PutAnswer;

    /// <summary>No answer, or a 5xx: nobody knows whether it was created. Look before trying again.</summary>
    public sealed record Unanswered(string Message) : PutAnswer;
}
