namespace TenantTokens.RunCommand;

/// <summary>Azure's answer to reading a run command.</summary>
public abstract record GetAnswer
{
    private GetAnswer()
    {
    }

    /// <summary>The command exists.</summary>
    public sealed record Found(RunCommandView View) : GetAnswer;

    /// <summary>404: the command or its machine does not exist.</summary>
    public sealed record Missing : GetAnswer;

    /// <summary>429: try again after this time.</summary>
    public sealed record Throttled(TimeSpan RetryAfter) : GetAnswer;

    /// <summary>Anything else. The status is 0 when no answer came, even after the SDK's retries.</summary>
    public sealed record Failed(int Status, string Message) : GetAnswer;
}
