namespace TenantTokens.RunCommand;

/// <summary>What came of looking at a run command.</summary>
public abstract record GetAnswer
{
    private GetAnswer()
    {
    }

    /// <summary>It is there.</summary>
    public sealed record Found(RunCommandView View) : GetAnswer;

    /// <summary>404: the command, or its machine, does not exist.</summary>
    public sealed record Missing : GetAnswer;

    /// <summary>429: look again after this time.</summary>
    public sealed record Throttled(TimeSpan RetryAfter) : GetAnswer;

    /// <summary>Anything else; status 0 when there was no answer after the SDK's retries.</summary>
    public sealed record Failed(int Status, string Message) : GetAnswer;
}
