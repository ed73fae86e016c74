namespace TenantTokens.RunCommand;

/// <summary>Azure's answer to the deletion of a run command. Only a later GET that finds nothing shows that the command is gone.</summary>
public abstract record DeleteAnswer
{
    private DeleteAnswer()
    {
    }

    /// <summary>404: the command or its machine does not exist.</summary>
    public sealed record Gone : DeleteAnswer;

    /// <summary>200, 202 or 204: Azure will delete it, or says that it has deleted it.</summary>
    public sealed record Accepted : DeleteAnswer;

    /// <summary>429: try again after this time.</summary>
    public sealed record Throttled(TimeSpan RetryAfter) : DeleteAnswer;

    /// <summary>
    /// Anything else, for example a lock or a machine that is off. The status is 0 when no answer came, even after the SDK's retries.
    /// </summary>
    public sealed record Failed(int Status, string Message) : DeleteAnswer;
}
