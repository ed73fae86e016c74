namespace TenantTokens.RunCommand;

/// <summary>What came of deleting a run command.</summary>
public abstract record DeleteAnswer
{
    private DeleteAnswer()
    {
    }

    /// <summary>It is gone, or on its way: 200, 202, 204, or 404.</summary>
    public sealed record Deleted : DeleteAnswer;

    /// <summary>429: try after this time.</summary>
    public sealed record Throttled(TimeSpan RetryAfter) : DeleteAnswer;

    /// <summary>Anything else, 409 for a machine that is off among them; status 0 when there was no answer after the SDK's retries.</summary>
    public sealed record Failed(int Status, string Message) : DeleteAnswer;
}
