namespace TenantTokens.Durable;

/// <summary>The name of an orchestrator, with the types that go in and come out.</summary>
/// <param name="Value">The registered name; changes of it break instances in flight.</param>
public readonly record struct OrchestratorName<TInput, TResult>(string Value)
{
    /// <inheritdoc />
    public override string ToString() => Value;
}
