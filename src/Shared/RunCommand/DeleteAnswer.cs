namespace TenantTokens.RunCommand;

/// <summary>What came of asking Azure to delete a run command. Only a look that finds nothing shows that it is gone.</summary>
public abstract record DeleteAnswer
{
    private DeleteAnswer()
    {
    }

    /// <summary>404: the command, or its machine, does not exist.</summary>
    public sealed record Gone : DeleteAnswer;

    /// <summary>200, 202 or 204: Azure will delete it, or says that it has.</summary>
    public sealed record Accepted : DeleteAnswer;

    /// <summary>429: try after this time.</summary>
    public sealed record Throttled(TimeSpan RetryAfter) : DeleteAnswer;

    /// <summary>
    /// Anything else, a lock or a machine that is off among them; status 0 when there was no answer after the SDK's retries.
    /// </summary>
    public sealed record Failed(int Status, string Message) : DeleteAnswer;
}
