namespace TenantTokens.Durable;

/// <summary>A deterministic workflow. Has no constructor parameters; see <see cref="IOrchestrationContext"/> for what it may do.</summary>
public interface IOrchestrator<in TInput, TResult>
{
    /// <summary>Runs the workflow; called again from the top, with recorded results, whenever the instance is replayed.</summary>
    Task<TResult> RunAsync(IOrchestrationContext context, TInput input);
}
