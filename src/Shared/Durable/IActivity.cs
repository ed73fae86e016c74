namespace TenantTokens.Durable;

/// <summary>
/// One step with effects outside the process. It runs at least once, so it must be repeatable. An expected outcome is a value; an exception
/// is a bug or an outage, and its text is scrubbed of secrets before it is recorded.
/// </summary>
public interface IActivity<in TInput, TResult>
{
    /// <summary>Runs the step.</summary>
    Task<TResult> RunAsync(TInput input, CancellationToken cancellationToken);
}
